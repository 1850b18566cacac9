// What a refusal says about what the next attempt has to do otherwise: another time, another place,
// other keys. Pure.
//
// Credentials go to nobody new: a redirect is followed to the endpoint's own host (any port), a
// host below it, or from one host of AWS's to another; never from TLS to plain HTTP. Everything
// else is the caller's to decide: he gets the redirect as an error.
//
// Spec: shared/spec/semantics.md §25, sigv4.md §7 and §9, errors.md §8.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "net/http_client.hpp"
#include "net/origin.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"

namespace pail::client {

struct Refusal {
  const wire::Error& error;
  const net::ResponseHead& head;
  bool to_head = false;  // the request was a HEAD: there was no document
};

// The server's time, where the refusal is for ours. `now`: what we took for the server's time.
std::optional<wire::Time> server_time_of(const Refusal& refusal, wire::Time now);

// Where requests for a bucket go: the endpoint without the bucket in front, and the region they are
// signed for.
struct Place {
  net::Origin origin;
  std::string region;

  friend bool operator==(const Place&, const Place&) = default;
};

struct Better {
  Place place;
  bool for_good = false;  // a temporary redirect is for one request
};

struct Asked {
  const Place& place;
  const net::Origin& endpoint;  // whom the caller trusts
  std::string_view bucket;      // empty: the service
  bool region_counts = true;    // Version 2 signs for no region
};

// Nothing when the refusal names no other place, or one that our credentials must not see.
std::optional<Better> better_place_of(const Refusal& refusal, const Asked& asked);
bool may_be_trusted(const net::Origin& origin, const net::Origin& endpoint);

// Whether the keys have ended. `has_token`: they are temporary.
bool wants_new_keys(const Refusal& refusal, bool has_token);

}  // namespace pail::client
