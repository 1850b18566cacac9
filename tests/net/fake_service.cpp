#include "tests/net/fake_service.hpp"

#include <stdexcept>

namespace pail::testing {

net::Reply text_reply(std::string body, unsigned status) {
  net::Reply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

wire::Result<void> TextUpload::write(wire::Bytes piece) {
  body_ += wire::as_text(piece);
  return wire::ok();
}

std::unique_ptr<net::Upload> echo_upload(const net::Request& request) {
  return std::make_unique<TextUpload>([&request](std::string body) -> wire::Result<net::Reply> {
    return text_reply(std::string(request.method) + " " + std::string(request.target) + " " + body);
  });
}

PatternSource::PatternSource(std::uint64_t size, std::atomic<std::uint64_t>* made)
    : size_(size), made_(made) {}

wire::Result<wire::Bytes> PatternSource::next(std::size_t bytes_max) {
  const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(bytes_max, size_ - position_));
  piece_.resize(n);
  for (char& c : piece_) c = at(position_++);
  if (made_ != nullptr) *made_ = position_;
  return wire::as_bytes(piece_);
}

std::string PatternSource::text(std::uint64_t size) {
  std::string all(size, '\0');
  for (std::uint64_t i = 0; i < size; ++i) all[i] = at(i);
  return all;
}

net::Begin FakeService::begin(const net::Request& request) {
  ++requests_;
  return on_begin(request);
}

net::Reply FakeService::fail(const wire::Error& error, const net::Request*, net::Upload*) {
  const std::lock_guard lock(mutex_);
  failures_.emplace_back(error.code_text());
  return text_reply(std::string(error.code_text()), error.status());
}

std::vector<std::string> FakeService::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

net::ServerOptions test_options() {
  net::ServerOptions options;
  options.threads = 1;
  options.blocking_threads = 2;
  return options;
}

net::Server start(net::Service& service, const net::ServerOptions& options) {
  auto server = net::Server::start(options, service);
  if (!server) throw std::runtime_error(wire::describe(server.error()));
  return std::move(server).value();
}

}  // namespace pail::testing
