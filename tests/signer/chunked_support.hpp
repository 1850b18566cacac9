// Chunked bodies for tests: decoding them in pieces, and what came out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signer/chunked.hpp"
#include "tests/signer/support.hpp"

namespace pail::signer::testing {

struct Decoded {
  std::string data;
  std::vector<Trailer> trailers;
  std::optional<wire::Error> error;
};

inline std::string outcome(const Decoded& decoded) {
  return decoded.error ? outcome(*decoded.error) : "decoded";
}

inline wire::Result<void> feed(ChunkDecoder& decoder, const std::vector<std::string_view>& pieces,
                               std::string& data) {
  for (const std::string_view piece : pieces) {
    PAIL_TRY(decoder.write(wire::as_bytes(piece), [&](wire::Bytes bytes) -> wire::Result<void> {
      data += wire::as_text(bytes);
      return wire::ok();
    }));
  }
  return decoder.finish();
}

inline Decoded decode(const ChunkRules& rules, const std::vector<std::string_view>& pieces) {
  ChunkDecoder decoder(rules);
  Decoded decoded;
  const auto result = feed(decoder, pieces, decoded.data);
  if (!result) decoded.error = result.error();
  decoded.trailers = decoder.trailers();
  return decoded;
}

// One of the five streaming forms, with rules whose key and seed fit it.
struct StreamingForm {
  const char* name;
  Payload payload;
  Algorithm algorithm;

  ChunkRules rules() const {
    ChunkRules made;
    made.payload = payload;
    if (!has_signed_chunks(payload)) return made;
    const bool hmac = algorithm == Algorithm::hmac_sha256;
    made.key = std::make_shared<const Key>(Credentials(access_key, secret_key));
    made.seed = ChunkSeed{"5eed", "20130524T000000Z",
                          hmac ? "20130524/us-east-1/s3/aws4_request" : "20130524/s3/aws4_request",
                          "the seed's request", algorithm};
    return made;
  }
  bool has_trailer() const { return payload != Payload::chunked_signed; }
};

inline constexpr StreamingForm streaming_forms[] = {
    {"Signed", Payload::chunked_signed, Algorithm::hmac_sha256},
    {"SignedTrailer", Payload::chunked_signed_trailer, Algorithm::hmac_sha256},
    {"UnsignedTrailer", Payload::chunked_unsigned_trailer, Algorithm::hmac_sha256},
    {"V4ASigned", Payload::chunked_signed, Algorithm::ecdsa_p256},
    {"V4ASignedTrailer", Payload::chunked_signed_trailer, Algorithm::ecdsa_p256},
};

}  // namespace pail::signer::testing
