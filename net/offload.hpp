// Runs a call on a pool of threads and resumes the awaiting coroutine where it was. For calls that
// may wait for a disk.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <type_traits>
#include <utility>

#include "net/task.hpp"

namespace pail::net {

// `call` must not throw, and what it captures must live until the result is there.
template <class F>
Task<std::invoke_result_t<F&>> offload(asio::thread_pool& pool, F call) {
  static_assert(std::is_nothrow_invocable_v<F&>);
  std::optional<std::invoke_result_t<F&>> result;
  const Executor home = co_await asio::this_coro::executor;
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>&, void()>(
      [&](auto resume) {
        asio::post(pool, [&result, &call, keep_running = asio::make_work_guard(home),
                          back = std::move(resume)]() mutable {
          result.emplace(call());
          asio::post(keep_running.get_executor(), std::move(back));
        });
      },
      awaiting);
  co_return std::move(*result);
}

}  // namespace pail::net
