// Keys that end, kept fresh: decides when to fetch, lets all who ask meanwhile wait for one fetch,
// and goes on with the present keys when a renewal fails before they end.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string_view>

#include "client/credentials/fetcher.hpp"
#include "client/credentials/provider.hpp"

namespace pail::client::credentials {

// Ours: after a renewal that failed, or that brought keys which end within renewed_before, present
// keys serve so long before the next one, so that not every request asks again.
inline constexpr std::chrono::seconds renewal_pause{30};

class Renewing final : public Provider {
 public:
  Renewing(boost::asio::any_io_executor executor, std::unique_ptr<Fetcher> fetcher);
  boost::asio::awaitable<wire::Result<std::shared_ptr<const signer::Key>>> key(
      wire::Time now) override;
  void renew(std::string_view access_key) override;

 private:
  struct Renewal;
  struct State;
  std::shared_ptr<State> state_;  // shared with a fetch that is under way
};

}  // namespace pail::client::credentials
