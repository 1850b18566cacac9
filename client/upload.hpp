// A body that streams, over the attempts it takes to send it, and the forms in which it goes.
//
// Over TLS a body is aws-chunked with its checksum behind it, unsigned: one pass. Over plain HTTP
// with Version 4 its chunks are signed, which is one pass as well; the default checksum then needs
// no trailer, since S3 counts it by itself and says it in its answer, and servers that know no
// trailers take the upload too. To this machine itself, where nobody stands between, such a body
// goes as it is: signing it costs as much as all the rest of the client. Version 2, unsigned
// requests and signing services have no chunks: what can be read twice is read for its checksum
// first.
//
// Refers to the caller's Body. One thread. Errors: the body's. Spec: shared/spec/sigv4.md §10 and
// §14, semantics.md §10 and §11.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/body.hpp"
#include "client/request.hpp"
#include "client/types.hpp"
#include "signer/chunk_encoder.hpp"
#include "signer/credentials.hpp"
#include "wire/checksum.hpp"

namespace pail::client {

class Upload final : public net::Source {
 public:
  // No algorithm: no checksum is taken.
  Upload(Body& body, std::optional<wire::ChecksumAlgorithm> algorithm, const Progress& progress)
      : body_(body), algorithm_(algorithm), progress_(progress) {}

  // To the first byte. Before each attempt, and only when can_be_sent().
  Result<void> start();
  bool can_be_sent() const noexcept { return !failed_ && (can_start_over_ || done_ == 0); }

  std::uint64_t size() const noexcept override { return body_.size(); }
  Result<net::Bytes> next(std::size_t bytes_max) override;

  std::optional<wire::ChecksumAlgorithm> algorithm() const noexcept { return algorithm_; }
  // Of what was read since start(), in Base64; empty until that was all.
  const std::string& checksum() const noexcept { return sum_; }

 private:
  Body& body_;
  std::optional<wire::ChecksumAlgorithm> algorithm_;
  const Progress& progress_;
  std::optional<wire::Checksum> running_;
  std::string sum_;
  std::uint64_t done_ = 0;
  std::uint64_t reported_ = 0;  // progress never goes back
  bool can_start_over_ = false;
  bool failed_ = false;  // the body itself: nothing that another attempt would mend
};

// What decides about the form.
struct UploadWay {
  bool signs_v4 = false;  // Version 4, with keys of ours
  bool tls = false;
  bool loopback = false;         // to this machine itself
  bool payload_signing = false;  // the caller wants the bytes signed, whichever way they go
};
signer::Payload form_of(const Upload& upload, const UploadWay& way) noexcept;
// x-amz-content-sha256 of that form; "" for none.
std::string_view payload_keyword(signer::Payload form);
// The fields that go with chunks; nothing for another form.
void announce(Request& request, const Upload& upload, signer::Payload form);

// The body as it goes over the wire. `upload` must outlive it.
std::unique_ptr<net::Source> chunked_source(Upload& upload, signer::Payload form,
                                            std::shared_ptr<const signer::Key> key,
                                            signer::ChunkSeed seed);

}  // namespace pail::client
