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

// The names of what we sign.
void append_signed_list(Text& out, const wire::Headers& headers) {
  boost::container::small_vector<std::string_view, 16> names;
  for (const wire::Header& header : headers) {
    if (is_signed_by_us(header.name)) names.push_back(header.name);
  }
  std::sort(names.begin(), names.end(), canonical::name_less);
  names.erase(std::unique(names.begin(), names.end(), wire::iequals), names.end());
  for (const std::string_view& name : names) {
    if (&name != names.data()) out += ';';
    canonical::append_lower(out, name);
  }
}

// Who signs, when, and for what.
struct Signer {
  const Key& key;
  Algorithm algorithm;
  std::string day;
  std::string_view region, service;  // V4A's scope has no region

  std::string_view algorithm_text() const noexcept {
    return algorithm == Algorithm::hmac_sha256 ? v4::algorithm : v4a::algorithm;
  }
  // day/region/service/aws4_request
  void append_scope(Text& out) const {
    out += day;
    if (algorithm == Algorithm::hmac_sha256) {
      out += '/';
      out += region;
    }
    out += '/';
    out += service;
    out += "/aws4_request";
  }
  void append_signature(Text& out, std::string_view text) const {
    if (algorithm == Algorithm::hmac_sha256) {
      out += key.signature_v4(text, day, region, service);
    } else {
      out += key.sign_v4a(text);
    }
  }
};

// A head on its way to its signature.
struct Head {
  const Signer& signer;
  const Message& message;
  std::string_view date_text, payload_hash;
  Text scope, signed_headers;
  Text request;  // canonical; from append_signature() on

  Head(const Signer& by, const Message& what, std::string_view date, std::string_view hash)
      : signer(by), message(what), date_text(date), payload_hash(hash) {
    signer.append_scope(scope);
    append_signed_list(signed_headers, message.headers);
  }

  void append_signature(Text& out) {
    v4::append_canonical_request(request, message, v4::SignedHeaders(signed_headers), payload_hash);
    Text text;
    v4::append_string_to_sign(text, signer.algorithm_text(), date_text, scope, request);
    signer.append_signature(out, text);
  }
};

// The value of the header, and where in it the signature begins.
struct Authorization {
  Text text;
  std::size_t signature = 0;
  Head head;

  Authorization(const Signer& signer, const Message& message)
      : head(signer, message, canonical::request_date(message.headers).text,
             message.headers.get("x-amz-content-sha256")) {
    text += signer.algorithm_text();
    text += " Credential=";
    text += signer.key.access_key();
    text += '/';
    text += head.scope;
    text += ",SignedHeaders=";
    text += head.signed_headers;
    text += ",Signature=";
    signature = text.size();
    head.append_signature(text);
  }
};

v4::SignedHead sign_head(const Signer& signer, const Message& message) {
  const Authorization made(signer, message);
  return {made.text.string(),
          {std::string(made.text.view().substr(made.signature)), std::string(made.head.date_text),
           made.head.scope.string(), made.head.request.string(), signer.algorithm}};
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
  Head head(signer, message, date_text, sent_hash.value_or(v4::unsigned_payload));
  query.add("X-Amz-Algorithm", signer.algorithm_text());
  query.add("X-Amz-Credential", std::string(signer.key.access_key()) + '/' + head.scope.string());
  query.add("X-Amz-Date", date_text);
  query.add("X-Amz-Expires", std::to_string(lifetime.expires.count()));
  if (signer.algorithm == Algorithm::ecdsa_p256) {
    query.add("X-Amz-Region-Set", lifetime.region_set);
  }
  query.add("X-Amz-SignedHeaders", head.signed_headers);
  const std::string_view token = signer.key.session_token();
  if (!token.empty()) query.add("X-Amz-Security-Token", token);
  Text signature;
  head.append_signature(signature);
  query.add("X-Amz-Signature", signature);
}

Signer symmetric(const Key& key, std::string_view region, wire::Time now,
                 std::string_view service) {
  return {key, Algorithm::hmac_sha256, wire::format_iso_day(now), region, service};
}

Signer asymmetric(const Key& key, wire::Time now, std::string_view service) {
  return {key, Algorithm::ecdsa_p256, wire::format_iso_day(now), {}, service};
}

}  // namespace

namespace v4 {

SignedHead sign_head(const Key& key, const Message& message, std::string_view region,
                     wire::Time now, std::string_view service) {
  return signer::sign_head(symmetric(key, region, now, service), message);
}

void append_authorization(std::string& out, const Key& key, const Message& message,
                          std::string_view region, wire::Time now, std::string_view service) {
  out += Authorization(symmetric(key, region, now, service), message).text;
}

std::string authorization(const Key& key, const Message& message, std::string_view region,
                          wire::Time now, std::string_view service) {
  return Authorization(symmetric(key, region, now, service), message).text.string();
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
  return Authorization(asymmetric(key, now, service), message).text.string();
}

void presign(const Key& key, const Message& message, wire::Query& query,
             std::string_view region_set, wire::Time now, std::chrono::seconds expires,
             std::string_view service) {
  signer::presign(asymmetric(key, now, service), message, query, {now, expires, region_set});
}

}  // namespace v4a
}  // namespace pail::signer
