#include "net/http_client.hpp"

#include "net/pool.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// RFC 9110 §9.2.2.
bool is_idempotent(std::string_view method) {
  return method != "POST" && method != "PATCH";
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

  HttpClientOptions options;
  ConnectionPool pool;
};

HttpClient::HttpClient(asio::any_io_executor executor, HttpClientOptions options)
    : state_(std::make_shared<State>(std::move(executor), options)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

asio::awaitable<Result<ResponseHead>> HttpClient::exchange(const Origin& origin,
                                                           const HttpRequest& request, Source* body,
                                                           ResponseSink& sink) {
  const std::shared_ptr<State> state = state_;  // the coroutine may outlive the client object
  for (;;) {
    PAIL_CO_TRY(const auto connection, co_await state->pool.borrow(origin));
    Result<ResponseHead> response = co_await connection->exchange(request, body, sink);
    const bool try_again = !response && connection->used_before() &&
                           connection->failed_untouched() && is_idempotent(request.method);
    if (!try_again) co_return response;
    state->pool.forget_idle(origin);
  }
}

asio::awaitable<Result<HttpResponse>> HttpClient::fetch(const Origin& origin,
                                                        const HttpRequest& request) {
  TextSink sink(state_->options.body_bytes_max);
  PAIL_CO_TRY(ResponseHead head, co_await exchange(origin, request, nullptr, sink));
  co_return HttpResponse{std::move(head), sink.take()};
}

}  // namespace pail::net
