#include "net/pool.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/cancelled.hpp"
#include "net/failure.hpp"

namespace pail::net {
namespace {

using wire::Errc;

}  // namespace

asio::awaitable<Result<ConnectionPool::Lease>> ConnectionPool::borrow(const Origin& origin,
                                                                      Moment limit) {
  PAIL_CO_TRY(co_await take_place(origin, limit));
  Lease lease(*this, origin);
  lease.connection_ = take_idle(origin);
  const bool kept = lease.connection_ != nullptr;
  if (!kept) {
    if (in_use_of_all_ + idle_.size() > options_.connections_max) idle_.pop_front();
    lease.connection_ = std::make_unique<Connection>(executor_, origin, options_, pieces_);
  }
  lease->set_limit(limit);
  if (!kept) {
    PAIL_CO_TRY(auto tls, tls_for(origin));
    PAIL_CO_TRY(co_await lease->connect(std::move(tls)));
  }
  co_return lease;
}

// Returns with a place taken.
asio::awaitable<Result<void>> ConnectionPool::take_place(const Origin& origin, Moment limit) {
  if (has_room(origin)) {
    occupy(origin);
    co_return wire::ok();
  }
  const auto waiter = std::make_shared<Waiter>(executor_, origin, limit);
  line_.push_back(waiter);
  const auto stop = co_await asio::this_coro::cancellation_state;
  boost::system::error_code woken;
  if (!is_cancelled(stop)) {
    co_await waiter->woken.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  if (waiter->granted && !is_cancelled(stop)) co_return wire::ok();
  if (waiter->granted) leave(origin);
  if (is_cancelled(stop)) co_return wire::Error(Errc::Cancelled).with(phase_element, "wait");
  co_return wire::Error(Errc::NetworkFailure,
                        to_string(origin) + ": wait: timed out: no connection became free")
      .with(phase_element, "wait")
      .with(cause_element, cause_timeout);
}

bool ConnectionPool::has_room(const Origin& origin) const {
  const auto place = in_use_.find(origin);
  return in_use_of_all_ < options_.connections_max &&
         (place == in_use_.end() || place->second < options_.connections_per_origin_max);
}

void ConnectionPool::occupy(const Origin& origin) {
  ++in_use_[origin];
  ++in_use_of_all_;
}

// A place passes on without becoming free in between, or a newcomer would overtake.
void ConnectionPool::leave(const Origin& origin) noexcept {
  const auto place = in_use_.find(origin);
  if (--place->second == 0) in_use_.erase(place);
  --in_use_of_all_;
  for (auto at = line_.begin(); at != line_.end();) {
    const auto waiter = at->lock();
    const bool served = waiter && has_room(waiter->origin);
    if (served) {
      occupy(waiter->origin);
      waiter->granted = true;
      waiter->woken.cancel();
    }
    at = served || !waiter ? line_.erase(at) : std::next(at);
  }
}

std::unique_ptr<Connection> ConnectionPool::take_idle(const Origin& origin) {
  while (!idle_.empty() && idle_.front().connection->is_old()) idle_.pop_front();
  for (auto at = idle_.end(); at != idle_.begin();) {
    --at;
    if (at->origin != origin) continue;
    auto connection = std::move(at->connection);
    at = idle_.erase(at);
    if (!connection->is_stale()) return connection;
  }
  return nullptr;
}

void ConnectionPool::forget_idle(const Origin& origin) {
  idle_.remove_if([&origin](const Idle& idle) { return idle.origin == origin; });
}

void ConnectionPool::give_back(const Origin& origin,
                               std::unique_ptr<Connection> connection) noexcept {
  if (connection && connection->reusable()) idle_.push_back({origin, std::move(connection)});
  leave(origin);
}

// Null for http.
Result<std::shared_ptr<TlsContext>> ConnectionPool::tls_for(const Origin& origin) {
  if (origin.tls && !tls_) {
    PAIL_TRY(tls_, TlsContext::for_client(options_.tls));
  }
  return origin.tls ? tls_ : nullptr;
}

}  // namespace pail::net
