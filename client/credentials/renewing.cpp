#include "client/credentials/renewing.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "net/cancelled.hpp"

namespace pail::client::credentials {

namespace asio = boost::asio;
using SharedKey = std::shared_ptr<const signer::Key>;

// One fetch, and those who wait for it.
struct Renewing::Renewal {
  explicit Renewal(const asio::any_io_executor& executor)
      : done(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer done;  // cancelled when the rest is there
  std::optional<wire::Result<SharedKey>> outcome;
  std::exception_ptr thrown;
};

struct Renewing::State {
  static asio::awaitable<void> run(std::shared_ptr<State> state, std::shared_ptr<Renewal> renewal,
                                   wire::Time now) {
    auto fetched = co_await state->fetcher->fetch(now);
    renewal->outcome = fetched ? wire::Result<SharedKey>(state->take(fetched.value(), now))
                               : state->go_on_after(fetched.error(), now);
  }

  static asio::awaitable<void> wait(std::shared_ptr<Renewal> renewal) {
    boost::system::error_code woken;
    const auto state = co_await asio::this_coro::cancellation_state;
    while (!renewal->outcome && !renewal->thrown && !net::is_cancelled(state)) {
      co_await renewal->done.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
  }

  static std::shared_ptr<Renewal> renewal(const std::shared_ptr<State>& state, wire::Time now) {
    if (state->running) return state->running;
    auto begun = std::make_shared<Renewal>(state->executor);
    state->running = begun;
    asio::co_spawn(state->executor, run(state, begun, now), [state, begun](std::exception_ptr e) {
      begun->thrown = std::move(e);
      state->running = nullptr;
      begun->done.cancel();
    });
    return begun;
  }

  bool is_fresh(wire::Time now) const {
    return key && !refused && lasts(now) && !(renew_at && now >= *renew_at);
  }
  bool lasts(wire::Time now) const { return !key->expires() || now < *key->expires(); }

  SharedKey take(Temporary& fetched, wire::Time now) {
    key = std::make_shared<const signer::Key>(std::move(fetched.keys), fetched.ends);
    refused = false;
    renew_at.reset();
    if (fetched.ends) renew_at = std::max(*fetched.ends - renewed_before, now + renewal_pause);
    return key;
  }

  wire::Result<SharedKey> go_on_after(const wire::Error& failure, wire::Time now) {
    if (!key || refused || !lasts(now)) return failure;
    renew_at = now + renewal_pause;
    return key;
  }

  asio::any_io_executor executor;
  std::unique_ptr<Fetcher> fetcher;
  SharedKey key;
  bool refused = false;  // by a server, as expired
  std::optional<wire::Time> renew_at;
  std::shared_ptr<Renewal> running;
};

Renewing::Renewing(asio::any_io_executor executor, std::unique_ptr<Fetcher> fetcher)
    : state_(std::make_shared<State>()) {
  state_->executor = std::move(executor);
  state_->fetcher = std::move(fetcher);
}

asio::awaitable<wire::Result<SharedKey>> Renewing::key(wire::Time now) {
  if (state_->is_fresh(now)) co_return state_->key;
  const auto renewal = State::renewal(state_, now);
  co_await State::wait(renewal);
  if (renewal->thrown) std::rethrow_exception(renewal->thrown);
  if (!renewal->outcome) co_return wire::Errc::Cancelled;
  co_return *renewal->outcome;
}

void Renewing::renew(std::string_view access_key) {
  if (state_->key && state_->key->access_key() == access_key) state_->refused = true;
}

}  // namespace pail::client::credentials
