// A head as text: its lines one by one, judged as RFC 9112 and 9110 spell them. What is not whole
// yet is judged as far as it goes, so that whoever speaks something else (TLS, say) hears so at
// once. Views of the caller's bytes; nothing is copied. Every request is read by this, so many
// characters are looked at together. One thread. Errors: BadRequest.
#pragma once

#include <cstddef>
#include <string_view>

#include "wire/result.hpp"

namespace pail::net {

using wire::Result;

// One or more of the characters that methods and names of fields are made of (RFC 9110 §5.6.2).
bool is_token(std::string_view text) noexcept;
// What may stand in a value: anything but controls, of which a tab is none here. Bytes above 0x7f
// are text of an older time (obs-text) and stay.
bool is_field_text(std::string_view text) noexcept;
// What may stand in a target: the same without white space.
bool is_target_text(std::string_view text) noexcept;

struct FieldLine {
  std::string_view name;
  std::string_view value;  // without the white space around it; a folded one keeps its line breaks
};

class HeadLines {
 public:
  enum class Step { line, more, end };

  explicit HeadLines(std::string_view bytes) noexcept : bytes_(bytes), rest_(bytes) {}

  // The next line, without its end; it is_field_text(). more: it is not whole, rest() is what there
  // is of it.
  Result<Step> next(std::string_view& line);
  // The next field. more: as above; end: the empty line behind the last one has been read.
  Result<Step> next_field(FieldLine& field);

  std::string_view rest() const noexcept { return rest_; }
  // Of what has been read.
  std::size_t size() const noexcept { return bytes_.size() - rest_.size(); }

 private:
  std::string_view bytes_;
  std::string_view rest_;
};

}  // namespace pail::net
