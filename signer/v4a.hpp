// SigV4A, the asymmetric variant of Signature Version 4 (AWS4-ECDSA-P256-SHA256): the canonical
// forms are v4.hpp's, the scope has no region, and a signed set of regions says where the signature
// holds. Verifying is verify.hpp. Spec: shared/spec/sigv4.md §13.
//
// Signatures differ at each call, since ECDSA draws a number for each: verify, never compare.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "signer/credentials.hpp"
#include "signer/message.hpp"
#include "signer/v4.hpp"
#include "wire/clock.hpp"
#include "wire/ecdsa.hpp"

namespace pail::signer::v4a {

inline constexpr std::string_view algorithm = "AWS4-ECDSA-P256-SHA256";
inline constexpr std::string_view streaming_signed = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD";
inline constexpr std::string_view streaming_signed_trailer =
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER";

// The key pair of a secret: the same wherever it is derived, so that S3 can verify without storing
// it.
wire::P256PrivateKey private_key(std::string_view access_key, std::string_view secret);

// Whether a region set ("us-east-1", "us-*,eu-west-1", "*") has that region: entries between
// commas, each of them whole, without case, '*' for any run of characters, spaces kept.
bool covers(std::string_view region_set, std::string_view region) noexcept;

// As in v4.hpp, with x-amz-region-set among message.headers.
v4::SignedHead sign_head(const Key& key, const Message& message, wire::Time now,
                         std::string_view service = "s3");
std::string authorization(const Key& key, const Message& message, wire::Time now,
                          std::string_view service = "s3");
// As in v4.hpp; adds X-Amz-Region-Set too.
void presign(const Key& key, const Message& message, wire::Query& query,
             std::string_view region_set, wire::Time now, std::chrono::seconds expires,
             std::string_view service = "s3");

}  // namespace pail::signer::v4a
