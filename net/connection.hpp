// One client connection, used for one exchange after the other: sends a request, streams its body,
// reads the response. Made and kept by the pool; http_client.hpp is what others use. One thread,
// one exchange at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "net/body_framing.hpp"
#include "net/head_parser.hpp"
#include "net/http_client.hpp"
#include "net/piece_pool.hpp"
#include "net/proxy.hpp"
#include "net/read_buffer.hpp"
#include "net/stream.hpp"

namespace pail::net {

class Connection {
 public:
  // Options and pool outlive the connection.
  Connection(const asio::any_io_executor& executor, const Origin& origin,
             const HttpClientOptions& options, PiecePool& pieces);

  // Everything from now on has to be done by then.
  void set_limit(Stream::Moment limit) noexcept { stream_->set_limit(limit); }
  // Up to where a request can be sent: resolves, connects, opens a proxy's tunnel, shakes hands.
  // `tls` may be null for an http origin.
  asio::awaitable<Result<void>> connect(std::shared_ptr<TlsContext> tls);
  // See HttpClient::exchange.
  asio::awaitable<Result<ResponseHead>> exchange(const HttpRequest& request, Source* body,
                                                 ResponseSink& sink);

  // Whether another exchange may follow the last one.
  bool reusable() const noexcept { return reusable_; }
  // Whether the last exchange failed at once: no byte from the server, none taken from the
  // request's Source, no time-out. On a connection used before, the server had closed it in the
  // meantime.
  bool failed_untouched() const noexcept { return !heard_ && !source_read_ && !stream_->expired(); }
  bool used_before() const noexcept { return exchanges_ > 1; }
  // For a connection that waits for work.
  bool is_old() const noexcept;
  // Too old, or the peer closed it.
  bool is_stale() noexcept { return is_old() || stream_->has_input(); }

 private:
  asio::awaitable<Result<void>> open_tunnel();
  asio::awaitable<Result<void>> send(const HttpRequest& request, Source* body);
  asio::awaitable<Result<void>> send_source(Source& source, asio::const_buffer head);
  Result<Bytes> next_piece(Source& source, std::uint64_t remaining);
  asio::awaitable<bool> is_asked_to_go_on();
  asio::awaitable<bool> is_answered_already();

  asio::awaitable<Result<ResponseHead>> receive(bool to_head, ResponseSink& sink);
  asio::awaitable<Result<void>> receive_head(std::string_view phase);
  asio::awaitable<Result<void>> receive_body(ResponseSink& sink);
  Result<std::size_t> deliver(std::span<char> received, ResponseSink& sink);
  ResponseHead take_head();
  void drop_head() noexcept;

  Origin origin_;
  const HttpClientOptions& options_;
  Way way_;
  PiecePool& pieces_;
  std::shared_ptr<Stream> stream_;
  ReadBuffer buffer_;
  std::string request_head_;
  ResponseHeadView head_;
  std::size_t head_bytes_ = 0;  // of head_, at the front of buffer_; 0: none yet
  BodyFraming body_;
  std::chrono::steady_clock::time_point last_used_;
  std::uint64_t exchanges_ = 0;
  bool reusable_ = false;
  bool heard_ = false;
  bool source_read_ = false;
  bool source_failed_ = false;
  bool sent_whole_ = false;
};

}  // namespace pail::net
