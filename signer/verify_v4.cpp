#include "signer/verify_v4.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "signer/canonical.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::signer::checks {
namespace {

using wire::Errc;
using wire::Error;

std::optional<Credential> five_parts(std::string_view text) {
  std::array<std::string_view, 5> parts;
  std::string_view rest = text;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    parts[i] = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);
  }
  if (rest.find('/') != std::string_view::npos) return std::nullopt;
  return Credential{parts[0], parts[1], parts[2], parts[3], rest, text.substr(parts[0].size() + 1)};
}

bool must_be_signed(std::string_view name) noexcept {
  if (canonical::is_amz(name)) return !canonical::is_named(name, "x-amz-content-sha256");
  return canonical::is_named(name, "host") || canonical::is_named(name, "content-md5");
}

bool is_listed(std::string_view name, const std::vector<std::string_view>& signed_headers) {
  return std::any_of(signed_headers.begin(), signed_headers.end(),
                     [&](std::string_view listed) { return canonical::is_named(name, listed); });
}

}  // namespace

wire::Result<Credential> scope_is_ours(std::string_view text, const Form& form,
                                       const Rules& rules) {
  auto parts = five_parts(text);
  if (!parts) {
    return form.refuse(
        "the Credential is mal-formed; expecting "
        "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  const auto midnight = wire::parse_iso_day(parts->day);
  if (!midnight) {
    return form.refuse("incorrect date format \"", parts->day,
                       "\". This date in the credential must be in the format \"yyyyMMdd\".");
  }
  if (parts->region.empty()) {
    return form.refuse("a non-empty region must be provided in the credential.");
  }
  if (parts->region != rules.region) {
    return form.refuse("the region '", parts->region, "' is wrong; expecting '", rules.region, "'")
        .with("Region", rules.region);
  }
  if (parts->service != rules.service) {
    return form.refuse("incorrect service \"", parts->service, "\". This endpoint belongs to \"",
                       rules.service, "\".");
  }
  if (parts->terminal != "aws4_request") {
    return form.refuse("incorrect terminal \"", parts->terminal,
                       "\". This endpoint uses \"aws4_request\".");
  }
  parts->midnight = *midnight;
  return *parts;
}

wire::Result<void> all_signed(const wire::Headers& headers,
                              const std::vector<std::string_view>& signed_headers) {
  std::vector<std::string> missing;
  for (const wire::Header& header : headers) {
    if (must_be_signed(header.name) && !is_listed(header.name, signed_headers)) {
      missing.push_back(wire::lower(header.name));
    }
  }
  if (missing.empty()) return wire::ok();
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  std::string names;
  for (const std::string& name : missing) {
    if (!names.empty()) names += ", ";
    names += name;
  }
  return Error(Errc::AccessDenied,
               "There were headers present in the request which were not signed")
      .with("HeadersNotSigned", names);
}

wire::Result<Verdict> key_and_signature_hold(const Request& request, const Claim& claim,
                                             const Credential& credential,
                                             const std::vector<std::string_view>& signed_headers,
                                             Payload payload) {
  Verdict verdict;
  verdict.scheme = claim.scheme;
  PAIL_TRY(verdict.key, known_key(request, credential.access_key, claim.token));
  std::string canonical =
      v4::canonical_request(request.message, signed_headers, claim.payload_hash);
  const std::string text =
      v4::string_to_sign(claim.algorithm, claim.date_text, credential.scope, canonical);
  const std::string computed =
      verdict.key->sign_v4(text, credential.day, credential.region, credential.service);
  PAIL_TRY(matches({credential.access_key, claim.signature, computed, text, canonical}));
  PAIL_TRY(token_has_use(*verdict.key, claim.token));
  verdict.payload = payload;
  if (payload == Payload::sha256) verdict.payload_sha256 = wire::lower(claim.payload_hash);
  if (payload == Payload::chunked_signed || payload == Payload::chunked_signed_trailer) {
    verdict.seed = ChunkSeed{computed, std::string(claim.date_text), std::string(credential.scope),
                             std::move(canonical)};
  }
  return verdict;
}

std::optional<Payload> framing_of(std::string_view payload_hash) noexcept {
  if (payload_hash == v4::streaming_signed) return Payload::chunked_signed;
  if (payload_hash == v4::streaming_signed_trailer) return Payload::chunked_signed_trailer;
  if (payload_hash == v4::streaming_unsigned_trailer) return Payload::chunked_unsigned_trailer;
  return std::nullopt;
}

bool is_asymmetric(std::string_view payload_hash) noexcept {
  return payload_hash == "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" ||
         payload_hash == "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER";
}

}  // namespace pail::signer::checks
