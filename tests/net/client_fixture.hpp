// A client on an event loop of its own, run until each call is done.
#pragma once

#include <boost/asio/io_context.hpp>
#include <string>

#include "net/http_client.hpp"
#include "net/run.hpp"

namespace pail::testing {

// Keeps what it is given.
class RecordingSink final : public net::ResponseSink {
 public:
  wire::Result<void> head(const net::ResponseHead& head) override {
    status = head.status();
    return wire::ok();
  }
  wire::Result<void> write(wire::Bytes piece) override {
    text += wire::as_text(piece);
    return wire::ok();
  }
  unsigned status = 0;
  std::string text;
};

class TestClient {
 public:
  explicit TestClient(std::uint16_t port, net::HttpClientOptions options = {})
      : origin{"127.0.0.1", port, false}, client(context.get_executor(), options) {}

  wire::Result<net::HttpResponse> fetch(const net::HttpRequest& request) {
    return net::run_blocking(context, client.fetch(origin, request));
  }
  wire::Result<net::ResponseHead> exchange(const net::HttpRequest& request, net::Source* body,
                                           net::ResponseSink& sink) {
    return net::run_blocking(context, client.exchange(origin, request, body, sink));
  }

  boost::asio::io_context context;
  net::Origin origin;
  net::HttpClient client;
};

inline net::HttpRequest request_of(std::string method, std::string target, std::string body = "") {
  net::HttpRequest request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.body = std::move(body);
  return request;
}

// The element Phase of a failure, or what else it is.
template <class T>
std::string phase_of(const wire::Result<T>& result) {
  if (result) return "success";
  if (result.error().code() != wire::Errc::NetworkFailure) return describe(result.error());
  return std::string(result.error().detail("Phase"));
}

}  // namespace pail::testing
