#include "net/answer_head.hpp"

#include <algorithm>
#include <array>

#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// RFC 9110 §5.6.2.
constexpr std::array<bool, 256> token_characters = [] {
  std::array<bool, 256> table{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    table[c] = is_letter || (c >= '0' && c <= '9');
  }
  for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

// How many characters of a name `line` begins with.
std::size_t token_size(std::string_view line) noexcept {
  std::size_t size = 0;
  while (size < line.size() && token_characters[static_cast<unsigned char>(line[size])]) ++size;
  return size;
}

// "HTTP/1.1 200 OK"; the reason may be missing, with the space before it.
bool read_status_line(std::string_view line, AnswerHead& head, FramingFields& fields) noexcept {
  constexpr std::string_view protocol = "HTTP/1.";
  constexpr std::size_t least = protocol.size() + 5;
  if (line.size() < least || !line.starts_with(protocol)) return false;
  const char minor = line[protocol.size()];
  const bool has_code =
      line[protocol.size() + 1] == ' ' && (line.size() == least || line[least] == ' ');
  if ((minor != '0' && minor != '1') || !has_code) return false;
  fields.version = minor == '1' ? 11 : 10;
  head.keep_alive = minor == '1';
  head.status = 0;
  for (const char digit : line.substr(protocol.size() + 2, 3)) {
    if (digit < '0' || digit > '9') return false;
    head.status = head.status * 10 + static_cast<unsigned>(digit - '0');
  }
  return head.status >= 100;
}

void note_connection(std::string_view value, AnswerHead& head) noexcept {
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view word = wire::trim(value.substr(0, comma));
    value.remove_prefix(std::min(comma + 1, value.size()));
    if (wire::iequals(word, "close")) head.keep_alive = false;
    if (wire::iequals(word, "keep-alive")) head.keep_alive = true;
  }
}

// By its length first: of a dozen fields two or three are looked at.
bool read_field(std::string_view line, AnswerHead& head, FramingFields& fields) noexcept {
  const std::size_t colon = token_size(line);
  if (colon == 0 || colon == line.size() || line[colon] != ':') return false;
  const std::string_view name = line.substr(0, colon);
  const auto value = [&] { return wire::trim(line.substr(colon + 1)); };
  switch (colon) {
    case 4:
      if (wire::iequals(name, "etag")) head.etag = value();
      break;
    case 10:
      if (wire::iequals(name, "connection")) note_connection(value(), head);
      break;
    case 14:
      if (!wire::iequals(name, "content-length")) break;
      ++fields.lengths;
      fields.length = value();
      break;
    case 17:
      if (!wire::iequals(name, "transfer-encoding")) break;
      ++fields.encodings;
      fields.encoding = value();
      break;
    default:
      break;
  }
  return true;
}

}  // namespace

Result<std::size_t> parse_answer_head(std::string_view bytes, AnswerHead& head) {
  FramingFields fields;
  head.etag = {};
  for (std::size_t at = 0;;) {
    const std::size_t end = bytes.find('\n', at);
    if (std::min(end, bytes.size()) >= wire::limits::head_bytes_max) {
      return Errc::RequestHeaderSectionTooLarge;
    }
    if (end == bytes.npos) return std::size_t{0};
    if (end == at || bytes[end - 1] != '\r') return Errc::BadRequest;
    const std::string_view line = bytes.substr(at, end - 1 - at);
    const bool is_first = at == 0;
    at = end + 1;
    if (line.empty() && !is_first) {
      PAIL_TRY(head.framing, judge_response(fields));
      return at;
    }
    const bool good =
        is_first ? read_status_line(line, head, fields) : read_field(line, head, fields);
    if (!good) return Errc::BadRequest;
  }
}

}  // namespace pail::net
