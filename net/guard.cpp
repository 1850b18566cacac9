#include "net/guard.hpp"

#include <algorithm>

#include "net/head_lines.hpp"
#include "wire/text.hpp"

namespace pail::net {
namespace {

using wire::Errc;

bool is_folded(std::string_view value) {
  return value.find('\n') != std::string_view::npos;
}

Result<void> judge_host(const FramingFields& fields) {
  if (fields.hosts > 1) return Errc::BadRequest;
  if (fields.hosts == 0 && fields.version >= 11) return Errc::BadRequest;
  if (is_folded(fields.host)) return Errc::BadRequest;
  return wire::ok();
}

Result<bool> judge_encoding(const FramingFields& fields) {
  if (fields.encodings == 0) return false;
  if (fields.encodings > 1 || fields.lengths > 0) return Errc::BadRequest;
  if (wire::iequals(fields.encoding, "identity")) return false;
  if (!wire::iequals(fields.encoding, "chunked")) {
    return wire::Error(Errc::NotImplemented).with("Header", "Transfer-Encoding");
  }
  // HTTP/1.0 has no chunks: a proxy of that age would take the chunk sizes for the body.
  if (fields.version < 11) return Errc::BadRequest;
  return true;
}

Result<std::optional<std::uint64_t>> judge_length(const FramingFields& fields) {
  if (fields.lengths == 0) return std::optional<std::uint64_t>();
  if (fields.lengths > 1) return Errc::BadRequest;
  const auto length = wire::parse_unsigned(fields.length);
  if (!length) return Errc::BadRequest;
  return length;
}

}  // namespace

Result<Framing> judge_response(const FramingFields& fields) {
  PAIL_TRY(const bool chunked, judge_encoding(fields));
  PAIL_TRY(const auto content_length, judge_length(fields));
  return Framing{content_length, chunked};
}

Result<Framing> judge_request(const FramingFields& fields) {
  PAIL_TRY(judge_host(fields));
  return judge_response(fields);
}

Result<void> Persistence::note(std::string_view list) {
  while (!list.empty()) {
    const std::string_view element = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), element.size() + 1));
    const std::string_view option = wire::trim(element);
    if (!option.empty() && !is_token(option)) return Errc::BadRequest;
    closes_ = closes_ || wire::iequals(option, "close");
    stays_ = stays_ || wire::iequals(option, "keep-alive");
  }
  return wire::ok();
}

}  // namespace pail::net
