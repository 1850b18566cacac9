#include "signer/verify.hpp"

#include "signer/checks.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "wire/text.hpp"

namespace pail::signer {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view only_one_mechanism =
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
    "string parameter or the Authorization header should be specified";

wire::Result<Scheme> header_scheme(std::string_view header) {
  if (header.empty()) return Scheme::anonymous;
  const std::size_t space = header.find(' ');
  if (space == std::string_view::npos) {
    return checks::invalid_authorization(checks::one_space_required, header);
  }
  const std::string_view scheme = header.substr(0, space);
  if (wire::iequals(scheme, "AWS")) return Scheme::v2_header;
  if (wire::iequals(scheme, v4::algorithm)) return Scheme::v4_header;
  if (wire::iequals(scheme, v4a::algorithm)) return Scheme::v4a_header;
  return checks::invalid_authorization("Unsupported Authorization Type", header);
}

// The first table of sigv2.md §9: which form the request uses, before anything in it is parsed.
wire::Result<Scheme> mechanism(const wire::Query& query, std::optional<std::string_view> header) {
  const bool v4_query = query.has("X-Amz-Algorithm");
  const bool v2_query = query.has("Signature");
  if (header && (v4_query || v2_query)) {
    return checks::invalid_authorization(only_one_mechanism, *header);
  }
  if (v4_query && v2_query) {
    return Error(Errc::InvalidArgument, only_one_mechanism).with("ArgumentName", "Authorization");
  }
  if (v4_query) return Scheme::v4_query;
  if (v2_query) return Scheme::v2_query;
  return header_scheme(header.value_or(std::string_view{}));
}

}  // namespace

std::string_view name(Scheme scheme) noexcept {
  switch (scheme) {
    case Scheme::anonymous:
      return "anonymous";
    case Scheme::v2_header:
      return "V2 header";
    case Scheme::v2_query:
      return "V2 query";
    case Scheme::v2_post:
      return "V2 form";
    case Scheme::v4_header:
      return "V4 header";
    case Scheme::v4_query:
      return "V4 query";
    case Scheme::v4_post:
      return "V4 form";
    case Scheme::v4a_header:
      return "V4A header";
    case Scheme::v4a_query:
      return "V4A query";
  }
  return "unknown";
}

wire::Result<Verdict> verify(const Message& message, const KeyRing& keys, const Rules& rules) {
  const auto header = message.headers.find("authorization");
  PAIL_TRY(const Scheme scheme, mechanism(message.query, header));
  const checks::Request request{message, keys, rules, header.value_or(std::string_view{})};
  switch (scheme) {
    case Scheme::v2_header:
      return checks::verify_v2_header(request);
    case Scheme::v2_query:
      return checks::verify_v2_query(request);
    case Scheme::v4_header:
    case Scheme::v4a_header:
      return checks::verify_v4_header(request, scheme);
    case Scheme::v4_query:
    case Scheme::v4a_query:
      return checks::verify_v4_query(request);
    case Scheme::anonymous:
    case Scheme::v2_post:
    case Scheme::v4_post:
      break;
  }
  return Verdict{};
}

}  // namespace pail::signer
