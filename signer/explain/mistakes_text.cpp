// Mistakes in the method, in dates, in the payload hash, and in how the string to sign is
// put together. Facts: sigv2.md §3, §6, §7, sigv4.md §2, §3, §6.
#include "signer/explain/mistakes.hpp"
#include "signer/explain/rewrite.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain::rows {
namespace {

constexpr std::string_view amz_date = "x-amz-date";

// The text of the date that was signed: the Date line's, V4's, or x-amz-date's.
std::string_view* date_text_of(Draft& draft, const Case& request) noexcept {
  if (request.is_v4()) return &draft.date_text;
  if (!draft.date_line.empty()) return &draft.date_line;
  Line* const line = draft.line(amz_date);
  return line != nullptr ? &line->value : nullptr;
}

// "Wed, 06 Feb 2013 00:57:45 GMT" with another zone.
std::string http_date_in(wire::Time time, std::string_view zone) {
  std::string text = wire::format_http_date(time);
  text.resize(text.size() - std::string_view("GMT").size());
  return text.append(zone);
}

// The ways people write one and the same instant; "" behind the last.
std::string spelling(wire::Time time, unsigned way) {
  switch (way) {
    case 0:
      return wire::format_http_date(time);
    case 1:
      return wire::format_v2_date(time);
    case 2:
      return wire::format_iso_basic(time);
    case 3:
      return http_date_in(time, "UTC");
    case 4:
      return http_date_in(time, "-0000");
    case 5:
      return wire::format_iso_extended(time);
    case 6:
      return wire::format_iso_milliseconds(time);
    case 7:
      return wire::format_iso_day(time);
    case 8:
      return std::to_string(
          std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
    case 9:
      return wire::format_iso_basic(time - std::chrono::seconds(1));
    case 10:
      return wire::format_iso_basic(time + std::chrono::seconds(1));
    case 11:
      return http_date_in(time, "+00:00");
    default:
      return {};
  }
}

void use_newline(Draft& draft, std::string_view newline) {
  draft.layout.newline = newline;
}

}  // namespace

bool method_other(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view methods[] = {"GET", "PUT", "HEAD", "POST", "DELETE"};
  if (way == std::size(methods)) {
    draft.method = request.keep(wire::lower(draft.method));
    return true;
  }
  const auto* const method = nth(methods, way);
  if (method == nullptr) return false;
  draft.method = *method;
  return true;
}

bool date_beside_amz_date(Draft& draft, const Case& request, unsigned way) {
  if (way > 1 || !request.headers().has(amz_date)) return false;
  draft.date_line = wire::trim(request.headers().get("date"));
  if (way == 1) {
    std::erase_if(draft.lines, [](const Line& line) { return line.name == amz_date; });
  }
  return !draft.date_line.empty();
}

bool amz_date_on_date_line(Draft& draft, const Case&, unsigned way) {
  const Line* const line = draft.line(amz_date);
  if (way > 1 || line == nullptr) return false;
  draft.date_line = line->value;
  if (way == 0) {
    std::erase_if(draft.lines, [](const Line& each) { return each.name == amz_date; });
  }
  return true;
}

bool date_other_text(Draft& draft, const Case& request, unsigned way) {
  std::string_view* const text = date_text_of(draft, request);
  if (text == nullptr) return false;
  const auto time = wire::parse_request_date(*text, request.exhibit.rules.now);
  if (!time) return false;
  std::string other = spelling(*time, way);
  if (other.empty()) return false;
  *text = request.keep(std::move(other));
  return true;
}

bool query_date_line(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  draft.date_line = way == 0 ? std::string_view{} : wire::trim(request.headers().get("date"));
  return true;
}

bool payload_unsigned(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.payload_hash = v4::unsigned_payload;
  return true;
}

bool payload_empty_body(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.payload_hash = v4::empty_payload_sha256;
  return true;
}

bool payload_hash_case(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  const bool is_hash = draft.payload_hash.size() == v4::empty_payload_sha256.size();
  std::string text = wire::lower(draft.payload_hash);
  if (way == 1) {
    for (char& c : text) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (is_hash) draft.payload_hash = request.keep(std::move(text));
  return true;
}

bool payload_streaming(Draft& draft, const Case&, unsigned way) {
  constexpr std::string_view keywords[] = {v4::streaming_unsigned_trailer, v4::streaming_signed,
                                           v4::streaming_signed_trailer,
                                           "STREAMING-UNSIGNED-PAYLOAD"};
  const auto* const keyword = nth(keywords, way);
  if (keyword == nullptr) return false;
  draft.payload_hash = *keyword;
  return true;
}

bool payload_missing(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.payload_hash = {};
  return true;
}

bool literal_backslash_n(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  use_newline(draft, "\\n");
  return true;
}

bool lines_end_in_crlf(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  use_newline(draft, "\r\n");
  return true;
}

// The string to sign; V4's canonical request; both.
bool string_ends_in_newline(Draft& draft, const Case& request, unsigned way) {
  const bool has_canonical = (request.form & (v4_header | v4_query)) != 0;
  if (way > (has_canonical ? 2U : 0U)) return false;
  if (way != 1) draft.layout.end = "\n";
  if (way != 0) draft.layout.canonical_end = "\n";
  return true;
}

bool empty_lines_dropped(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.layout.empty_lines = false;
  return true;
}

bool blank_line(Draft& draft, const Case&, unsigned way) {
  if (way > 1) return false;
  draft.layout.blank_lines = way == 0 ? 0 : 2;
  return true;
}

bool signed_headers_line(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.layout.signed_headers_line = false;
  return true;
}

bool canonical_not_hashed(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.layout.hashed = false;
  return true;
}

bool canonical_hash_case(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.layout.upper_case_hash = true;
  return true;
}

}  // namespace pail::signer::explain::rows
