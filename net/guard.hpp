// Judges how a message is framed before a byte of its body is read: whether two readers could
// disagree about where it ends, or for whom it is. Readers let these through: an unknown
// Transfer-Encoding, chunks in HTTP/1.0, no Host or two, a list of equal lengths. Pure functions
// over views. Spec: shared/spec/semantics.md §26, errors.csv, RFC 9112 §6.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/result.hpp"

namespace pail::net {

using wire::Result;

// The fields that frame a message, gathered while its head is parsed. A value is the last one of
// its name.
struct FramingFields {
  unsigned version = 11;
  unsigned hosts = 0;
  unsigned lengths = 0;
  unsigned encodings = 0;
  std::string_view host;
  std::string_view length;
  std::string_view encoding;
};

struct Framing {
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
};

// BadRequest: Host missing (HTTP/1.1), repeated or folded; Content-Length repeated, not a number,
// or beside a Transfer-Encoding; Transfer-Encoding repeated or in HTTP/1.0. NotImplemented: an
// encoding but chunked and identity.
Result<Framing> judge_request(const FramingFields& fields);
// The same without Host, for what a server answered.
Result<Framing> judge_response(const FramingFields& fields);

// Whether a connection stays open behind a message (RFC 9112 §9.3): HTTP/1.1's does until somebody
// says close, HTTP/1.0's when somebody says keep-alive.
class Persistence {
 public:
  // The value of a Connection field. BadRequest: an option that is no token.
  Result<void> note(std::string_view list);
  bool stays(unsigned version) const noexcept { return version >= 11 ? !closes_ : stays_; }

 private:
  bool closes_ = false;
  bool stays_ = false;
};

}  // namespace pail::net
