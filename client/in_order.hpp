// Coroutines that end in order when they are cancelled. A cancelled coroutine of Asio's throws at
// its next co_await, unless told otherwise; here it goes on, meets the cancellation as a Result,
// and can still take off a server or a disk what it would leave there.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "wire/result.hpp"

namespace pail::client {

// `work` has to look for itself whether it is cancelled. Who awaits this stays as he was.
template <class T>
boost::asio::awaitable<wire::Result<T>> in_order(boost::asio::awaitable<wire::Result<T>> work) {
  const bool throws = co_await boost::asio::this_coro::throw_if_cancelled();
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  wire::Result<T> result = co_await std::move(work);
  co_await boost::asio::this_coro::throw_if_cancelled(throws);
  co_return result;
}

}  // namespace pail::client
