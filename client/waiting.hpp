// The wait before a request is sent again, by RetryOptions' own way or by a timer. Ends early when
// the coroutine is cancelled.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "client/retry.hpp"

namespace pail::client {

// `options` lives until it is over.
boost::asio::awaitable<void> wait(const RetryOptions& options, std::chrono::milliseconds time);

}  // namespace pail::client
