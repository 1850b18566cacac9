// The exchange contract: what a service must offer so that net can serve it, and nothing about
// sockets. Emulator and signing service implement Service; net/server.cpp pumps bytes between it
// and a connection. Tests call it directly.
//
// One exchange:   begin(request) -> a Reply at once (the body is not read; an Expect: 100-continue
// client never sends it), or an Upload that takes the body: write() per piece, finish() at its end.
// An Upload destroyed without finish() leaves no trace. A Reply's body is a text, or a Source that
// is read piece by piece as the socket takes it. A Reply may also be a Later: a promise of one,
// which holds no thread while it waits.
//
// How an exchange is carried (slowly, cut off, not at all) is told by Carriage: a test asks for it,
// net does it.
//
// Threads: begin() is called from several threads at once, for different requests; an Upload and a
// Source are used by one thread at a time. Views in Request live until the exchange is over.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "wire/encode.hpp"
#include "wire/headers.hpp"
#include "wire/result.hpp"

namespace pail::net {

using wire::Bytes;
using wire::Result;

// Head of one request, as received. The framing is already judged: exactly one Host (HTTP/1.1), no
// conflicting lengths.
struct Request {
  std::string_view method;  // as sent; case matters
  std::string_view target;  // raw request target
  unsigned version = 11;    // 10 or 11
  wire::Headers headers;
  std::optional<std::uint64_t> content_length;  // absent: none declared
  bool chunked = false;                         // Transfer-Encoding: chunked
  bool tls = false;
  std::string_view peer;  // textual address without port
  // Of the client's certificate, verified, as RFC 2253 writes it ("CN=phone-7,O=example"); empty:
  // none was shown.
  std::string_view peer_subject;

  bool has_body() const noexcept { return chunked || content_length.value_or(0) > 0; }
};

// Reads a body piece by piece. size() is known before the first byte is sent.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::uint64_t size() const noexcept = 0;
  // The next bytes, at most `bytes_max`, never empty before the end, empty at the end. The span
  // stays valid until the following call or the Source's end. A failure after the head went out
  // cuts the connection.
  virtual Result<Bytes> next(std::size_t bytes_max) = 0;
  // The same where it can be had without waiting; nullopt, and nothing is read, where next() would
  // wait (for a disk), or cannot tell. What says nothing of it never waits.
  virtual std::optional<Result<Bytes>> next_at_once(std::size_t bytes_max) {
    return next(bytes_max);
  }
};

// Ends the connection on purpose.
struct Cut {
  enum class When : std::uint8_t {
    before_response,       // the request was served; nothing of the answer is sent
    after_request_bytes,   // while the request's body comes in: the service never sees its end
    after_response_bytes,  // of the answer's body; the head is sent, and promises all of it
  };
  When when = When::before_response;
  std::uint64_t bytes = 0;
  bool reset = false;  // by RST instead of FIN
};

// How the connection carries one exchange. Nothing in it: as well as it can.
struct Carriage {
  std::chrono::milliseconds delay{0};       // the answer's head is held back so long
  std::uint64_t up_bytes_per_second = 0;    // of the request's body; 0: no limit
  std::uint64_t down_bytes_per_second = 0;  // of the answer's body; 0: no limit
  std::chrono::milliseconds stall{0};       // a silence in the answer's body...
  std::uint64_t stall_after_bytes = 0;      // ... behind so many bytes of it
  std::optional<Cut> cut = {};
};

struct Reply;

// A reply that is not there yet. net calls start() once; the service calls `ready` once, from any
// thread, also from within start(). Then net calls take(), or earlier when `patience` is over.
// Destroyed without take(): the client is gone. `ready` may be called after that, too, and then
// does nothing.
class Later {
 public:
  virtual ~Later() = default;
  virtual void start(std::function<void()> ready) = 0;
  virtual std::chrono::milliseconds patience() const = 0;
  virtual Reply take() = 0;
};

struct Reply {
  unsigned status = 200;
  wire::FieldBlock
      fields;  // without Content-Length, Connection and Transfer-Encoding: net writes those
  std::variant<std::monostate, std::string, std::unique_ptr<Source>> body;
  // HEAD: the length GET would have; the body must be empty then.
  std::optional<std::uint64_t> head_length;
  bool close = false;  // end the connection after this reply
  // Null: as it comes. Only Carriage's way out matters here; the way in is Upload::carriage().
  std::unique_ptr<const Carriage> carriage = {};
  // Not null: everything else in this Reply is ignored; the real one is what take() gives, which
  // must not be a Later again.
  std::unique_ptr<Later> later = {};

  std::uint64_t body_size() const noexcept;
};

class Upload {
 public:
  virtual ~Upload() = default;
  // Failing ends the exchange with that error: net stops reading, converts it by Service::fail().
  virtual Result<void> write(Bytes piece) = 0;
  // The body is complete. Everything becomes visible here, or nothing.
  virtual Result<Reply> finish() = 0;
  // How its body is to be carried in; null: as it comes. Asked once, before the first write().
  virtual const Carriage* carriage() const noexcept { return nullptr; }
};

using Begin = std::variant<Reply, std::unique_ptr<Upload>>;

class Service {
 public:
  virtual ~Service() = default;
  // Never fails: an error is a Reply.
  virtual Begin begin(const Request& request) = 0;
  // Turns an error of write()/finish(), or of net itself (bad framing, a timeout, a body cut
  // short), into a Reply whose body is a text. `request` may be null when no head could be parsed.
  // `upload`, where there was one, is destroyed after the call.
  virtual Reply fail(const wire::Error& error, const Request* request, Upload* upload) = 0;
  // Whether the calls of this exchange may wait for a disk, or compute for long: net then runs them
  // on a pool, off the loop. Asked once per exchange, before begin(). Where they do not, net asks a
  // Source for what it has at once, and only for the rest on the pool.
  virtual bool may_block(const Request& /*request*/) const noexcept { return false; }
};

}  // namespace pail::net
