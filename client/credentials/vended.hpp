// Temporary keys from a signing service: POST /credentials, answered with {"access_key",
// "secret_key", "session_token", "expires_at", "endpoint", "region", ...}. They reach what the
// service's policy gives this caller, so that a client without a secret can do whatever S3 has.
//
// One thread. Errors: the exchange's; UnknownError with the service's words when it refuses, or
// with the reason when its answer cannot be used.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/credentials/fetcher.hpp"
#include "client/credentials/provider.hpp"

namespace pail::client::credentials {

struct Vended {
  Temporary keys;
  std::optional<net::Origin> endpoint;  // where they work
  std::string region;                   // empty: not said
};

wire::Result<Vended> read_vended(std::string_view json);

boost::asio::awaitable<wire::Result<Vended>> ask_vendor(const Vendor& vendor,
                                                        const Surroundings& around);
// Gives what the vendor has given already first.
std::unique_ptr<Fetcher> vendor_fetcher(const Vendor& vendor, const Surroundings& around);

}  // namespace pail::client::credentials
