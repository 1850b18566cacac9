// What a Client has learned about its servers, for the requests that come after: how far its clock
// is off, where buckets are, and what retries they may still cost. Internal to Client; one thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "client/corrections.hpp"
#include "client/retry.hpp"
#include "net/origin.hpp"

namespace pail::client {

class Learned {
 public:
  // The server's time less ours.
  std::chrono::microseconds offset(const net::Origin& origin) const {
    const auto found = offsets_.find(origin);
    return found == offsets_.end() ? std::chrono::microseconds(0) : found->second;
  }
  void set_offset(const net::Origin& origin, std::chrono::microseconds offset) {
    offsets_[origin] = offset;
  }

  // `bucket` "": the service itself.
  std::optional<Place> place(std::string_view bucket) const {
    const auto found = places_.find(bucket);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
  }
  void set_place(std::string_view bucket, Place place) {
    // Ours: a program that meets more buckets elsewhere learns them anew.
    constexpr std::size_t places_max = 10'000;
    if (places_.size() >= places_max) places_.clear();
    places_.insert_or_assign(std::string(bucket), std::move(place));
  }
  void forget_place(std::string_view bucket) {
    if (const auto found = places_.find(bucket); found != places_.end()) places_.erase(found);
  }

  RetryQuota& quota(const net::Origin& origin) { return quotas_[origin]; }

 private:
  std::map<net::Origin, std::chrono::microseconds> offsets_;
  std::map<std::string, Place, std::less<>> places_;
  std::map<net::Origin, RetryQuota> quotas_;
};

}  // namespace pail::client
