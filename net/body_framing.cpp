#include "net/body_framing.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "wire/limits.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// "\r\n" after the data, then "0\r\n\r\n": what at least follows the last byte of a chunk.
constexpr std::uint64_t after_data_bytes = 2 + 5;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_line_text(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
}

}  // namespace

Result<BodyPiece> ChunkDecoder::take(std::span<char> received) {
  std::size_t at = 0;
  std::size_t kept = 0;
  while (at < received.size() && !done()) {
    if (state_ != State::data) {
      PAIL_TRY(accept(received[at++]));
      continue;
    }
    const auto n =
        static_cast<std::size_t>(std::min<std::uint64_t>(chunk_remaining_, received.size() - at));
    std::memmove(received.data() + kept, received.data() + at, n);
    kept += n;
    at += n;
    chunk_remaining_ -= n;
    if (chunk_remaining_ == 0) state_ = State::data_cr;
  }
  return BodyPiece{wire::as_bytes({received.data(), kept}), at};
}

Result<void> ChunkDecoder::accept(char c) {
  switch (state_) {
    case State::size:
    case State::extension:
      return accept_size(c);
    case State::size_end:
      if (chunk_remaining_ > 0) return expect(c, '\n', State::data);
      begin_line();
      return expect(c, '\n', State::trailer_start);
    case State::data_cr:
      return expect(c, '\r', State::data_lf);
    case State::data_lf:
      begin_line();
      return expect(c, '\n', State::size);
    case State::trailer_start:
    case State::trailer:
      return accept_trailer(c);
    case State::trailer_lf:
      return expect(c, '\n', State::trailer_start);
    case State::last_lf:
      return expect(c, '\n', State::done);
    case State::data:
    case State::done:
      break;
  }
  return Errc::InternalError;
}

Result<void> ChunkDecoder::accept_size(char c) {
  if (++line_bytes_ > wire::limits::chunk_line_bytes_max) return Errc::MaxMessageLengthExceeded;
  const int digit = hex_value(c);
  if (state_ == State::size && digit >= 0) {
    if (++digits_ > wire::limits::chunk_size_digits_max) return Errc::BadRequest;
    chunk_remaining_ = chunk_remaining_ * 16 + static_cast<unsigned>(digit);
    return wire::ok();
  }
  if (digits_ == 0 || !(is_line_text(c) || c == '\r')) return Errc::BadRequest;
  if (state_ == State::size && c != ';' && c != '\r' && c != ' ' && c != '\t') {
    return Errc::BadRequest;
  }
  state_ = c == '\r' ? State::size_end : State::extension;
  return wire::ok();
}

Result<void> ChunkDecoder::accept_trailer(char c) {
  if (++line_bytes_ > wire::limits::trailer_bytes_max) return Errc::MaxMessageLengthExceeded;
  if (c == '\r') {
    state_ = state_ == State::trailer_start ? State::last_lf : State::trailer_lf;
    return wire::ok();
  }
  if (!is_line_text(c)) return Errc::BadRequest;
  state_ = State::trailer;
  return wire::ok();
}

Result<void> ChunkDecoder::expect(char c, char wanted, State next) {
  if (c != wanted) return Errc::BadRequest;
  state_ = next;
  return wire::ok();
}

void ChunkDecoder::begin_line() noexcept {
  line_bytes_ = 0;
  digits_ = 0;
}

std::uint64_t ChunkDecoder::certain_of_data() const noexcept {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max() - after_data_bytes - 2;
  return std::min(chunk_remaining_, most) + after_data_bytes;
}

std::uint64_t ChunkDecoder::certain() const noexcept {
  switch (state_) {
    case State::size:
      if (digits_ == 0) return 5;  // "0\r\n\r\n"
      [[fallthrough]];
    case State::extension:
      return chunk_remaining_ > 0 ? 2 + certain_of_data() : 4;
    case State::size_end:
      return chunk_remaining_ > 0 ? 1 + certain_of_data() : 3;
    case State::data:
      return certain_of_data();
    case State::data_cr:
      return after_data_bytes;
    case State::data_lf:
      return after_data_bytes - 1;
    case State::trailer:
      return 4;
    case State::trailer_lf:
      return 3;
    case State::trailer_start:
      return 2;
    case State::last_lf:
      return 1;
    case State::done:
      break;
  }
  return 0;
}

BodyFraming BodyFraming::of(const Framing& framing) noexcept {
  BodyFraming body;
  body.kind_ = framing.chunked ? Kind::chunked : Kind::sized;
  body.remaining_ = framing.content_length.value_or(0);
  return body;
}

BodyFraming BodyFraming::until_close() noexcept {
  BodyFraming body;
  body.kind_ = Kind::until_close;
  return body;
}

BodyFraming BodyFraming::of_response(const Framing& framing, unsigned status,
                                     bool to_head) noexcept {
  if (to_head || status == 204 || status == 304) return of({});
  return framing.chunked || framing.content_length ? of(framing) : until_close();
}

bool BodyFraming::done() const noexcept {
  if (kind_ == Kind::chunked) return chunks_.done();
  return kind_ == Kind::sized && remaining_ == 0;
}

std::uint64_t BodyFraming::certain() const noexcept {
  if (kind_ == Kind::chunked) return chunks_.certain();
  return kind_ == Kind::sized ? remaining_ : std::numeric_limits<std::uint64_t>::max();
}

Result<BodyPiece> BodyFraming::take(std::span<char> received) {
  if (kind_ == Kind::chunked) return chunks_.take(received);
  std::size_t n = received.size();
  if (kind_ == Kind::sized) {
    n = static_cast<std::size_t>(std::min<std::uint64_t>(n, remaining_));
    remaining_ -= n;
  }
  return BodyPiece{wire::as_bytes({received.data(), n}), n};
}

}  // namespace pail::net
