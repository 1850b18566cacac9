// Services for tests of net: each does one thing, and all remember what they were asked.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "net/exchange.hpp"
#include "net/server.hpp"

namespace pail::testing {

net::Reply text_reply(std::string body, unsigned status = 200);

// Collects a body; finish() gives it to `done`.
class TextUpload final : public net::Upload {
 public:
  using Done = std::function<wire::Result<net::Reply>(std::string)>;
  explicit TextUpload(Done done) : done_(std::move(done)) {}
  wire::Result<void> write(wire::Bytes piece) override;
  wire::Result<net::Reply> finish() override { return done_(std::move(body_)); }

 private:
  Done done_;
  std::string body_;
};

// Answers with what arrived: "PUT /target body".
std::unique_ptr<net::Upload> echo_upload(const net::Request& request);

// `size` bytes of a pattern, made as they are asked for.
class PatternSource final : public net::Source {
 public:
  explicit PatternSource(std::uint64_t size, std::atomic<std::uint64_t>* made = nullptr);
  std::uint64_t size() const noexcept override { return size_; }
  wire::Result<wire::Bytes> next(std::size_t bytes_max) override;
  static char at(std::uint64_t position) { return static_cast<char>(position % 251); }
  static std::string text(std::uint64_t size);

 private:
  std::uint64_t size_;
  std::uint64_t position_ = 0;
  std::atomic<std::uint64_t>* made_;
  std::string piece_;
};

class FakeService : public net::Service {
 public:
  std::function<net::Begin(const net::Request&)> on_begin = [](const net::Request& request) {
    return net::Begin(text_reply(std::string(request.method) + " " + std::string(request.target)));
  };
  bool blocks = false;

  net::Begin begin(const net::Request& request) override;
  // The error's status, with its code as the body.
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override;
  bool may_block(const net::Request&) const noexcept override { return blocks; }

  // Codes that fail() was given, in order.
  std::vector<std::string> failures() const;
  std::size_t requests() const { return requests_; }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> failures_;
  std::atomic<std::size_t> requests_{0};
};

// A running server of one thread on a free port, with a tick short enough for tests of patience.
net::ServerOptions test_options();
net::Server start(net::Service& service, const net::ServerOptions& options = test_options());

}  // namespace pail::testing
