// Writing aws-chunked bodies, for clients: the counterpart of ChunkDecoder (chunked.hpp), made of
// the same rules. Spec: shared/spec/sigv4.md §10, §13.
//
// Not thread-safe. Breaking the rules (another length than promised, other trailers than announced,
// a short chunk before the last) is a mistake of the caller: std::logic_error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signer/chunk_chain.hpp"
#include "signer/chunked.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"

namespace pail::signer {

// x-amz-content-sha256 of a chunked form. `by` is what signs the chunks, if anything does.
std::string_view chunked_keyword(Payload form, Algorithm by = Algorithm::hmac_sha256);

// What a trailer will take, before its value is known.
struct TrailerRoom {
  std::string name;
  std::size_t value_bytes = 0;
};

class ChunkEncoder {
 public:
  static constexpr std::size_t usual_chunk_bytes = 65536;  // SDKs'; S3 asks for 8192 at least

  // `rules.key` and `rules.seed` (v4::sign_head) for the signed forms.
  explicit ChunkEncoder(ChunkRules rules);

  // One chunk of `data`; nothing when it is empty, since the empty chunk ends a body.
  void append_chunk(std::string& out, wire::Bytes data);
  // The zero chunk and the trailers, in the order given. Once, and last.
  void finish(std::string& out, const std::vector<Trailer>& trailers = {});

 private:
  void append_head(std::string& out, wire::Bytes data);

  ChunkRules rules_;
  std::optional<ChunkChain> chain_;  // signed forms only
  std::uint64_t sent_ = 0;
  std::size_t last_chunk_ = wire::limits::chunk_bytes_min;
};

// Content-Length of a body of `decoded_length` bytes in chunks of `chunk_bytes`, the last of which
// holds what is left.
std::uint64_t encoded_length(Payload form, Algorithm by, std::uint64_t decoded_length,
                             const std::vector<TrailerRoom>& trailers = {},
                             std::size_t chunk_bytes = ChunkEncoder::usual_chunk_bytes);

// A whole body at once. rules.decoded_length and rules.announced are taken from `body` and
// `trailers`.
std::string encode_chunked(ChunkRules rules, std::string_view body,
                           const std::vector<Trailer>& trailers = {},
                           std::size_t chunk_bytes = ChunkEncoder::usual_chunk_bytes);

}  // namespace pail::signer
