#include "tests/net/raw_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "net/http_client.hpp"
#include "net/server.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/text.hpp"

namespace pail::testing {
namespace {

constexpr timeval patience{10, 0};
constexpr int patience_ms = 10'000;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int open_and_connect(std::uint16_t port, int receive_buffer) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) fail("socket");
  if (receive_buffer > 0) {
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  const sockaddr_in address = loopback(port);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fail("connect");
  }
  return descriptor;
}

}  // namespace

std::string RawResponse::field(std::string_view name) const {
  std::size_t at = 0;
  while ((at = head.find("\r\n", at)) != std::string::npos) {
    at += 2;
    const std::string_view line = std::string_view(head).substr(at, head.find("\r\n", at) - at);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && wire::iequals(line.substr(0, colon), name)) {
      return std::string(wire::trim(line.substr(colon + 1)));
    }
  }
  return "(absent)";
}

struct RawSocket::Secure {
  Secure(std::shared_ptr<net::TlsContext> context, int descriptor)
      : tls(std::move(context), descriptor, pieces) {}
  Secure(std::shared_ptr<net::TlsContext> context, int descriptor, const std::string& host)
      : tls(std::move(context), descriptor, pieces, {host, host}) {}

  net::PiecePool pieces;
  net::Tls tls;
};

RawSocket::RawSocket(int descriptor) : descriptor_(descriptor) {
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawSocket RawSocket::connect(std::uint16_t port) {
  return RawSocket(open_and_connect(port, 0));
}

RawSocket RawSocket::connect_narrow(std::uint16_t port) {
  return RawSocket(open_and_connect(port, 4096));
}

void RawSocket::start_tls(const std::string& host) {
  net::TlsOptions options;
  options.ca_file = fixture_path("tls/ca.crt");
  ::fcntl(descriptor_, F_SETFL, O_NONBLOCK);
  secure_ =
      std::make_shared<Secure>(net::TlsContext::for_client(options).value(), descriptor_, host);
  if (step([this] { return secure_->tls.handshake(); }) != net::Tls::Step::done) fail("handshake");
}

void RawSocket::accept_tls(const std::string& certificate) {
  net::ServerTls options;
  options.certificate_file = fixture_path("tls/" + certificate + ".crt");
  options.key_file = fixture_path("tls/" + certificate + ".key");
  ::fcntl(descriptor_, F_SETFL, O_NONBLOCK);
  secure_ = std::make_shared<Secure>(net::TlsContext::for_server(options).value(), descriptor_);
  if (step([this] { return secure_->tls.handshake(); }) != net::Tls::Step::done) fail("handshake");
}

// Again and again, as the socket allows, until there is an outcome.
template <class F>
net::Tls::Step RawSocket::step(F act) {
  for (;;) {
    const net::Tls::Step outcome = act();
    const bool reads = outcome == net::Tls::Step::wants_read;
    if (!reads && outcome != net::Tls::Step::wants_write) return outcome;
    pollfd waited{descriptor_, static_cast<short>(reads ? POLLIN : POLLOUT), 0};
    if (::poll(&waited, 1, patience_ms) != 1) {
      errno = EAGAIN;
      fail("TLS");
    }
  }
}

void RawSocket::send(std::string_view bytes) {
  if (!try_send(bytes)) fail("send");
}

bool RawSocket::try_send(std::string_view bytes) {
  if (secure_) {
    net::Tls::Buffers parts{net::asio::buffer(bytes), {}};
    return step([&] { return secure_->tls.write(parts); }) == net::Tls::Step::done;
  }
  while (!bytes.empty()) {
    const ssize_t n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && (errno == EPIPE || errno == ECONNRESET)) return false;
    if (n < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::string RawSocket::receive(std::size_t bytes_max) {
  if (!buffered_.empty()) {
    std::string bytes = buffered_.substr(0, bytes_max);
    buffered_.erase(0, bytes.size());
    return bytes;
  }
  std::string bytes(bytes_max, '\0');
  bytes.resize(receive_some(bytes.data(), bytes.size()));
  return bytes;
}

std::size_t RawSocket::receive_some(char* room, std::size_t bytes_max) {
  if (secure_) {
    std::size_t n = 0;
    const auto outcome = step([&] { return secure_->tls.read({room, bytes_max}, n); });
    const bool reset = secure_->tls.why() == std::strerror(ECONNRESET);
    if (outcome == net::Tls::Step::failed && (reset || !secure_->tls.was_cut())) {
      errno = reset ? ECONNRESET : EPROTO;
      fail("receive by TLS");
    }
    return n;
  }
  const ssize_t n = ::recv(descriptor_, room, bytes_max, 0);
  if (n < 0) fail("receive");
  return static_cast<std::size_t>(n);
}

bool RawSocket::heard_goodbye() const {
  return secure_ && !secure_->tls.was_cut();
}

std::string RawSocket::receive_exactly(std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) {
    const std::string piece = receive(bytes - all.size());
    if (piece.empty()) throw std::runtime_error("the connection ended early, after: " + all);
    all += piece;
  }
  return all;
}

std::string RawSocket::receive_until(std::string_view end) {
  std::string all;
  std::size_t found = std::string::npos;
  while ((found = all.find(end)) == std::string::npos) {
    const std::string piece = receive();
    if (piece.empty()) throw std::runtime_error("the connection ended early, after: " + all);
    all += piece;
  }
  buffered_ = all.substr(found + end.size()) + buffered_;
  all.resize(found + end.size());
  return all;
}

std::string RawSocket::receive_all() {
  std::string all;
  for (std::string piece = receive(); !piece.empty(); piece = receive()) all += piece;
  return all;
}

RawResponse RawSocket::response(bool to_head) {
  RawResponse response;
  response.head = receive_until("\r\n\r\n");
  response.status = std::stoi(response.head.substr(9, 3));
  const auto length = wire::parse_unsigned(response.field("Content-Length"));
  if (!to_head && length) response.body = receive_exactly(*length);
  return response;
}

void RawSocket::shutdown_send() {
  if (secure_) secure_->tls.say_goodbye();
  ::shutdown(descriptor_, SHUT_WR);
}

void RawSocket::reset() {
  secure_.reset();
  const linger abort{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  close();
}

void RawSocket::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

RawServer::RawServer(std::function<void(RawSocket)> script)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0) fail("bind");
  if (::listen(listener_, 64) != 0) fail("listen");
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this, script = std::move(script)] {
    for (;;) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (descriptor < 0) return;
      try {
        script(RawSocket(descriptor));
      } catch (const std::exception&) {
        // The client went away in the middle: its side of the test tells what was expected.
      }
    }
  });
}

RawServer::~RawServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

}  // namespace pail::testing
