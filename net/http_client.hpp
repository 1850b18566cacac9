// A general HTTP/1.1 client: requests over kept-alive connections, one implementation for bodies in
// memory and for bodies that stream. It knows nothing of S3: no signature, no retry by status, no
// redirect. https origins are spoken to by TLS 1.2 or later, and either by an HTTP proxy where the
// options name one.
//
// Ownership: HttpClient owns its connections. What is passed by reference to a coroutine (origin,
// request, body, sink) must live until that coroutine is done: await it in the expression that
// makes it, or hand it to run_blocking().
//
// Threads: all calls and all coroutines of one HttpClient on one thread, the one that runs its
// executor. Any number of requests may be under way at once there.
//
// Errors: NetworkFailure with `Phase` (wait, for a free connection; resolve, connect, proxy, tls,
// send, head, body) and `Cause` (failure.hpp) when there was no whole answer; the sink's or the
// source's own error when one failed; InvalidArgument when a file of TlsOptions is of no use. A
// status is never an error here.
//
// Cancellation: by the awaiting coroutine's slot, or by awaitable operators; terminal. An exchange
// ends soon in whatever phase, as Cancelled (with the Phase), and does not throw; its connection is
// closed, its place goes to the next in line. Asio makes what the caller awaits after that throw:
// whoever has to clean up resets its cancellation state first.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/exchange.hpp"
#include "net/origin.hpp"
#include "wire/headers.hpp"

namespace pail::net {

namespace asio = boost::asio;

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  // sent as it is
  // Without Content-Length, Transfer-Encoding, Connection and Expect, which net writes. Host is
  // added when absent; a signed request has its own (see host_field).
  wire::FieldBlock fields;
  std::string body;  // the whole body, unless a Source is passed beside the request
  // Ask before sending the body: a refusal then costs no upload.
  bool expect_continue = false;
  // Whether exchange() may send it a second time. False for who must know how often it was.
  bool may_be_resent = true;
};

// Status line and header fields of a final response. Movable, not copyable: the views point into
// its own text.
class ResponseHead {
 public:
  ResponseHead() = default;
  // `text` holds what the views of `headers` point to.
  ResponseHead(unsigned status, std::vector<char> text, wire::Headers headers)
      : status_(status), text_(std::move(text)), headers_(std::move(headers)) {}
  ResponseHead(ResponseHead&&) noexcept = default;
  ResponseHead& operator=(ResponseHead&&) noexcept = default;
  ResponseHead(const ResponseHead&) = delete;
  ResponseHead& operator=(const ResponseHead&) = delete;
  ~ResponseHead() = default;

  unsigned status() const noexcept { return status_; }
  const wire::Headers& headers() const noexcept { return headers_; }
  std::string_view get(std::string_view name) const noexcept { return headers_.get(name); }

 private:
  unsigned status_ = 0;
  std::vector<char> text_;
  wire::Headers headers_;
};

struct HttpResponse {
  ResponseHead head;
  std::string body;

  unsigned status() const noexcept { return head.status(); }
};

// Takes a response as it arrives. A failure ends the exchange with that error and closes the
// connection.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  // The final head, before any body byte: the place to decide by status where the body goes.
  virtual Result<void> head(const ResponseHead& head) = 0;
  virtual Result<void> write(Bytes piece) = 0;
};

// How servers of https origins are judged. Files are PEM; they are read at the first connection.
struct TlsOptions {
  std::string ca_file;           // who may have signed them; empty: the system's store
  bool verify = true;            // chain and host name; false trusts anybody
  std::string certificate_file;  // our own, for servers that ask; empty: none
  std::string key_file;
};

// HTTP proxies: plain requests go to one whole, https goes through it by CONNECT. They are spoken
// to in http themselves.
struct ProxyOptions {
  std::optional<Origin> http;      // for http origins
  std::optional<Origin> https;     // for https origins
  std::string http_authorization;  // Proxy-Authorization of each; empty: none
  std::string https_authorization;
  // Hosts and their subdomains that are asked directly; "*": all. Loopback always is.
  std::vector<std::string> direct;
};

struct HttpClientOptions {
  std::chrono::milliseconds connect_time_max{5'000};  // resolve and connect
  std::chrono::milliseconds tls_time_max{10'000};     // the handshake
  std::chrono::milliseconds head_time_max{60'000};  // request sent until the response head is whole
  std::chrono::milliseconds stall_time_max{30'000};  // silence while a body is sent or received
  std::chrono::milliseconds continue_wait_max{
      1'000};  // for the 100 of Expect; then the body is sent unasked
  std::chrono::milliseconds idle_max{
      20'000};  // a kept connection older than this is not used again
  // An exchange from beginning to end, waiting for a free connection included; 0: no limit.
  std::chrono::milliseconds total_time_max{0};
  // Further requests wait in line; idle connections to others are given up for them.
  std::size_t connections_per_origin_max = 64;
  std::size_t connections_max = 256;
  std::size_t body_bytes_max = 64 * 1024 * 1024;  // what fetch() holds in memory
  TlsOptions tls = {};
  ProxyOptions proxy = {};
};

class HttpClient {
 public:
  explicit HttpClient(asio::any_io_executor executor, HttpClientOptions options = {});
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  // Sends the request with request.body, or with `body` when it is not null (its size() becomes
  // Content-Length), and streams the response into `sink`. Returns when the response is complete.
  // When the server answers finally before the body is sent, the rest is not sent. A request whose
  // kept connection turns out to be closed before one byte of an answer is sent again on another,
  // if its method is idempotent and nothing was read from `body`.
  asio::awaitable<Result<ResponseHead>> exchange(const Origin& origin, const HttpRequest& request,
                                                 Source* body, ResponseSink& sink);
  // exchange() with both bodies in memory. EntityTooLarge when the response exceeds
  // options.body_bytes_max.
  asio::awaitable<Result<HttpResponse>> fetch(const Origin& origin, const HttpRequest& request);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace pail::net
