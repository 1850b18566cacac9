// How often each caller may ask: a bucket of tokens for each, filled at the policy's rate. Outlives
// the policies, so that a reload forgives nobody.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "signer/service/policy.hpp"
#include "wire/clock.hpp"

namespace pail::signer::service {

// Ours: some 10 MB. Who comes when so many others have asked within the last minutes shares one
// bucket with all further ones.
inline constexpr std::size_t rated_callers_max = 65'536;

class RateLimiter {
 public:
  // nullopt: go ahead, and that was one. Else when to come again.
  std::optional<std::chrono::seconds> take(std::string_view caller, const Rate& rate,
                                           wire::Time now);

 private:
  struct Level {
    double tokens;
    wire::Time at;
  };
  Level& level_of(std::string_view caller, const Rate& rate, wire::Time now);

  std::mutex mutex_;
  std::map<std::string, Level, std::less<>> levels_;
};

}  // namespace pail::signer::service
