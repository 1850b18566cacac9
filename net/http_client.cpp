#include "net/http_client.hpp"

#include <boost/asio/this_coro.hpp>

#include "net/pool.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// RFC 9110 §9.2.2.
bool is_idempotent(std::string_view method) {
  return method != "POST" && method != "PATCH";
}

Stream::Moment limit_of(const HttpClientOptions& options) {
  if (options.total_time_max.count() == 0) return Stream::Moment::max();
  return std::chrono::steady_clock::now() + options.total_time_max;
}

class TextSink final : public ResponseSink {
 public:
  explicit TextSink(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  Result<void> head(const ResponseHead&) override { return wire::ok(); }
  Result<void> write(Bytes piece) override {
    if (piece.size() > bytes_max_ - text_.size()) return Errc::EntityTooLarge;
    text_.append(wire::as_text(piece));
    return wire::ok();
  }
  std::string take() { return std::move(text_); }

 private:
  std::size_t bytes_max_;
  std::string text_;
};

}  // namespace

struct HttpClient::State {
  State(asio::any_io_executor executor, HttpClientOptions limits)
      : options(limits), pool(std::move(executor), options) {}

  asio::awaitable<Result<ResponseHead>> exchange(const Origin& origin, const HttpRequest& request,
                                                 Source* body, ResponseSink& sink);

  HttpClientOptions options;
  ConnectionPool pool;
};

asio::awaitable<Result<ResponseHead>> HttpClient::State::exchange(const Origin& origin,
                                                                  const HttpRequest& request,
                                                                  Source* body,
                                                                  ResponseSink& sink) {
  const Stream::Moment limit = limit_of(options);
  for (;;) {
    PAIL_CO_TRY(const auto connection, co_await pool.borrow(origin, limit));
    Result<ResponseHead> response = co_await connection->exchange(request, body, sink);
    const bool try_again = !response && response.error().code() == Errc::NetworkFailure &&
                           connection->used_before() && connection->failed_untouched() &&
                           is_idempotent(request.method) && request.may_be_resent;
    if (!try_again) co_return response;
    pool.forget_idle(origin);
  }
}

HttpClient::HttpClient(asio::any_io_executor executor, HttpClientOptions options)
    : state_(std::make_shared<State>(std::move(executor), options)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

asio::awaitable<Result<ResponseHead>> HttpClient::exchange(const Origin& origin,
                                                           const HttpRequest& request, Source* body,
                                                           ResponseSink& sink) {
  const std::shared_ptr<State> state = state_;  // the coroutine may outlive the client object
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  Result<ResponseHead> response = co_await state->exchange(origin, request, body, sink);
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return response;
}

asio::awaitable<Result<HttpResponse>> HttpClient::fetch(const Origin& origin,
                                                        const HttpRequest& request) {
  TextSink sink(state_->options.body_bytes_max);
  PAIL_CO_TRY(ResponseHead head, co_await exchange(origin, request, nullptr, sink));
  co_return HttpResponse{std::move(head), sink.take()};
}

}  // namespace pail::net
