#include "emulator/body.hpp"

#include "wire/encode.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

Error too_long(std::size_t bytes_max) {
  return Error(Errc::MaxMessageLengthExceeded)
      .with("MaxMessageLengthBytes", std::to_string(bytes_max));
}

class CollectedBody final : public net::Upload {
 public:
  CollectedBody(Call& call, BodyPromise promise, std::size_t bytes_max, DocumentHandler handler)
      : call_(call), digests_(std::move(promise)), bytes_max_(bytes_max), handler_(handler) {}

  Result<void> write(net::Bytes piece) override {
    if (document_.size() + piece.size() > bytes_max_) return too_long(bytes_max_);
    document_ += wire::as_text(piece);
    return wire::ok();
  }

  Result<Reply> finish() override {
    digests_.update(wire::as_bytes(document_));
    digests_.finish();
    return handler_(call_, digests_, document_);
  }

 private:
  Call& call_;
  BodyDigests digests_;
  std::size_t bytes_max_;
  DocumentHandler handler_;
  std::string document_;
};

}  // namespace

Result<void> check_upload_length(const Call& call) {
  constexpr std::uint64_t bytes_max = wire::limits::put_bytes_max;
  if (!call.body_length) return Errc::MissingContentLength;
  if (*call.body_length <= bytes_max) return wire::ok();
  return Error(Errc::EntityTooLarge)
      .with("ProposedSize", std::to_string(*call.body_length))
      .with("MaxSizeAllowed", std::to_string(bytes_max));
}

Result<std::optional<ContentMd5>> read_content_md5(const wire::Headers& headers) {
  const auto text = headers.find("Content-MD5");
  if (!text) return std::optional<ContentMd5>();
  auto bytes = wire::from_base64(*text);
  if (!bytes || bytes->size() != wire::Md5Digest{}.size()) {
    return Error(Errc::InvalidDigest).with("Content-MD5", *text);
  }
  return std::optional(ContentMd5{std::string(*text), std::move(*bytes)});
}

BodyDigests::BodyDigests(BodyPromise promise)
    : promise_(std::move(promise)),
      checksum_(promise_.checksum ? promise_.checksum->algorithm
                                  : wire::ChecksumAlgorithm::crc64nvme) {
  if (!promise_.payload_sha256.empty()) sha256_.emplace();
}

void BodyDigests::update(wire::Bytes piece) noexcept {
  md5_.update(piece);
  checksum_.update(piece);
  if (sha256_) sha256_->update(piece);
}

void BodyDigests::finish() {
  md5_digest_ = md5_.finish();
  checksum_text_ = checksum_.base64();
  if (sha256_) sha256_hex_ = wire::to_hex(sha256_->finish());
}

Result<void> BodyDigests::check_payload() const {
  if (promise_.payload_sha256 == sha256_hex_) return wire::ok();
  return Error(Errc::XAmzContentSHA256Mismatch)
      .with("ClientComputedContentSHA256", promise_.payload_sha256)
      .with("S3ComputedContentSHA256", sha256_hex_);
}

Result<void> BodyDigests::check_md5(Expected form) const {
  if (!promise_.md5 || promise_.md5->bytes == wire::as_text(md5_digest_)) return wire::ok();
  const bool hex = form == Expected::in_hex;
  return Error(Errc::BadDigest)
      .with("CalculatedDigest", wire::to_base64(md5_digest_))
      .with("ExpectedDigest",
            hex ? wire::to_hex(wire::as_bytes(promise_.md5->bytes)) : promise_.md5->text);
}

Result<void> BodyDigests::check_checksum(const wire::Headers& trailers) const {
  if (!promise_.checksum) return wire::ok();
  const DeclaredChecksum& declared = *promise_.checksum;
  const std::string_view header = wire::header_name(declared.algorithm);
  const std::string_view expected = declared.in_trailer ? trailers.get(header) : declared.value;
  if (!wire::is_checksum_text(declared.algorithm, expected)) {
    return Error(Errc::InvalidRequest,
                 "Value for " + std::string(header) + " trailing header is invalid.");
  }
  if (expected == checksum_text_) return wire::ok();
  return Error(Errc::BadDigest, "The " + std::string(wire::name(declared.algorithm)) +
                                    " you specified did not match the calculated checksum.");
}

Result<Begin> collect(Call& call, BodyPromise promise, std::size_t bytes_max,
                      DocumentHandler handler) {
  if (call.body_length.value_or(0) > bytes_max) return too_long(bytes_max);
  return Begin(std::make_unique<CollectedBody>(call, std::move(promise), bytes_max, handler));
}

}  // namespace pail::emulator
