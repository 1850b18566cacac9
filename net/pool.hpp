// Kept-alive client connections, with a limit for each origin and one for all: whoever comes when
// that many are in use waits in line. The line is served in order, except that nobody waits for an
// origin that is not his own.
//
// One thread. A waiting coroutine may be cancelled, and may be destroyed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <map>
#include <memory>
#include <utility>

#include "net/connection.hpp"

namespace pail::net {

class ConnectionPool {
 public:
  using Moment = Stream::Moment;

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

  // A connected connection, kept or new, whose exchange has to be done by `limit`. Fails as
  // connecting does.
  asio::awaitable<Result<Lease>> borrow(const Origin& origin, Moment limit);
  // After finding one dead: the others of that origin were most likely closed at the same moment.
  void forget_idle(const Origin& origin);

 private:
  struct Waiter {
    Waiter(const asio::any_io_executor& executor, const Origin& wanted, Moment limit)
        : origin(wanted), woken(executor, limit) {}
    Origin origin;
    asio::steady_timer woken;
    bool granted = false;
  };
  struct Idle {
    Origin origin;
    std::unique_ptr<Connection> connection;
  };

  asio::awaitable<Result<void>> take_place(const Origin& origin, Moment limit);
  bool has_room(const Origin& origin) const;
  void occupy(const Origin& origin);
  void leave(const Origin& origin) noexcept;
  void give_back(const Origin& origin, std::unique_ptr<Connection> connection) noexcept;
  std::unique_ptr<Connection> take_idle(const Origin& origin);
  Result<std::shared_ptr<TlsContext>> tls_for(const Origin& origin);

  asio::any_io_executor executor_;
  const HttpClientOptions& options_;
  PiecePool pieces_;
  std::shared_ptr<TlsContext> tls_;  // null before the first https origin
  std::map<Origin, std::size_t> in_use_;
  std::size_t in_use_of_all_ = 0;
  std::list<Idle> idle_;                   // the longest idle first
  std::list<std::weak_ptr<Waiter>> line_;  // expired: it gave up
};

}  // namespace pail::net
