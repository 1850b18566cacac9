// What the head of a request hands to the signed chunks of its body (shared/spec/sigv4.md §10): the
// signature they continue from, and what stands in each of their strings to sign.
#pragma once

#include <cstdint>
#include <string>

namespace pail::signer {

// The two algorithms of Signature Version 4.
enum class Algorithm : std::uint8_t {
  hmac_sha256,  // AWS4-HMAC-SHA256: one key per day, region and service
  ecdsa_p256    // AWS4-ECDSA-P256-SHA256, "V4A": one key pair for a set of regions (§13)
};

struct ChunkSeed {
  std::string signature;  // of the head
  std::string date_text;
  std::string scope;
  std::string canonical_request;  // for the error document of a bad chunk
  Algorithm algorithm = Algorithm::hmac_sha256;
};

}  // namespace pail::signer
