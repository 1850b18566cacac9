#include "client/upload.hpp"

#include <algorithm>

#include <utility>

#include "signer/v4.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using signer::ChunkEncoder;
using signer::Payload;

// A chunk with its head fits what net sends at once, and is a multiple of what SDKs use.
constexpr std::size_t chunk_bytes = 3 * ChunkEncoder::usual_chunk_bytes;

bool has_trailer(Payload form) noexcept {
  return form == Payload::chunked_signed_trailer || form == Payload::chunked_unsigned_trailer;
}

std::vector<std::string> trailer_names(const Upload& upload, Payload form) {
  if (!has_trailer(form)) return {};
  return {std::string(wire::header_name(*upload.algorithm()))};
}

std::size_t base64_chars(std::size_t bytes) noexcept {
  return (bytes + 2) / 3 * 4;
}

std::uint64_t length_of(const Upload& upload, Payload form) {
  std::vector<signer::TrailerRoom> room;
  for (std::string& name : trailer_names(upload, form)) {
    room.push_back({std::move(name), base64_chars(wire::width_bytes(*upload.algorithm()))});
  }
  return signer::encoded_length(form, signer::Algorithm::hmac_sha256, upload.size(), room,
                                chunk_bytes);
}

// Pulls chunk after chunk out of an Upload.
class ChunkedSource final : public net::Source {
 public:
  ChunkedSource(Upload& upload, signer::ChunkRules rules)
      : upload_(upload),
        form_(rules.payload),
        length_(length_of(upload, rules.payload)),
        encoder_(std::move(rules)) {}

  std::uint64_t size() const noexcept override { return length_; }
  Result<net::Bytes> next(std::size_t bytes_max) override;

 private:
  Result<void> encode_next();
  Result<net::Bytes> read_chunk();

  Upload& upload_;
  Payload form_;
  std::uint64_t length_;
  ChunkEncoder encoder_;
  std::uint64_t taken_ = 0;  // of the upload
  std::string plain_;        // a chunk that came in several pieces
  std::string encoded_;
  std::size_t at_ = 0;  // in encoded_
};

Result<net::Bytes> ChunkedSource::next(std::size_t bytes_max) {
  if (at_ == encoded_.size()) {
    PAIL_TRY(encode_next());
  }
  const net::Bytes piece = wire::as_bytes(std::string_view(encoded_).substr(at_, bytes_max));
  at_ += piece.size();
  return piece;
}

Result<void> ChunkedSource::encode_next() {
  encoded_.clear();
  at_ = 0;
  PAIL_TRY(const net::Bytes chunk, read_chunk());
  taken_ += chunk.size();
  encoder_.append_chunk(encoded_, chunk);
  if (taken_ < upload_.size()) return wire::ok();
  std::vector<signer::Trailer> trailers;
  for (std::string& name : trailer_names(upload_, form_)) {
    trailers.push_back({std::move(name), upload_.checksum()});
  }
  encoder_.finish(encoded_, trailers);
  return wire::ok();
}

// All chunks but the last are of one size: the length has been declared.
Result<net::Bytes> ChunkedSource::read_chunk() {
  const auto wanted =
      static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, upload_.size() - taken_));
  PAIL_TRY(net::Bytes piece, upload_.next(wanted));
  if (piece.size() == wanted) return piece;
  plain_.clear();
  while (!piece.empty()) {
    plain_ += wire::as_text(piece);
    if (plain_.size() == wanted) return wire::as_bytes(std::string_view(plain_));
    PAIL_TRY(piece, upload_.next(wanted - plain_.size()));
  }
  return wire::Error(wire::Errc::IncompleteBody, "the body is not as long as it said");
}

}  // namespace

Result<void> Upload::start() {
  PAIL_TRY(can_start_over_, body_.rewind());
  done_ = 0;
  sum_.clear();
  running_.reset();
  if (algorithm_) running_.emplace(*algorithm_);
  return wire::ok();
}

Result<net::Bytes> Upload::next(std::size_t bytes_max) {
  failed_ = true;
  PAIL_TRY(const net::Bytes piece, body_.next(bytes_max));
  failed_ = false;
  done_ += piece.size();
  if (running_) {
    running_->update(piece);
    if (done_ == size()) sum_ = std::exchange(running_, std::nullopt)->base64();
  }
  if (progress_ && done_ > reported_) progress_(reported_ = done_, size());
  return piece;
}

Payload form_of(const Upload& upload, const UploadWay& way) noexcept {
  if (!way.signs_v4) return Payload::unspecified;
  const auto algorithm = upload.algorithm();
  if (way.tls && !way.payload_signing) {
    return algorithm ? Payload::chunked_unsigned_trailer : Payload::unsigned_payload;
  }
  const bool counted_by_server = algorithm == wire::ChecksumAlgorithm::crc64nvme;
  if (algorithm && !counted_by_server) return Payload::chunked_signed_trailer;
  return way.loopback && !way.payload_signing ? Payload::unsigned_payload : Payload::chunked_signed;
}

std::string_view payload_keyword(Payload form) {
  if (signer::has_chunks(form)) return signer::chunked_keyword(form);
  return form == Payload::unsigned_payload ? signer::v4::unsigned_payload : std::string_view();
}

void announce(Request& request, const Upload& upload, Payload form) {
  if (!signer::has_chunks(form)) return;
  const auto encoding =
      std::find_if(request.headers.begin(), request.headers.end(),
                   [](const auto& field) { return wire::iequals(field.name, "Content-Encoding"); });
  if (encoding == request.headers.end()) {
    request.headers.push_back({"Content-Encoding", "aws-chunked"});
  } else {
    encoding->value.insert(0, "aws-chunked,");
  }
  request.headers.push_back({"x-amz-decoded-content-length", std::to_string(upload.size())});
  for (std::string& name : trailer_names(upload, form)) {
    request.headers.push_back({"x-amz-trailer", std::move(name)});
  }
}

std::unique_ptr<net::Source> chunked_source(Upload& upload, Payload form,
                                            std::shared_ptr<const signer::Key> key,
                                            signer::ChunkSeed seed) {
  signer::ChunkRules rules;
  rules.payload = form;
  rules.decoded_length = upload.size();
  rules.announced = trailer_names(upload, form);
  rules.key = std::move(key);
  rules.seed = std::move(seed);
  return std::make_unique<ChunkedSource>(upload, std::move(rules));
}

}  // namespace pail::client
