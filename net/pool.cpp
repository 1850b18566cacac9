#include "net/pool.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace pail::net {

asio::awaitable<Result<ConnectionPool::Lease>> ConnectionPool::borrow(const Origin& origin) {
  Place& place = places_[origin];
  co_await wait_for_room(place);
  Lease lease(*this, origin);
  lease.connection_ = take_idle(place);
  if (lease.connection_) co_return lease;
  lease.connection_ = std::make_unique<Connection>(executor_, origin, options_, pieces_);
  PAIL_CO_TRY(co_await lease->connect());
  co_return lease;
}

// Returns with a place in use taken.
asio::awaitable<void> ConnectionPool::wait_for_room(Place& place) {
  if (place.in_use < options_.connections_per_origin_max) {
    ++place.in_use;
    co_return;
  }
  const auto waiter = std::make_shared<Waiter>(executor_);
  place.line.push_back(waiter);
  boost::system::error_code woken;
  while (!waiter->granted) {
    co_await waiter->woken.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
}

std::unique_ptr<Connection> ConnectionPool::take_idle(Place& place) {
  while (!place.idle.empty()) {
    auto connection = std::move(place.idle.back());
    place.idle.pop_back();
    if (!connection->is_stale()) return connection;
  }
  return nullptr;
}

void ConnectionPool::give_back(const Origin& origin,
                               std::unique_ptr<Connection> connection) noexcept {
  Place& place = places_[origin];
  if (connection && connection->reusable()) place.idle.push_back(std::move(connection));
  const auto next = next_in_line(place);
  if (!next) {
    --place.in_use;
    return;
  }
  // The place passes on without becoming free in between, or a newcomer would overtake.
  next->granted = true;
  next->woken.cancel();
}

std::shared_ptr<ConnectionPool::Waiter> ConnectionPool::next_in_line(Place& place) noexcept {
  std::shared_ptr<Waiter> next;
  while (!next && !place.line.empty()) {
    next = place.line.front().lock();
    place.line.pop_front();
  }
  return next;
}

}  // namespace pail::net
