// What a coroutine of the client asks before it waits, and when a wait has ended: whether whoever
// awaits it has been told to stop. An operation that is not under way when the signal comes is not
// ended by it.
#pragma once

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

namespace pail::net {

// co_await asio::this_coro::cancellation_state gives the argument; it stays current.
inline bool is_cancelled(const boost::asio::cancellation_state& state) noexcept {
  return state.cancelled() != boost::asio::cancellation_type::none;
}

}  // namespace pail::net
