// What both signature versions do to header fields before signing them. Internal to signer/.
// Pure functions that append to the caller's text. Spec: shared/spec/sigv2.md §4, sigv4.md §2.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "signer/text.hpp"
#include "wire/headers.hpp"
#include "wire/text.hpp"
#include "wire/words.hpp"

namespace pail::signer::canonical {

// V2: trimmed, a line end with the white space after it becomes one space, inner spaces stay. Line
// ends that are no fold (%0A in a query value) become spaces too: a value must not be able to forge
// another signed line.
void append_unfolded(Text& out, std::string_view value);
// V4: trimmed, every run of white space (folds too) becomes one space.
void append_collapsed(Text& out, std::string_view value);
void append_lower(Text& out, std::string_view name);
// Whether a header has that name, in any case. Most differ in length or in the last letter: those
// are told apart without a call, since verifying asks this some fifty times per request.
inline bool is_named(std::string_view sent, std::string_view name) noexcept {
  return sent.size() == name.size() && !name.empty() &&
         wire::to_lower(sent.back()) == wire::to_lower(name.back()) && wire::iequals(sent, name);
}
// Whether it starts with "x-amz-". Here rather than a call: every header is asked.
inline bool is_amz(std::string_view sent) noexcept {
  constexpr std::string_view prefix = "x-amz-";
  if (sent.size() < prefix.size() || (sent.front() != 'x' && sent.front() != 'X')) return false;
  std::uint64_t begins = 0;
  std::uint64_t wanted = 0;
  std::memcpy(&begins, sent.data(), prefix.size());
  std::memcpy(&wanted, prefix.data(), prefix.size());
  return wire::words::lower(begins) == wanted;
}
// The date that header authentication goes by: x-amz-date if it is sent, readable or not, else
// Date. "" without either.
struct SentDate {
  std::string_view text;
  bool is_amz;
};
SentDate request_date(const wire::Headers& headers) noexcept;
// Order of header names in both versions: bytes of the lower-cased name.
bool name_less(std::string_view a, std::string_view b) noexcept;

}  // namespace pail::signer::canonical
