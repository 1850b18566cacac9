#include "net/head_parser.hpp"

#include <string>

#include "net/head_lines.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::net {
namespace {

using wire::Errc;

// " HTTP/1.1\r\n": what follows the target in a request line.
constexpr std::size_t request_line_end_bytes = 11;

constexpr std::size_t version_bytes = 8;  // HTTP/1.1
constexpr std::size_t status_at = version_bytes + 1;
constexpr std::size_t reason_at = status_at + 4;

// RFC 9112 §2.2: old clients send a line break too many after a body.
std::size_t leading_line_break(std::string_view bytes) {
  return bytes.starts_with("\r\n") ? 2 : 0;
}

// Where a head is not whole yet: it may still become one.
Result<std::size_t> more_of(std::string_view bytes) {
  if (bytes.size() > wire::limits::head_bytes_max) return Errc::RequestHeaderSectionTooLarge;
  return std::size_t{0};
}

std::string_view within_limit(std::string_view bytes) noexcept {
  return bytes.substr(0, wire::limits::head_bytes_max);
}

Result<unsigned> read_version(std::string_view text) {
  if (text == "HTTP/1.1") return 11U;
  if (text == "HTTP/1.0") return 10U;
  return Errc::BadRequest;
}

void note_framing(FramingFields& framing, const FieldLine& field) noexcept {
  if (wire::iequals(field.name, "Host")) {
    ++framing.hosts;
    framing.host = field.value;
  } else if (wire::iequals(field.name, "Content-Length")) {
    ++framing.lengths;
    framing.length = field.value;
  } else if (wire::iequals(field.name, "Transfer-Encoding")) {
    ++framing.encodings;
    framing.encoding = field.value;
  }
}

// Proxy-Connection is what some call it.
bool is_about_connection(std::string_view name) noexcept {
  return wire::iequals(name, "Connection") || wire::iequals(name, "Proxy-Connection");
}

// True when there was the end of the head.
Result<bool> read_fields(HeadLines& lines, wire::Headers& headers, FramingFields& framing,
                         Persistence& persistence) {
  headers.clear();
  for (;;) {
    FieldLine field;
    PAIL_TRY(const HeadLines::Step step, lines.next_field(field));
    if (step != HeadLines::Step::line) return step == HeadLines::Step::end;
    if (headers.size() == wire::limits::header_count_max) return Errc::RequestHeaderSectionTooLarge;
    headers.add(field.name, field.value);
    note_framing(framing, field);
    if (!is_about_connection(field.name)) continue;
    PAIL_TRY(persistence.note(field.value));
  }
}

// "METHOD target HTTP/1.1"
Result<void> read_request_line(std::string_view line, Request& request) {
  const std::size_t method_end = line.find(' ');
  if (method_end == std::string_view::npos) return Errc::BadRequest;
  const std::size_t target_end = line.find(' ', method_end + 1);
  if (target_end == std::string_view::npos) return Errc::BadRequest;
  request.method = line.substr(0, method_end);
  request.target = line.substr(method_end + 1, target_end - method_end - 1);
  PAIL_TRY(request.version, read_version(line.substr(target_end + 1)));
  if (!is_token(request.method) || request.target.empty()) return Errc::BadRequest;
  if (request.target.find('\t') != std::string_view::npos) return Errc::BadRequest;
  return wire::ok();
}

// What follows a version is judged with the line break behind it.
bool may_begin_version(std::string_view text) noexcept {
  return text.size() < version_bytes || (text.size() < version_bytes + 2 &&
                                         read_version(text.substr(0, version_bytes)).has_value());
}

bool may_begin_request_line(std::string_view text) noexcept {
  const std::size_t method_end = text.find(' ');
  const std::string_view method = text.substr(0, method_end);
  if (method_end == std::string_view::npos) return text.empty() || is_token(method);
  text.remove_prefix(method_end + 1);
  const std::size_t target_end = text.find(' ');
  const std::string_view target = text.substr(0, target_end);
  if (!is_token(method) || !is_target_text(target)) return false;
  if (target_end == std::string_view::npos) return true;
  return !target.empty() && may_begin_version(text.substr(target_end + 1));
}

// "HTTP/1.1 200 reason": the reason may be empty, the space before it may not.
Result<void> read_status_line(std::string_view line, ResponseHeadView& head, unsigned& version) {
  if (line.size() < reason_at || line[version_bytes] != ' ' || line[reason_at - 1] != ' ') {
    return Errc::BadRequest;
  }
  PAIL_TRY(version, read_version(line.substr(0, version_bytes)));
  const auto status = wire::parse_unsigned(line.substr(status_at, 3));
  if (!status) return Errc::BadRequest;
  head.status = static_cast<unsigned>(*status);
  return wire::ok();
}

bool may_begin_status_line(std::string_view text) noexcept {
  if (text.size() < version_bytes) return true;
  std::string whole(text);
  if (whole.size() < reason_at) whole += std::string_view("HTTP/1.1 200 ").substr(whole.size());
  if (whole.ends_with('\r')) whole.pop_back();
  ResponseHeadView head;
  unsigned version = 0;
  return is_field_text(whole) && read_status_line(whole, head, version).has_value();
}

// An empty body is asked for too, though HTTP would allow us not to: older botocore waits for the
// 100 of a PUT with Content-Length: 0 until its next request times out.
bool expects_continue(const Request& request) {
  const bool announces_body = request.chunked || request.content_length.has_value();
  if (request.version < 11 || !announces_body) return false;
  return wire::iequals(request.headers.get("Expect"), "100-continue");
}

Result<void> judge_sizes(const Request& request, std::string_view head) {
  const char* section = request.target.data() + request.target.size() + request_line_end_bytes;
  const auto section_bytes = static_cast<std::size_t>(head.data() + head.size() - section);
  if (section_bytes > wire::limits::header_section_bytes_max ||
      request.target.size() > wire::limits::target_bytes_max) {
    return Errc::RequestHeaderSectionTooLarge;
  }
  return wire::ok();
}

}  // namespace

Result<std::size_t> parse_request_head(std::string_view bytes, RequestHead& head) {
  const std::size_t start = leading_line_break(bytes);
  bytes.remove_prefix(start);
  HeadLines lines(within_limit(bytes));
  std::string_view line;
  PAIL_TRY(const HeadLines::Step step, lines.next(line));
  if (step == HeadLines::Step::more) {
    if (!may_begin_request_line(lines.rest())) return Errc::BadRequest;
    return more_of(bytes);
  }
  PAIL_TRY(read_request_line(line, head.request));
  FramingFields fields;
  fields.version = head.request.version;
  Persistence persistence;
  PAIL_TRY(const bool whole, read_fields(lines, head.request.headers, fields, persistence));
  if (!whole) return more_of(bytes);
  PAIL_TRY(judge_sizes(head.request, bytes.substr(0, lines.size())));
  PAIL_TRY(const Framing framing, judge_request(fields));
  head.request.content_length = framing.content_length;
  head.request.chunked = framing.chunked;
  head.keep_alive = persistence.stays(fields.version);
  head.expects_continue = expects_continue(head.request);
  return start + lines.size();
}

Result<std::size_t> parse_response_head(std::string_view bytes, ResponseHeadView& head) {
  HeadLines lines(within_limit(bytes));
  std::string_view line;
  PAIL_TRY(const HeadLines::Step step, lines.next(line));
  if (step == HeadLines::Step::more) {
    if (!may_begin_status_line(lines.rest())) return Errc::BadRequest;
    return more_of(bytes);
  }
  FramingFields fields;
  PAIL_TRY(read_status_line(line, head, fields.version));
  Persistence persistence;
  PAIL_TRY(const bool whole, read_fields(lines, head.headers, fields, persistence));
  if (!whole) return more_of(bytes);
  PAIL_TRY(head.framing, judge_response(fields));
  head.keep_alive = persistence.stays(fields.version);
  return lines.size();
}

}  // namespace pail::net
