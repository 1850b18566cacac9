#include "emulator/query_api/signature.hpp"

#include <string>

#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator::query_api {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view global_region = "us-east-1";

// The words of these services, which also show what they computed.
Error mismatch(const Error& s3) {
  std::string message =
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method. Consult the service documentation for details.";
  if (!s3.detail("CanonicalRequest").empty()) {
    message.append("\n\nThe Canonical String for this request should have been\n'")
        .append(s3.detail("CanonicalRequest"))
        .append("'\n\nThe String-to-Sign should have been\n'")
        .append(s3.detail("StringToSign"))
        .append("'\n");
  }
  return {Errc::SignatureDoesNotMatch, message};
}

Error skewed(std::string_view sent, wire::Time now) {
  const auto time = wire::parse_request_date(sent, now);
  const bool early = time && *time > now;
  const wire::Time bound = early ? now + wire::limits::skew_max : now - wire::limits::skew_max;
  std::string message = early ? "Signature not yet current: " : "Signature expired: ";
  message.append(sent)
      .append(early ? " is still later than " : " is now earlier than ")
      .append(wire::format_iso_basic(bound))
      .append(" (")
      .append(wire::format_iso_basic(now))
      .append(early ? " + 15 min.)" : " - 15 min.)");
  return {Errc::SignatureDoesNotMatch, message};
}

// What S3 says of a credential's scope comes with a prefix these services do not have.
Error scope_refused(const Error& s3) {
  if (!s3.detail("Region").empty()) {
    return {Errc::SignatureDoesNotMatch, "Credential should be scoped to a valid region."};
  }
  const std::string_view message = s3.message().value_or("");
  const std::size_t colon = message.find("; ");
  return {Errc::IncompleteSignature,
          colon == std::string_view::npos ? message : message.substr(colon + 2)};
}

// What is signed is the hash of the body as it came, whatever a header says about it.
wire::Result<void> header_agrees(const wire::Headers& headers, std::string_view body_sha256) {
  const auto sent = headers.find("x-amz-content-sha256");
  if (!sent || wire::iequals(*sent, body_sha256)) return wire::ok();
  return Errc::SignatureDoesNotMatch;
}

}  // namespace

Scope claimed_scope(const wire::Headers& headers, const wire::Query& query) {
  constexpr std::string_view named = "Credential=";
  std::string_view credential = query.value("X-Amz-Credential").value_or(std::string_view{});
  if (const auto header = headers.find("Authorization")) {
    const std::size_t at = header->find(named);
    if (at == std::string_view::npos) return {};
    credential = header->substr(at + named.size());
    credential = credential.substr(0, credential.find_first_of(", "));
  }
  Scope scope;
  for (int part = 0; part < 4; ++part) {
    const std::size_t slash = credential.find('/');
    if (slash == std::string_view::npos) return {};
    if (part == 2) scope.region = credential.substr(0, slash);
    if (part == 3) scope.service = credential.substr(0, slash);
    credential.remove_prefix(slash + 1);
  }
  return scope;
}

wire::Result<signer::Verdict> verify(const signer::Message& message, const signer::KeyRing& keys,
                                     const Expectation& expected) {
  const bool own_region = &expected.service == &sts &&
                          claimed_scope(message.headers, message.query).region == expected.region;
  const std::string hash = wire::to_hex(wire::sha256(wire::as_bytes(expected.body)));
  PAIL_TRY(header_agrees(message.headers, hash));
  return signer::verify(message, keys,
                        {.now = expected.now,
                         .region = own_region ? expected.region : global_region,
                         .service = expected.service.name,
                         .payload_sha256 = hash});
}

Error in_words_of_the_service(const Error& s3, wire::Time now) {
  switch (s3.code()) {
    case Errc::InvalidAccessKeyId:
    case Errc::InvalidToken:
      return Errc::InvalidClientTokenId;
    case Errc::ExpiredToken:
      return {Errc::ExpiredToken, "The security token included in the request is expired"};
    case Errc::RequestTimeTooSkewed:
      return skewed(s3.detail("RequestTime"), now);
    case Errc::SignatureDoesNotMatch:
      return mismatch(s3);
    case Errc::AuthorizationHeaderMalformed:
    case Errc::AuthorizationQueryParametersError:
      return scope_refused(s3);
    case Errc::AccessDenied: {  // no date, a URL too early or too late, headers left unsigned
      const bool dateless = s3.details().empty();
      return {dateless ? Errc::IncompleteSignature : Errc::SignatureDoesNotMatch,
              s3.message().value_or("")};
    }
    default:
      return {Errc::IncompleteSignature, s3.message().value_or("")};
  }
}

}  // namespace pail::emulator::query_api
