// Plain blocking sockets for tests: the other end of a connection, byte by byte as the test says.
// Every wait has a limit, so that a server that says nothing fails the test instead of hanging it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "net/tls.hpp"

namespace pail::testing {

// A response as it came over the wire.
struct RawResponse {
  int status = 0;
  std::string head;  // status line and fields
  std::string body;

  // The value of a field, or "(absent)".
  std::string field(std::string_view name) const;
};

class RawSocket {
 public:
  explicit RawSocket(int descriptor);
  static RawSocket connect(std::uint16_t port);
  // With a small receive buffer: a reader that is soon full.
  static RawSocket connect_narrow(std::uint16_t port);
  RawSocket(RawSocket&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        buffered_(std::move(other.buffered_)),
        secure_(std::move(other.secure_)) {}
  RawSocket& operator=(RawSocket&&) = delete;
  ~RawSocket() { close(); }

  // Shakes hands, as a client that trusts the tests' authority; all that follows goes by TLS.
  void start_tls(const std::string& host = "localhost");
  // The other side of it: the tests' server.
  void accept_tls(const std::string& certificate = "server");

  void send(std::string_view bytes);
  // False when the peer has closed or reset the connection.
  bool try_send(std::string_view bytes);
  // Whatever comes next; empty at the end. Throws when nothing comes in time, or on a reset.
  std::string receive(std::size_t bytes_max = 65'536);
  std::string receive_exactly(std::size_t bytes);
  std::string receive_until(std::string_view end);
  std::string receive_all();
  // One response; its body by Content-Length, or none when `to_head`.
  RawResponse response(bool to_head = false);
  // The peer closed, and sent nothing more.
  bool at_end() { return receive(1).empty(); }
  // After at_end(): whether the peer said so, by TLS, or just went away.
  bool heard_goodbye() const;
  void shutdown_send();
  // Closes so that the peer sees a reset.
  void reset();
  void close();

 private:
  struct Secure;
  template <class F>
  net::Tls::Step step(F act);
  std::size_t receive_some(char* room, std::size_t bytes_max);

  int descriptor_;
  std::string buffered_;
  std::shared_ptr<Secure> secure_;  // null: in the clear
};

// Accepts one connection after the other and hands each to `script` on a thread of its own until
// destroyed.
class RawServer {
 public:
  explicit RawServer(std::function<void(RawSocket)> script);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  int listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace pail::testing
