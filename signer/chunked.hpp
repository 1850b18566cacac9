// aws-chunked bodies: decoding while bytes arrive (chunk_encoder.hpp writes them). Spec:
// shared/spec/sigv4.md §10, §13, semantics.md §11.
//
// A Decoder holds at most one chunk line or the trailer (limits.hpp), never a chunk: data is handed
// on as it comes, so a signed chunk's bytes reach the sink before its signature is judged. That is
// safe because nothing is visible before finish(): a bad signature fails the whole upload. Not
// thread-safe. Framing may be split at any byte between calls.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signer/verify.hpp"
#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::signer {

struct Trailer {
  std::string name;  // lower case
  std::string value;
};

struct ChunkRules {
  Payload payload = Payload::chunked_unsigned_trailer;  // one of the chunked_* forms
  std::uint64_t decoded_length = 0;                     // x-amz-decoded-content-length
  std::vector<std::string> announced = {};              // x-amz-trailer, lower case
  std::shared_ptr<const Key> key = {};                  // for the signed forms
  std::optional<ChunkSeed> seed = {};
};

class ChunkDecoder {
 public:
  using Sink = std::function<wire::Result<void>(wire::Bytes)>;
  // Throws std::logic_error for rules that cannot be: another payload, signed chunks without key.
  explicit ChunkDecoder(ChunkRules rules);
  ~ChunkDecoder();
  ChunkDecoder(ChunkDecoder&&) noexcept;
  ChunkDecoder& operator=(ChunkDecoder&&) noexcept;

  // Errors: IncompleteBody (any broken framing, as S3 calls it; more data than promised),
  // InvalidChunkSizeError, SignatureDoesNotMatch, MalformedTrailerError (too long), or the sink's.
  // After an error the decoder must not be used.
  wire::Result<void> write(wire::Bytes encoded, const Sink& sink);
  // The encoded body has ended. IncompleteBody without its zero chunk, its last empty line or the
  // promised length; MalformedTrailerError unless exactly the announced trailers (and, where the
  // form has one, their signature) arrived; SignatureDoesNotMatch for the trailer's.
  wire::Result<void> finish();
  // After finish(), in order of arrival, without the signature.
  const std::vector<Trailer>& trailers() const noexcept;

 private:
  class State;
  std::unique_ptr<State> state_;
};

// "x-amz-trailer: a, b" -> {"a", "b"}, lower case.
std::vector<std::string> announced_trailers(std::string_view header);
// Content-Encoding without aws-chunked; "" when nothing is left.
std::string content_encoding_without_aws_chunked(std::string_view value);
}  // namespace pail::signer
