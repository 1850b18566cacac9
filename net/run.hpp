// From plain code into a coroutine: runs an io_context on the calling thread until one awaitable is
// done. Nobody else may run the context at the same time; other work in it goes on meanwhile, and
// stays there afterwards. An exception of the coroutine is thrown here. `stop` cancels it, by who
// emits on the thread that runs the context.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

namespace pail::net {

template <class T>
T run_blocking(boost::asio::io_context& context, boost::asio::awaitable<T> work,
               boost::asio::cancellation_slot stop = {}) {
  std::optional<T> result;
  std::exception_ptr failure;
  bool done = false;
  boost::asio::co_spawn(
      context,
      [](boost::asio::awaitable<T> job, std::optional<T>& out) -> boost::asio::awaitable<void> {
        out.emplace(co_await std::move(job));
      }(std::move(work), result),
      boost::asio::bind_cancellation_slot(stop, [&](std::exception_ptr thrown) {
        failure = std::move(thrown);
        done = true;
      }));
  context.restart();
  while (!done && context.run_one() > 0) {
  }
  stop.clear();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

}  // namespace pail::net
