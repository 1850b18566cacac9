// Signing by Version 4, with either algorithm: the headers and the scope are chosen here, the texts
// come from v4.cpp. Implements the signing parts of v4.hpp and v4a.hpp.
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <string>
#include <utility>

#include "signer/canonical.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::signer {
namespace {

// What we sign: all that must be signed (sigv4.md §8), the Content-Type, which decides what a
// browser does with the object, and a Content-Length that the caller put there, who then holds an
// upload to it (what net sends on its own is not among the headers). Not what proxies change.
bool is_signed_by_us(std::string_view name) noexcept {
  return canonical::is_amz(name) || canonical::is_named(name, "host") ||
         canonical::is_named(name, "content-type") || canonical::is_named(name, "content-md5") ||
         canonical::is_named(name, "content-length");
}

std::string signed_header_list(const wire::Headers& headers) {
  boost::container::small_vector<std::string_view, 16> names;
  for (const wire::Header& header : headers) {
    if (is_signed_by_us(header.name)) names.push_back(header.name);
  }
  std::sort(names.begin(), names.end(), canonical::name_less);
  names.erase(std::unique(names.begin(), names.end(), wire::iequals), names.end());
  std::string list;
  list.reserve(128);  // what SDKs sign at most, short of metadata
  for (const std::string_view name : names) {
    if (!list.empty()) list += ';';
    canonical::append_lower(list, name);
  }
  return list;
}

// Who signs, when, and for what.
struct Signer {
  const Key& key;
  Algorithm algorithm;
  v4::Scope scope;  // V4A's has no region

  std::string_view algorithm_text() const noexcept {
    return algorithm == Algorithm::hmac_sha256 ? v4::algorithm : v4a::algorithm;
  }
  std::string scope_text() const {
    return algorithm == Algorithm::hmac_sha256 ? scope.text()
                                               : v4a::scope_text(scope.day, scope.service);
  }
  std::string sign(std::string_view text) const {
    return algorithm == Algorithm::hmac_sha256
               ? key.sign_v4(text, scope.day, scope.region, scope.service)
               : key.sign_v4a(text);
  }
};

// A head that is complete but for its signature.
struct Unsigned {
  const Message& message;
  std::string scope_text;
  std::string signed_headers;
  std::string_view date_text, payload_hash;

  ChunkSeed sign(const Signer& signer) && {
    std::string request =
        v4::canonical_request(message, v4::split_signed_headers(signed_headers), payload_hash);
    std::string signature =
        signer.sign(v4::string_to_sign(signer.algorithm_text(), date_text, scope_text, request));
    return {std::move(signature), std::string(date_text), std::move(scope_text), std::move(request),
            signer.algorithm};
  }
};

v4::SignedHead sign_head(const Signer& signer, const Message& message) {
  Unsigned head{message, signer.scope_text(), signed_header_list(message.headers),
                canonical::request_date(message.headers),
                message.headers.get("x-amz-content-sha256")};
  std::string out;
  out.reserve(512);  // V4A's signature alone has up to 144 characters
  out += signer.algorithm_text();
  out += " Credential=";
  out += signer.key.access_key();
  out += '/';
  out += head.scope_text;
  out += ",SignedHeaders=";
  out += head.signed_headers;
  out += ",Signature=";
  ChunkSeed seed = std::move(head).sign(signer);
  out += seed.signature;
  return {std::move(out), std::move(seed)};
}

// How long a URL lives, from when on, and where.
struct Lifetime {
  wire::Time now;
  std::chrono::seconds expires;
  std::string_view region_set;  // V4A's
};

void presign(const Signer& signer, const Message& message, wire::Query& query,
             const Lifetime& lifetime) {
  const std::string date_text = wire::format_iso_basic(lifetime.now);
  const auto sent_hash = message.headers.find("x-amz-content-sha256");
  Unsigned head{message, signer.scope_text(), signed_header_list(message.headers), date_text,
                sent_hash.value_or(v4::unsigned_payload)};
  query.add("X-Amz-Algorithm", signer.algorithm_text());
  query.add("X-Amz-Credential", std::string(signer.key.access_key()) + '/' + head.scope_text);
  query.add("X-Amz-Date", date_text);
  query.add("X-Amz-Expires", std::to_string(lifetime.expires.count()));
  if (signer.algorithm == Algorithm::ecdsa_p256) {
    query.add("X-Amz-Region-Set", lifetime.region_set);
  }
  query.add("X-Amz-SignedHeaders", head.signed_headers);
  const std::string_view token = signer.key.session_token();
  if (!token.empty()) query.add("X-Amz-Security-Token", token);
  query.add("X-Amz-Signature", std::move(head).sign(signer).signature);
}

Signer symmetric(const Key& key, std::string_view region, wire::Time now,
                 std::string_view service) {
  return {key,
          Algorithm::hmac_sha256,
          {wire::format_iso_day(now), std::string(region), std::string(service)}};
}

Signer asymmetric(const Key& key, wire::Time now, std::string_view service) {
  return {key, Algorithm::ecdsa_p256, {wire::format_iso_day(now), {}, std::string(service)}};
}

}  // namespace

namespace v4 {

SignedHead sign_head(const Key& key, const Message& message, std::string_view region,
                     wire::Time now, std::string_view service) {
  return signer::sign_head(symmetric(key, region, now, service), message);
}

std::string authorization(const Key& key, const Message& message, std::string_view region,
                          wire::Time now, std::string_view service) {
  return sign_head(key, message, region, now, service).authorization;
}

void presign(const Key& key, const Message& message, wire::Query& query, std::string_view region,
             wire::Time now, std::chrono::seconds expires, std::string_view service) {
  signer::presign(symmetric(key, region, now, service), message, query, {now, expires, {}});
}

}  // namespace v4

namespace v4a {

v4::SignedHead sign_head(const Key& key, const Message& message, wire::Time now,
                         std::string_view service) {
  return signer::sign_head(asymmetric(key, now, service), message);
}

std::string authorization(const Key& key, const Message& message, wire::Time now,
                          std::string_view service) {
  return sign_head(key, message, now, service).authorization;
}

void presign(const Key& key, const Message& message, wire::Query& query,
             std::string_view region_set, wire::Time now, std::chrono::seconds expires,
             std::string_view service) {
  signer::presign(asymmetric(key, now, service), message, query, {now, expires, region_set});
}

}  // namespace v4a
}  // namespace pail::signer
