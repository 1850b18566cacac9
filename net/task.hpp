// Asio's types as the server uses them: bound to io_context's own executor, so that nothing on the
// way of a request is type-erased.
//
// A trap for everybody who writes a coroutine here: gcc 12 miscompiles co_await inside &&, || and
// ?: (it stops at run time). Await into a variable first.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace pail::net {

namespace asio = boost::asio;
using asio::ip::tcp;

using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
using Failure = boost::system::error_code;

inline constexpr asio::use_awaitable_t<Executor> awaiting{};
// co_await operation(awaiting_into(failure)): errors come back as a value, never thrown.
inline auto awaiting_into(Failure& failure) {
  return asio::redirect_error(awaiting, failure);
}

}  // namespace pail::net
