// Signature Version 4 (AWS4-HMAC-SHA256): canonical forms and signing. Verifying is verify.hpp,
// built on these; v4a.hpp has what differs for AWS4-ECDSA-P256-SHA256. Spec: shared/spec/sigv4.md
// §1-6.
#pragma once

#include <boost/container/small_vector.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "signer/chunk_seed.hpp"
#include "signer/credentials.hpp"
#include "signer/message.hpp"
#include "signer/text.hpp"
#include "wire/clock.hpp"

namespace pail::signer::v4 {

inline constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view streaming_unsigned_trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
inline constexpr std::string_view streaming_signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
inline constexpr std::string_view streaming_signed_trailer =
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
inline constexpr std::string_view empty_payload_sha256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

struct Scope {
  std::string day;  // yyyyMMdd
  std::string region;
  std::string service = "s3";
  std::string text() const;  // day/region/service/aws4_request
};

// "a;b;c" and its names, as listed (lower case, sorted by who signs; as sent when verifying). Views
// into the text, which must outlive it.
class SignedHeaders {
 public:
  using Names = boost::container::small_vector<std::string_view, 8>;  // 8: short of metadata

  explicit SignedHeaders(std::string_view list);
  std::string_view list() const noexcept { return list_; }
  const Names& names() const noexcept { return names_; }

 private:
  std::string_view list_;
  Names names_;
};

// §2.
void append_canonical_request(Text& out, const Message& message,
                              const SignedHeaders& signed_headers, std::string_view payload_hash);
std::string canonical_request(const Message& message, std::string_view signed_headers,
                              std::string_view payload_hash);
// §3. `algorithm_text` and `date_text` as spelled in the request.
void append_string_to_sign(Text& out, std::string_view algorithm_text, std::string_view date_text,
                           std::string_view scope, std::string_view canonical_request);
std::string string_to_sign(std::string_view algorithm_text, std::string_view date_text,
                           std::string_view scope, std::string_view canonical_request);

// The value of Authorization, and what the chunks of the body continue from when
// x-amz-content-sha256 announces signed ones (chunk_encoder.hpp).
struct SignedHead {
  std::string authorization;
  ChunkSeed seed;
};
// message.headers must hold host, x-amz-content-sha256, x-amz-date and, for temporary keys,
// x-amz-security-token; host, content-type, content-md5 and all x-amz-* are signed.
SignedHead sign_head(const Key& key, const Message& message, std::string_view region,
                     wire::Time now, std::string_view service = "s3");
// The first half of sign_head().
void append_authorization(std::string& out, const Key& key, const Message& message,
                          std::string_view region, wire::Time now, std::string_view service = "s3");
std::string authorization(const Key& key, const Message& message, std::string_view region,
                          wire::Time now, std::string_view service = "s3");

// Adds the X-Amz-* parameters to `query` (message.query must be that object). Headers of `message`
// that are to be bound (host always; content-type, x-amz-* when present) are listed in
// X-Amz-SignedHeaders.
void presign(const Key& key, const Message& message, wire::Query& query, std::string_view region,
             wire::Time now, std::chrono::seconds expires, std::string_view service = "s3");

// §10: one signed chunk's, and the trailer's, string to sign.
std::string chunk_string_to_sign(std::string_view date_text, std::string_view scope,
                                 std::string_view previous_signature,
                                 std::string_view data_sha256_hex,
                                 Algorithm by = Algorithm::hmac_sha256);
std::string trailer_string_to_sign(std::string_view date_text, std::string_view scope,
                                   std::string_view previous_signature,
                                   std::string_view trailer_sha256_hex,
                                   Algorithm by = Algorithm::hmac_sha256);

}  // namespace pail::signer::v4
