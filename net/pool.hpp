// Kept-alive client connections per origin, with a limit for each: whoever comes when all are in
// use waits in line. One thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <map>
#include <memory>
#include <vector>

#include "net/connection.hpp"

namespace pail::net {

class ConnectionPool {
 public:
  // Options outlive the pool.
  ConnectionPool(asio::any_io_executor executor, const HttpClientOptions& options)
      : executor_(std::move(executor)), options_(options) {}

  // A connection lent to one exchange. Goes back when it may be used again, is closed otherwise.
  class Lease {
   public:
    Lease(ConnectionPool& pool, const Origin& origin) : pool_(&pool), origin_(origin) {}
    Lease(Lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)),
          origin_(std::move(other.origin_)),
          connection_(std::move(other.connection_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_ != nullptr) pool_->give_back(origin_, std::move(connection_));
    }
    Connection& operator*() const noexcept { return *connection_; }
    Connection* operator->() const noexcept { return connection_.get(); }

   private:
    friend class ConnectionPool;
    ConnectionPool* pool_;
    Origin origin_;
    std::unique_ptr<Connection> connection_;
  };

  // A connected connection, kept or new. Fails as connecting does.
  asio::awaitable<Result<Lease>> borrow(const Origin& origin);
  // After finding one dead: the others of that origin were most likely closed at the same moment.
  void forget_idle(const Origin& origin) { places_[origin].idle.clear(); }

 private:
  struct Waiter {
    explicit Waiter(const asio::any_io_executor& executor)
        : woken(executor, asio::steady_timer::time_point::max()) {}
    asio::steady_timer woken;
    bool granted = false;
  };
  struct Place {
    std::size_t in_use = 0;
    std::vector<std::unique_ptr<Connection>> idle;
    std::list<std::weak_ptr<Waiter>> line;  // expired: it gave up
  };

  asio::awaitable<void> wait_for_room(Place& place);
  static std::shared_ptr<Waiter> next_in_line(Place& place) noexcept;
  void give_back(const Origin& origin, std::unique_ptr<Connection> connection) noexcept;
  std::unique_ptr<Connection> take_idle(Place& place);

  asio::any_io_executor executor_;
  const HttpClientOptions& options_;
  PiecePool pieces_;
  std::map<Origin, Place> places_;
};

}  // namespace pail::net
