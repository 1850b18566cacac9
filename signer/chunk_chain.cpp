#include "signer/chunk_chain.hpp"

#include <stdexcept>
#include <utility>

#include "signer/checks.hpp"
#include "signer/v4.hpp"
#include "wire/ecdsa.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

constexpr char padding = '*';

// `scope`: day/region/service/aws4_request.
wire::HmacSha256 signing_key(const Key& key, std::string_view scope) {
  const std::size_t region = scope.find('/') + 1;
  const std::size_t service = scope.find('/', region) + 1;
  const std::size_t terminal = scope.find('/', service) + 1;
  return key.signing_key(scope.substr(0, region - 1), scope.substr(region, service - 1 - region),
                         scope.substr(service, terminal - 1 - service));
}

// What the next string to sign continues from is the signature proper.
std::string_view without_padding(std::string_view signature) {
  return signature.substr(0, signature.find_last_not_of(padding) + 1);
}

}  // namespace

std::optional<ChunkChain> chain_of(const ChunkRules& rules) {
  if (!has_chunks(rules.payload)) throw std::logic_error("the body is not aws-chunked");
  if (!has_signed_chunks(rules.payload)) return std::nullopt;
  if (!rules.key || !rules.seed) throw std::logic_error("signed chunks need key and seed");
  return ChunkChain(rules.key, *rules.seed);
}

std::size_t chunk_signature_chars(Algorithm algorithm) noexcept {
  return algorithm == Algorithm::hmac_sha256 ? 2 * wire::Sha256Digest().size()
                                             : 2 * wire::p256_der_bytes_max;
}

ChunkChain::ChunkChain(std::shared_ptr<const Key> key, ChunkSeed seed)
    : key_(std::move(key)), seed_(std::move(seed)) {
  if (seed_.algorithm == Algorithm::hmac_sha256) signing_key_ = signing_key(*key_, seed_.scope);
}

std::string ChunkChain::sign_chunk(const wire::Sha256Digest& data) {
  return sign(chunk_text(data));
}

std::string ChunkChain::sign_trailer(std::string_view signed_text) {
  return sign(trailer_text(signed_text));
}

wire::Result<void> ChunkChain::accept_chunk(std::string_view provided,
                                            const wire::Sha256Digest& data) {
  return accept(provided, chunk_text(data));
}

wire::Result<void> ChunkChain::accept_trailer(std::string_view provided,
                                              std::string_view signed_text) {
  return accept(provided, trailer_text(signed_text));
}

std::string ChunkChain::chunk_text(const wire::Sha256Digest& data) const {
  return v4::chunk_string_to_sign(seed_.date_text, seed_.scope, seed_.signature, wire::to_hex(data),
                                  seed_.algorithm);
}

std::string ChunkChain::trailer_text(std::string_view signed_text) const {
  return v4::trailer_string_to_sign(seed_.date_text, seed_.scope, seed_.signature,
                                    wire::to_hex(wire::sha256(wire::as_bytes(signed_text))),
                                    seed_.algorithm);
}

std::string ChunkChain::sign(const std::string& text) {
  seed_.signature = signing_key_ ? wire::to_hex((*signing_key_)(text)) : key_->sign_v4a(text);
  std::string padded = seed_.signature;
  padded.resize(chunk_signature_chars(seed_.algorithm), padding);
  return padded;
}

wire::Result<void> ChunkChain::accept(std::string_view provided, const std::string& text) {
  checks::Signature claim{key_->access_key(), provided, {}, text, seed_.canonical_request};
  if (signing_key_) {
    std::string computed = wire::to_hex((*signing_key_)(text));
    claim.computed = computed;
    PAIL_TRY(checks::matches(claim));
    seed_.signature = std::move(computed);
    return wire::ok();
  }
  const std::string_view signature = without_padding(provided);
  if (!key_->verify_v4a(text, signature)) return checks::signature_mismatch(claim);
  seed_.signature = signature;
  return wire::ok();
}

}  // namespace pail::signer
