// The keys to sign with, now. A provider of temporary keys fetches them when first asked, again
// before they end, and at once when a server said that they have; requests that come meanwhile wait
// for that one fetch. It goes on when one of them gives up.
//
// One thread, the client's. Errors: those of the exchange behind it (STS's, the container
// endpoint's), InvalidArgument for a file or an answer that cannot be used.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string_view>

#include "client/credentials/source.hpp"
#include "client/retry.hpp"
#include "net/http_client.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::client::credentials {

// Ours, as the SDKs': five minutes before they end temporary keys are renewed, and used to their
// very end when that fails.
inline constexpr std::chrono::seconds renewed_before{300};

class Provider {
 public:
  virtual ~Provider() = default;
  // Null: requests go unsigned.
  virtual boost::asio::awaitable<wire::Result<std::shared_ptr<const signer::Key>>> key(
      wire::Time now) = 0;
  // A server refused the key of that name as expired: the next key() fetches, unless there is
  // another by now (of many requests refused at once, one fetches). Nothing for keys of the caller.
  virtual void renew(std::string_view access_key) = 0;
};

struct Surroundings {
  boost::asio::any_io_executor executor;
  net::HttpClientOptions http;
  net::Origin endpoint;  // the client's own
  RetryOptions retry{};  // of the requests that fetch keys
};

std::unique_ptr<Provider> make_provider(const Source& source, const Surroundings& around);
std::unique_ptr<Provider> no_keys();

}  // namespace pail::client::credentials
