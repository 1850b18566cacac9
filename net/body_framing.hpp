// Where a body ends: by Content-Length, by its last chunk, or with the connection. Takes bytes as
// they arrive and tells which of them are payload; chunk headers are cut out in place. No I/O; one
// object per body, one thread at a time.
//
// Never asks for a byte beyond the body (see certain()), so what follows on the connection stays
// unread.
//
// Errors: BadRequest for broken chunks, MaxMessageLengthExceeded for a chunk line or trailer beyond
// wire/limits.hpp. Spec: RFC 9112 §6, §7.1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "net/guard.hpp"
#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::net {

// Payload found in received bytes, and how many of them belong to the body so far.
struct BodyPiece {
  wire::Bytes payload;
  std::size_t consumed = 0;
};

// RFC 9112 §7.1. Extensions are skipped, trailer fields too.
class ChunkDecoder {
 public:
  Result<BodyPiece> take(std::span<char> received);
  bool done() const noexcept { return state_ == State::done; }
  // The least number of bytes still to come.
  std::uint64_t certain() const noexcept;

 private:
  enum class State : std::uint8_t {
    size,
    extension,
    size_end,
    data,
    data_cr,
    data_lf,
    trailer_start,
    trailer,
    trailer_lf,
    last_lf,
    done,
  };
  Result<void> accept(char c);
  Result<void> accept_size(char c);
  Result<void> accept_trailer(char c);
  Result<void> expect(char c, char wanted, State next);
  void begin_line() noexcept;
  std::uint64_t certain_of_data() const noexcept;

  State state_ = State::size;
  std::uint8_t digits_ = 0;
  std::uint16_t line_bytes_ = 0;  // of the size line or of all trailers
  std::uint64_t chunk_remaining_ = 0;
};

class BodyFraming {
 public:
  static BodyFraming of(const Framing& framing) noexcept;
  static BodyFraming until_close() noexcept;
  // Of a response with that status, to HEAD or to another method (RFC 9112 §6.3).
  static BodyFraming of_response(const Framing& framing, unsigned status, bool to_head) noexcept;

  bool done() const noexcept;
  // The number of bytes that may be read without reading past this body; 0 only when done.
  std::uint64_t certain() const noexcept;
  // Finds the payload at the front of `received`, which chunk decoding rearranges.
  Result<BodyPiece> take(std::span<char> received);
  bool ends_with_connection() const noexcept { return kind_ == Kind::until_close; }

 private:
  enum class Kind : std::uint8_t { sized, chunked, until_close };
  Kind kind_ = Kind::sized;
  std::uint64_t remaining_ = 0;
  ChunkDecoder chunks_;
};

}  // namespace pail::net
