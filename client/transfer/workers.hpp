// Threads for what would hold the client's up: reading a disk, making a digest, waiting for a pipe.
// A coroutine waits for its call without blocking the others.
//
// run() on the client's thread; the calls run on any of the workers', several at once. They start
// with the first call. The destructor waits for the calls under way.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "client/client.hpp"

namespace pail::client::transfer {

class Workers {
 public:
  explicit Workers(unsigned threads) : threads_(threads) {}

  // `call` gives a Result and does not throw. It owns what it uses: the coroutine may be gone
  // before it is done.
  template <class F>
  boost::asio::awaitable<std::invoke_result_t<F&>> run(F call);

 private:
  template <class F>
  struct Job {
    F call;
    std::optional<std::invoke_result_t<F&>> result;
  };

  boost::asio::thread_pool& pool() {
    if (!pool_) pool_.emplace(threads_);
    return *pool_;
  }

  unsigned threads_;
  std::optional<boost::asio::thread_pool> pool_;
};

template <class F>
boost::asio::awaitable<std::invoke_result_t<F&>> Workers::run(F call) {
  namespace asio = boost::asio;
  const auto job = std::make_shared<Job<F>>(Job<F>{std::move(call), std::nullopt});
  const asio::any_io_executor home = co_await asio::this_coro::executor;
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      [&](auto resume) {
        asio::post(pool(), [job, keep_running = asio::make_work_guard(home),
                            back = std::move(resume)]() mutable {
          job->result.emplace(job->call());
          asio::post(keep_running.get_executor(), std::move(back));
        });
      },
      asio::use_awaitable);
  co_return std::move(*job->result);
}

}  // namespace pail::client::transfer
