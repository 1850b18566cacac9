// The client for plain code: the same operations, each run to its end on the calling thread.
//
// Owns its loop and its Client. One thread at a time, but for stop(). Work that is to overlap
// belongs to the coroutines of client.hpp.
#pragma once

#include <atomic>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/client.hpp"
#include "client/in_order.hpp"
#include "net/run.hpp"

namespace pail::client {

class BlockingClient {
 public:
  explicit BlockingClient(Config config, std::shared_ptr<const wire::Clock> clock =
                                             std::make_shared<wire::SystemClock>())
      : client_(loop_.get_executor(), std::move(config), std::move(clock)) {}

  // Any coroutine over `async()`, to its end.
  template <class T>
  Result<T> wait(Task<T> task) {
    State before = State::idle;
    state_.compare_exchange_strong(before, State::waiting);
    if (before == State::stopped) return *why_stopped_;
    Result<T> result = net::run_blocking(loop_, in_order(std::move(task)), stop_.slot());
    before = State::waiting;
    state_.compare_exchange_strong(before, State::idle);
    const bool cut_short = !result && result.error().code() == wire::Errc::Cancelled;
    if (cut_short && before == State::stopped) return *why_stopped_;
    return result;
  }
  // Once, from any thread: what is waited for is cancelled, which still takes off the server what
  // it would leave there, and ends with `why`; what is asked for later ends with that at once.
  // False: nothing is waited for.
  bool stop(wire::Error why) {
    why_stopped_ = std::move(why);
    if (state_.exchange(State::stopped) != State::waiting) return false;
    boost::asio::post(loop_, [this] { stop_.emit(boost::asio::cancellation_type::terminal); });
    return true;
  }
  Client& async() noexcept { return client_; }
  // Why stop() was called; null: it was not. For work that ends in order and has a result all the
  // same.
  const wire::Error* why_stopped() const noexcept {
    return state_ == State::stopped ? &*why_stopped_ : nullptr;
  }

  // Any operation of client/ops.
  template <class T>
  Result<T> call(Operation<T> operation) {
    return wait(client_.call(std::move(operation)));
  }

  // Arguments as of Client's function of that name.
  auto list_buckets() { return wait(client_.list_buckets()); }
  auto create_bucket(std::string bucket) { return wait(client_.create_bucket(std::move(bucket))); }
  auto head_bucket(std::string bucket) { return wait(client_.head_bucket(std::move(bucket))); }
  auto delete_bucket(std::string bucket) { return wait(client_.delete_bucket(std::move(bucket))); }
  auto get_bucket_location(std::string bucket) {
    return wait(client_.get_bucket_location(std::move(bucket)));
  }
  auto put_object(std::string bucket, std::string key, Body& body, PutOptions options = {}) {
    return wait(client_.put_object(std::move(bucket), std::move(key), body, std::move(options)));
  }
  auto upload_part(std::string bucket, std::string key, PartOfUpload part, Body& body,
                   PutOptions options = {}) {
    return wait(client_.upload_part(std::move(bucket), std::move(key), std::move(part), body,
                                    std::move(options)));
  }
  auto get_object(std::string bucket, std::string key, Sink& sink, GetOptions options = {}) {
    return wait(client_.get_object(std::move(bucket), std::move(key), sink, std::move(options)));
  }
  auto head_object(std::string bucket, std::string key, GetOptions options = {}) {
    return wait(client_.head_object(std::move(bucket), std::move(key), std::move(options)));
  }
  auto delete_object(std::string bucket, std::string key) {
    return wait(client_.delete_object(std::move(bucket), std::move(key)));
  }
  auto delete_objects(std::string bucket, std::vector<std::string> keys) {
    return wait(client_.delete_objects(std::move(bucket), std::move(keys)));
  }
  auto list_objects(std::string bucket, ListOptions options = {}) {
    return wait(client_.list_objects(std::move(bucket), std::move(options)));
  }
  auto each_page(std::string bucket, ListOptions options,
                 std::function<bool(const ListPage&)> visit) {
    return wait(client_.each_page(std::move(bucket), std::move(options), std::move(visit)));
  }
  auto presigned_url(std::string method, std::string bucket, std::string key,
                     std::chrono::seconds lifetime) {
    return wait(
        client_.presigned_url(std::move(method), std::move(bucket), std::move(key), lifetime));
  }

 private:
  enum class State : std::uint8_t { idle, waiting, stopped };

  boost::asio::io_context loop_{1};
  Client client_;
  boost::asio::cancellation_signal stop_;
  std::optional<wire::Error> why_stopped_;
  std::atomic<State> state_{State::idle};
};

}  // namespace pail::client
