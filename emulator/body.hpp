// What a request promises about its body, and keeping it to its word: SHA-256 of the signature,
// Content-MD5, and one x-amz-checksum-* in a header or a trailer. Each step is a function of its
// own, because operations judge them in different orders (shared/spec/errors.md §9, step 11).
// Spec: shared/spec/semantics.md §10, errors.csv.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/operation.hpp"
#include "wire/checksum.hpp"
#include "wire/digest.hpp"

namespace pail::emulator {

// Of a body that is stored: MissingContentLength, EntityTooLarge.
Result<void> check_upload_length(const Call& call);

struct ContentMd5 {
  std::string text;   // as sent
  std::string bytes;  // 16
};
// InvalidDigest unless it is the Base64 of 16 bytes; an empty header is one too.
Result<std::optional<ContentMd5>> read_content_md5(const wire::Headers& headers);

struct DeclaredChecksum {
  wire::ChecksumAlgorithm algorithm;
  std::string value;        // Base64; "" while it is still to come
  bool in_trailer = false;  // announced by x-amz-trailer
};
// InvalidRequest: several, unknown or malformed ones, or an x-amz-sdk-checksum-algorithm that does
// not go with them.
Result<std::optional<DeclaredChecksum>> read_checksum(const wire::Headers& headers);
// The refusal of two x-amz-checksum-*.
wire::Error several_checksums();

struct BodyPromise {
  std::string payload_sha256;  // lower-case hex; "" for none
  std::optional<ContentMd5> md5 = {};
  std::optional<DeclaredChecksum> checksum = {};
};

// Runs along a body and computes what was promised, and what is stored in any case: the MD5 of the
// ETag and one checksum (CRC64NVME when the request names none). Not thread-safe.
class BodyDigests {
 public:
  explicit BodyDigests(BodyPromise promise);
  void update(wire::Bytes piece) noexcept;
  // The body is complete: no update() after this, and what follows only after it.
  void finish();

  // XAmzContentSHA256Mismatch.
  Result<void> check_payload() const;
  // BadDigest. S3 prints what PutObject was told in hex, elsewhere as sent.
  enum class Expected { in_hex, as_sent };
  Result<void> check_md5(Expected form) const;
  // BadDigest; InvalidRequest for a trailer that is no checksum.
  Result<void> check_checksum(const wire::Headers& trailers) const;

  std::string etag() const { return wire::to_hex(md5_digest_); }
  wire::ChecksumAlgorithm algorithm() const noexcept { return checksum_.algorithm(); }
  const std::string& checksum() const noexcept { return checksum_text_; }

 private:
  BodyPromise promise_;
  wire::Md5 md5_;
  wire::Checksum checksum_;
  std::optional<wire::Sha256> sha256_;
  wire::Md5Digest md5_digest_{};
  std::string checksum_text_;
  std::string sha256_hex_;
};

// An Upload that gathers a document of at most `bytes_max`, then hands it to `handler` together
// with its digests, finished. MaxMessageLengthExceeded, here or while writing.
using DocumentHandler = Result<Reply> (*)(Call& call, const BodyDigests& digests,
                                          std::string_view document);
Result<Begin> collect(Call& call, BodyPromise promise, std::size_t bytes_max,
                      DocumentHandler handler);

}  // namespace pail::emulator
