// What the two forms of Signature Version 4 share when verifying: what a request claims, and the
// checks that end both tables of spec/sigv4.md §9. Internal to signer/verify_v4*.cpp.
// All views point into the request.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signer/checks.hpp"
#include "signer/v4.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::signer::checks {

// What a request says about its signature, as sent.
struct Claim {
  Scheme scheme = Scheme::v4_header;
  std::string_view algorithm;
  std::string_view date_text;
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
  std::string_view payload_hash;
  std::string_view token;
  std::string_view region_set;  // V4A

  Algorithm signed_by() const noexcept {
    const bool asymmetric = scheme == Scheme::v4a_header || scheme == Scheme::v4a_query;
    return asymmetric ? Algorithm::ecdsa_p256 : Algorithm::hmac_sha256;
  }
};

struct Credential {
  std::string_view access_key, day, region, service, terminal;  // V4A's has no region
  std::string_view scope;                                       // all behind the access key
  wire::Seconds midnight = {};                                  // of day
};

// What x-amz-content-sha256 says.
struct Body {
  Payload payload;
  PayloadSha256 sha256 = {};
};

// How a form words its refusals of a credential (§7).
struct Form {
  wire::Errc code;
  std::string_view prefix;

  template <class... Texts>
  wire::Error refuse(const Texts&... texts) const {
    std::string message(prefix);
    (message.append(texts), ...);
    return wire::Error(code, message);
  }
};

// §7, all but the day. V4A's scope names no region: where V4's is checked, the region set is.
wire::Result<Credential> scope_is_ours(const Claim& claim, const Form& form, const Rules& rules);
// §8.
wire::Result<void> all_signed(const wire::Headers& headers,
                              const v4::SignedHeaders& signed_headers);
// The access key, then the signature.
wire::Result<Verdict> key_and_signature_hold(const Request& request, const Claim& claim,
                                             const Credential& credential,
                                             const v4::SignedHeaders& signed_headers,
                                             const Body& body);

// The aws-chunked framing that x-amz-content-sha256 announces, if it does. InvalidRequest: its
// chunks would be signed by another algorithm than the head is, whose signature they continue from.
// What S3 says to that is not known; it is what it says to a keyword that does not fit the
// operation.
wire::Result<std::optional<Payload>> announced_framing(std::string_view payload_hash,
                                                       Algorithm head);

}  // namespace pail::signer::checks
