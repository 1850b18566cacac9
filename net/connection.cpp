#include "net/connection.hpp"

#include "net/request_head.hpp"
#include "wire/limits.hpp"

namespace pail::net {
namespace {

using wire::Errc;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t buffer_bytes_max = wire::limits::head_bytes_max + 4096;

asio::const_buffer buffer_of(Bytes bytes) {
  return asio::buffer(bytes.data(), bytes.size());
}

// Of the other end, as an error names it.
std::string name_of(const Origin& origin, const Way& way) {
  return way.proxied ? to_string(origin) + " by way of " + to_string(way.first) : to_string(origin);
}

std::string words_for_refusal(unsigned status) {
  const std::string words = "the proxy refused the tunnel with status " + std::to_string(status);
  return status == 407 ? words + ": it wants a user and a password" : words;
}

}  // namespace

Connection::Connection(const asio::any_io_executor& executor, const Origin& origin,
                       const HttpClientOptions& options, PiecePool& pieces)
    : origin_(origin),
      options_(options),
      way_(way_to(origin, options.proxy)),
      pieces_(pieces),
      stream_(std::make_shared<Stream>(executor, name_of(origin, way_), pieces)),
      buffer_(buffer_bytes_max) {}

asio::awaitable<Result<void>> Connection::connect(std::shared_ptr<TlsContext> tls) {
  if (way_.proxied && way_.first.tls) {
    co_return wire::Error(Errc::InvalidArgument,
                          "a proxy is spoken to in http, not in https: " + to_string(way_.first));
  }
  PAIL_CO_TRY(co_await stream_->connect(way_.first, options_.connect_time_max));
  if (!origin_.tls) co_return wire::ok();
  if (way_.proxied) {
    PAIL_CO_TRY(co_await open_tunnel());
  }
  co_return co_await stream_->start_tls(std::move(tls), origin_, options_.tls_time_max);
}

asio::awaitable<Result<void>> Connection::open_tunnel() {
  stream_->set_deadline(options_.connect_time_max);
  request_head_ = tunnel_head(origin_, way_);
  PAIL_CO_TRY(co_await stream_->write({asio::buffer(request_head_), {}}, "proxy"));
  do {
    PAIL_CO_TRY(co_await receive_head("proxy"));
    drop_head();
  } while (head_.status < 200);
  stream_->clear_deadline();
  if (head_.status >= 300) co_return stream_->failure("proxy", words_for_refusal(head_.status));
  // A server of TLS waits for the client's first word.
  if (!buffer_.unread().empty()) co_return stream_->failure("proxy", "it speaks out of turn");
  co_return wire::ok();
}

bool Connection::is_old() const noexcept {
  return SteadyClock::now() - last_used_ > options_.idle_max;
}

asio::awaitable<Result<ResponseHead>> Connection::exchange(const HttpRequest& request, Source* body,
                                                           ResponseSink& sink) {
  ++exchanges_;
  reusable_ = heard_ = source_read_ = source_failed_ = sent_whole_ = false;
  buffer_.compact();
  Result<void> sent = co_await send(request, body);
  if (!sent && (source_failed_ || sent.error().code() != Errc::NetworkFailure)) {
    co_return sent.error();
  }
  // A server that refuses may answer and close while we send: its answer says more than our broken
  // pipe.
  stream_->set_deadline(sent ? options_.head_time_max : options_.continue_wait_max);
  Result<ResponseHead> received = co_await receive(request.method == "HEAD", sink);
  stream_->clear_deadline();
  last_used_ = SteadyClock::now();
  if (!received && !sent) co_return sent.error();
  co_return received;
}

asio::awaitable<Result<void>> Connection::send(const HttpRequest& request, Source* body) {
  const std::uint64_t size = body != nullptr ? body->size() : request.body.size();
  PAIL_CO_TRY(write_request_head(request_head_, request, origin_, size, way_));
  asio::const_buffer head = asio::buffer(request_head_);
  stream_->set_deadline(options_.stall_time_max);
  if (request.expect_continue && size > 0) {
    PAIL_CO_TRY(co_await stream_->write({head, {}}, "send"));
    const bool go_on = co_await is_asked_to_go_on();
    if (!go_on) co_return wire::ok();
    head = {};
    stream_->set_deadline(options_.stall_time_max);
  }
  if (body != nullptr && size > 0) {
    PAIL_CO_TRY(co_await send_source(*body, head));
  } else {
    PAIL_CO_TRY(co_await stream_->write({head, asio::buffer(request.body)}, "send"));
    sent_whole_ = true;
  }
  co_return wire::ok();
}

asio::awaitable<Result<void>> Connection::send_source(Source& source, asio::const_buffer head) {
  std::uint64_t remaining = source.size();
  while (remaining > 0) {
    PAIL_CO_TRY(const Bytes piece, next_piece(source, remaining));
    stream_->set_deadline(options_.stall_time_max);
    PAIL_CO_TRY(co_await stream_->write({head, buffer_of(piece)}, "send"));
    head = {};
    remaining -= piece.size();
    const bool answered = co_await is_answered_already();
    if (answered && remaining > 0) co_return wire::ok();
  }
  sent_whole_ = true;
  co_return wire::ok();
}

Result<Bytes> Connection::next_piece(Source& source, std::uint64_t remaining) {
  source_read_ = true;
  const auto bytes_max =
      static_cast<std::size_t>(std::min<std::uint64_t>(remaining, PiecePool::piece_bytes));
  Result<Bytes> piece = source.next(bytes_max);
  source_failed_ = !piece || piece.value().empty() || piece.value().size() > bytes_max;
  if (piece && source_failed_) {
    return wire::Error(Errc::IncompleteBody, "the body is not as long as it said");
  }
  return piece;
}

// After a head with Expect. False when the final answer is there instead; a server that says
// nothing gets the body.
asio::awaitable<bool> Connection::is_asked_to_go_on() {
  stream_->set_deadline(options_.continue_wait_max);
  const bool answered = co_await stream_->readable();
  if (!answered) co_return true;
  const bool final = co_await is_answered_already();
  co_return !final;
}

// Whether a final answer, or the end of the connection, is there. Reads a 100 away.
asio::awaitable<bool> Connection::is_answered_already() {
  if (!stream_->has_input()) co_return false;
  stream_->set_deadline(options_.head_time_max);
  const Result<void> head = co_await receive_head("head");
  if (!head || head_.status >= 200) co_return true;
  drop_head();
  co_return false;
}

asio::awaitable<Result<ResponseHead>> Connection::receive(bool to_head, ResponseSink& sink) {
  while (head_bytes_ == 0) {
    PAIL_CO_TRY(co_await receive_head("head"));
    if (head_.status < 200) drop_head();
  }
  body_ = BodyFraming::of_response(head_.framing, head_.status, to_head);
  ResponseHead head = take_head();
  PAIL_CO_TRY(sink.head(head));
  PAIL_CO_TRY(co_await receive_body(sink));
  reusable_ = sent_whole_ && head_.keep_alive && !body_.ends_with_connection();
  co_return head;
}

// The next head, interim (1xx) or final, into head_.
asio::awaitable<Result<void>> Connection::receive_head(std::string_view phase) {
  for (;;) {
    if (!buffer_.unread().empty()) {
      const Result<std::size_t> size = parse_response_head(buffer_.text(), head_);
      if (!size) co_return stream_->failure(phase, "this is not HTTP/1.1");
      head_bytes_ = size.value();
      if (head_bytes_ > 0) co_return wire::ok();
    }
    PAIL_CO_TRY(const std::size_t n, co_await stream_->read(buffer_.room(), phase));
    if (n == 0) co_return stream_->failure(phase, "the connection was closed");
    heard_ = true;
    buffer_.received(n);
  }
}

asio::awaitable<Result<void>> Connection::receive_body(ResponseSink& sink) {
  PAIL_CO_TRY(const std::size_t consumed, deliver(buffer_.unread(), sink));
  buffer_.consume(consumed);
  const PiecePool::Lease lease = pieces_.borrow();
  while (!body_.done()) {
    const auto room = lease.bytes().first(
        static_cast<std::size_t>(std::min<std::uint64_t>(body_.certain(), lease.bytes().size())));
    stream_->set_deadline(options_.stall_time_max);
    PAIL_CO_TRY(const std::size_t n, co_await stream_->read(room, "body"));
    if (n == 0 && body_.ends_with_connection()) break;
    if (n == 0) co_return stream_->failure("body", "the response ended early");
    PAIL_CO_TRY(deliver(room.first(n), sink));
  }
  co_return wire::ok();
}

// How many of the bytes belonged to the body.
Result<std::size_t> Connection::deliver(std::span<char> received, ResponseSink& sink) {
  const Result<BodyPiece> piece = body_.take(received);
  if (!piece) return stream_->failure("body", "broken chunks");
  if (!piece.value().payload.empty()) {
    PAIL_TRY(sink.write(piece.value().payload));
  }
  return piece.value().consumed;
}

// Moves head_ out of the buffer into memory of its own.
ResponseHead Connection::take_head() {
  const std::string_view received = buffer_.text().substr(0, head_bytes_);
  std::vector<char> text(received.begin(), received.end());
  const auto moved = [&](std::string_view view) {
    return std::string_view(text.data() + (view.data() - received.data()), view.size());
  };
  wire::Headers headers;
  for (const auto& [name, value] : head_.headers) headers.add(moved(name), moved(value));
  head_.headers.clear();
  drop_head();
  return {head_.status, std::move(text), std::move(headers)};
}

void Connection::drop_head() noexcept {
  buffer_.consume(head_bytes_);
  head_bytes_ = 0;
}

}  // namespace pail::net
