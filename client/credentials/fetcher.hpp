// Where temporary keys are fetched from: what the renewing provider needs to know of STS, of a
// container's endpoint, of whatever comes. One thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "signer/credentials.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::client::credentials {

struct Temporary {
  signer::Credentials keys;
  std::optional<wire::Time> ends;  // none: who gave them did not say
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  // With whatever retries the source allows; never called again before it is done.
  virtual boost::asio::awaitable<wire::Result<Temporary>> fetch(wire::Time now) = 0;
};

}  // namespace pail::client::credentials
