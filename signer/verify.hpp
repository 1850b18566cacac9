// Judges a request's authentication as S3 does: the same order, the same error for each fault.
// The order is a list of small checks in verify_v2.cpp and verify_v4_*.cpp that reads like the
// tables of shared/spec/sigv2.md §9 and sigv4.md §9.
//
// Pure: everything it needs comes in, nothing is logged. Thread-safe. Secrets never reach an Error;
// StringToSign and CanonicalRequest do, as on S3.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "signer/chunk_seed.hpp"
#include "signer/credentials.hpp"
#include "signer/message.hpp"
#include "signer/text.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::signer {

enum class Scheme : std::uint8_t {
  anonymous,
  v2_header,
  v2_query,
  v2_post,
  v4_header,
  v4_query,
  v4_post,
  v4a_header,
  v4a_query
};
std::string_view name(Scheme scheme) noexcept;  // "V2 header" ...

// What x-amz-content-sha256 promises about the body (sigv4.md §6).
enum class Payload : std::uint8_t {
  unspecified,              // V2, anonymous, V4 query unless its header announces chunks
  unsigned_payload,         // UNSIGNED-PAYLOAD
  sha256,                   // 64 hex digits, compared with the body on PUT and POST
  chunked_signed,           // STREAMING-AWS4-HMAC-SHA256-PAYLOAD or V4A's twin
  chunked_signed_trailer,   // ...-TRAILER
  chunked_unsigned_trailer  // STREAMING-UNSIGNED-PAYLOAD-TRAILER
};

constexpr bool has_signed_chunks(Payload payload) noexcept {
  return payload == Payload::chunked_signed || payload == Payload::chunked_signed_trailer;
}
constexpr bool has_chunks(Payload payload) noexcept {
  return has_signed_chunks(payload) || payload == Payload::chunked_unsigned_trailer;
}

// Lower-case hex, or "".
class PayloadSha256 {
 public:
  PayloadSha256() = default;
  explicit PayloadSha256(const FixedText<64>& digits) noexcept : digits_(digits), is_sent_(true) {}
  operator std::string_view() const noexcept {
    return is_sent_ ? std::string_view(digits_) : std::string_view{};
  }

 private:
  FixedText<64> digits_ = {};
  bool is_sent_ = false;
};

struct Verdict {
  Scheme scheme = Scheme::anonymous;
  std::shared_ptr<const Key> key;  // null when anonymous
  Payload payload = Payload::unspecified;
  PayloadSha256 payload_sha256;   // when payload == sha256
  std::optional<ChunkSeed> seed;  // when payload is one of the signed chunked forms
};

// Deviations of widely used clients that S3 itself refuses; all off unless somebody asks.
struct Compat {
  // V2 as boto3 signs it: see v2_compat.hpp.
  bool boto_v2 = false;
};

struct Rules {
  wire::Time now;
  std::string_view region;  // the endpoint's; compared with case
  std::string_view service = "s3";
  // STS and IAM do not ask for x-amz-content-sha256: where it is absent, this is the HashedPayload
  // (lower-case hex of the body's SHA-256). "": the header is mandatory, as on S3.
  std::string_view payload_sha256 = {};
  Compat compat = {};
};

// A refusal is an Error with S3's elements in S3's order. Success with scheme anonymous means: no
// credential was sent.
wire::Result<Verdict> verify(const Message& message, const KeyRing& keys, const Rules& rules);

}  // namespace pail::signer
