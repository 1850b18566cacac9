#include "client/waiting.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace pail::client {

namespace asio = boost::asio;

asio::awaitable<void> wait(const RetryOptions& options, std::chrono::milliseconds time) {
  if (options.waiting) {
    co_await options.waiting(time);
    co_return;
  }
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  boost::system::error_code cancelled;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

}  // namespace pail::client
