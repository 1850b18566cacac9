// What the four forms of verification share: the request under judgement, the checks that stand in
// more than one table of spec/sigv2.md §9 and sigv4.md §9, and one entry point per form. Internal
// to signer/verify*.cpp.
//
// Every check returns what it learnt, or the refusal; none changes anything.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "signer/verify.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/result.hpp"

namespace pail::signer::checks {

struct Request {
  const Message& message;
  const KeyRing& keys;
  const Rules& rules;
  std::string_view authorization;  // the header, where there is one
};

wire::Result<Verdict> verify_v2_header(const Request& request);
wire::Result<Verdict> verify_v2_query(const Request& request);
// `scheme`: v4_header or v4a_header, as the Authorization header names it.
wire::Result<Verdict> verify_v4_header(const Request& request, Scheme scheme);
// V4A too, where X-Amz-Algorithm says so.
wire::Result<Verdict> verify_v4_query(const Request& request);

// The date that header authentication goes by, as sent and as read.
struct RequestDate {
  std::string_view text;
  wire::Seconds time;
  bool is_amz;  // x-amz-date
};
// AccessDenied: missing, unreadable, before 1970.
wire::Result<RequestDate> readable_date(const Request& request);
// RequestTimeTooSkewed when `date` and the server's clock are more than 15 minutes apart.
wire::Result<void> within_skew(const RequestDate& date, wire::Time now);
// Whether `end` is over. S3 compares in milliseconds (measured of V2's Expires).
bool has_passed(wire::Seconds end, wire::Time now) noexcept;

// InvalidAccessKeyId: no such key, or a temporary key without token. InvalidToken: another token.
// ExpiredToken: its time is over by Rules::now, which S3 says before it looks at the signature.
wire::Result<std::shared_ptr<const Key>> known_key(const Request& request,
                                                   std::string_view access_key,
                                                   std::string_view token);
// SignatureDoesNotMatch unless the texts are equal; `canonical_request` is V4's.
struct Signature {
  std::string_view access_key;
  std::string_view provided;
  std::string_view computed;  // nothing for V4A, whose signatures differ each time
  std::string_view string_to_sign;
  std::string_view canonical_request;
};
wire::Result<void> matches(const Signature& signature);
wire::Error signature_mismatch(const Signature& signature);
// InvalidToken when a token came with a key that has none. S3 looks at it after the signature.
wire::Result<void> token_has_use(const Key& key, std::string_view token);

// InvalidArgument about the Authorization header, which is repeated in the document.
wire::Error invalid_authorization(std::string_view why, std::string_view header);

inline constexpr std::string_view one_space_required =
    "Authorization header is invalid -- one and only one ' ' (space) required";

}  // namespace pail::signer::checks
