#include "emulator/chunked_body.hpp"

#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using net::Bytes;
using net::Result;

class ChunkedBody final : public net::Upload {
 public:
  ChunkedBody(signer::ChunkRules rules, wire::Headers& trailers, std::unique_ptr<net::Upload> inner)
      : decoder_(std::move(rules)), trailers_(trailers), inner_(std::move(inner)) {}

  Result<void> write(Bytes piece) override {
    return decoder_.write(piece, [this](Bytes data) { return inner_->write(data); });
  }

  Result<net::Reply> finish() override {
    PAIL_TRY(decoder_.finish());
    for (const signer::Trailer& trailer : decoder_.trailers()) {
      trailers_.add(trailer.name, trailer.value);
    }
    return inner_->finish();
  }

 private:
  signer::ChunkDecoder decoder_;
  wire::Headers& trailers_;
  std::unique_ptr<net::Upload> inner_;
};

bool names_aws_chunked(const wire::Headers& headers) {
  return wire::lower(headers.joined("Content-Encoding")).find("aws-chunked") != std::string::npos;
}

}  // namespace

std::optional<signer::Payload> chunked_form(const signer::Verdict& verdict,
                                            const wire::Headers& headers) {
  if (signer::has_chunks(verdict.payload)) return verdict.payload;
  // V2, presigned and anonymous requests promise nothing about the body but may frame it all the
  // same; chunk signatures cannot be judged there and are passed over.
  const bool keyword = headers.get("x-amz-content-sha256").starts_with("STREAMING-");
  if (keyword || (headers.has("x-amz-decoded-content-length") && names_aws_chunked(headers))) {
    return signer::Payload::chunked_unsigned_trailer;
  }
  return std::nullopt;
}

std::vector<std::string> announced_lines(signer::Payload form, const wire::Headers& headers) {
  auto names = signer::announced_trailers(headers.get("x-amz-trailer"));
  // The trailer's signature is never announced; where it cannot be judged it is passed over.
  const std::string_view keyword = headers.get("x-amz-content-sha256");
  const bool signed_trailer =
      keyword.starts_with("STREAMING-AWS4-") && keyword.ends_with("-TRAILER");
  if (form == signer::Payload::chunked_unsigned_trailer && signed_trailer) {
    names.emplace_back("x-amz-trailer-signature");
  }
  return names;
}

std::unique_ptr<net::Upload> decode_chunked(signer::ChunkRules rules, wire::Headers& trailers,
                                            std::unique_ptr<net::Upload> inner) {
  return std::make_unique<ChunkedBody>(std::move(rules), trailers, std::move(inner));
}

}  // namespace pail::emulator
