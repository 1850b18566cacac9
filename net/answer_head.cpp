#include "net/answer_head.hpp"

#include "net/head_lines.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::net {
namespace {

using wire::Errc;

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
  head.status = 0;
  for (const char digit : line.substr(protocol.size() + 2, 3)) {
    if (digit < '0' || digit > '9') return false;
    head.status = head.status * 10 + static_cast<unsigned>(digit - '0');
  }
  return head.status >= 100;
}

// By its length first: of a dozen fields two or three are looked at.
bool read_field(std::string_view line, AnswerHead& head, FramingFields& fields,
                Persistence& persistence) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == line.npos || !is_token(name)) return false;
  const auto value = [&] { return wire::trim(line.substr(colon + 1)); };
  switch (colon) {
    case 4:
      if (wire::iequals(name, "etag")) head.etag = value();
      break;
    case 10:
      return !wire::iequals(name, "connection") || persistence.note(value()).has_value();
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

// False: it is not whole yet.
Result<bool> next_line(HeadLines& lines, std::string_view& line) {
  PAIL_TRY(const HeadLines::Step step, lines.next(line));
  const bool is_whole = step == HeadLines::Step::line;
  const std::size_t seen = is_whole ? lines.size() - 1 : lines.size() + lines.rest().size();
  if (seen >= wire::limits::head_bytes_max) return Errc::RequestHeaderSectionTooLarge;
  return is_whole;
}

}  // namespace

Result<std::size_t> parse_answer_head(std::string_view bytes, AnswerHead& head) {
  FramingFields fields;
  Persistence persistence;
  head.etag = {};
  HeadLines lines(bytes);
  std::string_view line;
  PAIL_TRY(bool is_whole, next_line(lines, line));
  if (!is_whole) return std::size_t{0};
  if (!read_status_line(line, head, fields)) return Errc::BadRequest;
  for (;;) {
    PAIL_TRY(is_whole, next_line(lines, line));
    if (!is_whole) return std::size_t{0};
    if (line.empty()) break;
    if (!read_field(line, head, fields, persistence)) return Errc::BadRequest;
  }
  PAIL_TRY(head.framing, judge_response(fields));
  head.keep_alive = persistence.stays(fields.version);
  return lines.size();
}

}  // namespace pail::net
