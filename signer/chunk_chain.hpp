// The chain of signatures over the chunks of a body and its trailer, each continuing from the one
// before: what ChunkEncoder writes and ChunkDecoder checks. Internal to signer/. Not thread-safe.
// Spec: shared/spec/sigv4.md §10, §13.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "signer/chunk_seed.hpp"
#include "signer/chunked.hpp"
#include "signer/credentials.hpp"
#include "wire/digest.hpp"
#include "wire/result.hpp"

namespace pail::signer {

// Characters of a chunk's or trailer's signature on the wire. V4A's vary in length, so they are
// padded to the longest: a client can tell the length of the body before it has signed it.
std::size_t chunk_signature_chars(Algorithm algorithm) noexcept;

class ChunkChain {
 public:
  ChunkChain(std::shared_ptr<const Key> key, ChunkSeed seed);

  // The next signature, padded.
  std::string sign_chunk(const wire::Sha256Digest& data);
  // `signed_text`: trailer::signed_text().
  std::string sign_trailer(std::string_view signed_text);

  // SignatureDoesNotMatch unless `provided`, with any padding or none, is the next signature.
  wire::Result<void> accept_chunk(std::string_view provided, const wire::Sha256Digest& data);
  wire::Result<void> accept_trailer(std::string_view provided, std::string_view signed_text);

 private:
  std::string chunk_text(const wire::Sha256Digest& data) const;
  std::string trailer_text(std::string_view signed_text) const;
  std::string sign(const std::string& text);
  wire::Result<void> accept(std::string_view provided, const std::string& text);

  std::shared_ptr<const Key> key_;
  ChunkSeed seed_;                               // its signature is the previous one
  std::optional<wire::HmacSha256> signing_key_;  // of AWS4-HMAC-SHA256 only
};

// The chain that rules ask for: nullopt for unsigned chunks. Throws std::logic_error for rules that
// cannot be: another payload, signed chunks without key or seed.
std::optional<ChunkChain> chain_of(const ChunkRules& rules);

}  // namespace pail::signer
