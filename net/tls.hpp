// TLS over a socket that does not block: each step does what can be done now, and says what to wait
// for. Client and server share it; only tls.cpp knows OpenSSL.
//
// A Tls lives beside its socket and borrows the descriptor; the memory for what is on its way out
// comes from a PiecePool and is held only while the kernel does not take it. Both must outlive it.
//
// Threads: a server's TlsContext is shared by all loops. A client's keeps sessions to resume and
// belongs to one thread, as a Tls does.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/piece_pool.hpp"
#include "wire/result.hpp"

// OpenSSL's own names for them.
struct bio_method_st;
struct bio_st;
struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;
struct x509_store_ctx_st;

namespace pail::net {

namespace asio = boost::asio;
using wire::Result;

struct ServerTls;
struct TlsOptions;

struct TlsFree {
  void operator()(bio_method_st* method) const noexcept;
  void operator()(ssl_ctx_st* context) const noexcept;
  void operator()(ssl_session_st* session) const noexcept;
  void operator()(ssl_st* ssl) const noexcept;
};

// Certificates, keys, and whom to trust: read once, used by every connection.
class TlsContext {
 public:
  // InvalidArgument, naming the file, when one cannot be read or a key does not fit.
  static Result<std::shared_ptr<TlsContext>> for_client(const TlsOptions& options);
  static Result<std::shared_ptr<TlsContext>> for_server(const ServerTls& options);

 private:
  friend class Tls;
  explicit TlsContext(bool is_server);

  std::unique_ptr<bio_method_st, TlsFree> transport_;
  std::unique_ptr<ssl_ctx_st, TlsFree> context_;
  // The last session of each server a client spoke to.
  std::map<std::string, std::unique_ptr<ssl_session_st, TlsFree>> sessions_;
};

class Tls {
 public:
  using Buffers = std::array<asio::const_buffer, 2>;
  enum class Step : std::uint8_t {
    done,
    wants_read,   // again when the socket is readable
    wants_write,  // again when it is writable
    closed,       // the peer said that nothing more comes
    failed,       // for good: see why()
  };
  struct ToServer {
    std::string host;  // name or numeric address: the certificate must be for it
    std::string key;   // which sessions may be resumed: host and port
  };

  // A server's end.
  Tls(std::shared_ptr<TlsContext> context, int descriptor, PiecePool& pieces);
  // A client's end.
  Tls(std::shared_ptr<TlsContext> context, int descriptor, PiecePool& pieces, ToServer server);
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;
  ~Tls();

  // Before anything else, until it is done.
  Step handshake();
  // Fills `room` as far as there is something; done: at least one byte, in `bytes`.
  Step read(std::span<char> room, std::size_t& bytes);
  // Whether read() has something to say without the socket having more.
  bool has_input() const noexcept { return more_inside_ || ended_.has_value(); }
  // Whether read() would have bytes (done), nothing yet (wants_read), or an end.
  Step peek();
  // Takes from `parts` what it can. done: all of it is the kernel's.
  Step write(Buffers& parts);
  // Some of what write() took is not the kernel's yet.
  bool has_unsent() const noexcept { return unsent_begin_ < unsent_end_; }
  // Tells the peer that nothing more comes, as far as that can be done now.
  void say_goodbye() noexcept;

  // After `failed`: what happened, for a person.
  const std::string& why() const noexcept { return why_; }
  // The connection ended without the peer's goodbye, or the socket failed: nothing TLS itself
  // objected to.
  bool was_cut() const noexcept { return was_cut_; }
  // What TLS objected to was a certificate, or that there was none: it will again.
  bool refuses_certificate() const noexcept { return refuses_certificate_; }
  // The first bytes were a request in the clear.
  bool met_plain_http() const noexcept { return met_plain_http_; }
  // The handshake went on from an earlier connection's session.
  bool resumed() const;
  // Of the client's certificate, as RFC 2253 writes it; empty: none was shown.
  std::string peer_subject() const;

 private:
  friend class TlsContext;
  friend struct Transport;

  // What OpenSSL calls.
  static int look_at(int accepted, x509_store_ctx_st* chain);
  static int keep_session(ssl_st* ssl, ssl_session_st* session);

  Step judge(int outcome);
  Step fail(std::string why);
  std::string words_for_failure();
  Step flush();
  bool encrypt(Buffers& parts);
  bool has_memory() noexcept;
  Step cut_off(int socket_error);

  std::shared_ptr<TlsContext> context_;
  int descriptor_;
  PiecePool& pieces_;
  std::optional<ToServer> server_;  // a client's end
  std::unique_ptr<ssl_st, TlsFree> ssl_;
  std::optional<PiecePool::Lease> unsent_;  // what the kernel has not taken yet
  std::size_t unsent_begin_ = 0;
  std::size_t unsent_end_ = 0;
  std::optional<Step> ended_;  // closed or failed
  std::string why_;
  std::string objection_;  // to the peer's certificate
  int socket_error_ = 0;
  bool connected_ = false;
  bool more_inside_ = false;
  bool end_of_input_ = false;
  bool was_cut_ = false;
  bool refuses_certificate_ = false;
  bool met_plain_http_ = false;
};

}  // namespace pail::net
