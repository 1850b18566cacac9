#include "emulator/documents/configuration.hpp"

#include <utility>

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;

Result<BodyPromise> read_promise(const Call& call) {
  BodyPromise promise{.payload_sha256 = std::string(call.payload_sha256)};
  PAIL_TRY(promise.checksum, read_checksum(call.headers));
  PAIL_TRY(promise.md5, read_content_md5(call.headers));
  return promise;
}

}  // namespace

Result<Begin> collect_configuration(Call& call, std::size_t bytes_max, DocumentHandler handler) {
  PAIL_TRY(BodyPromise promise, read_promise(call));
  if (!promise.checksum && !promise.md5) {
    return Error(Errc::InvalidRequest,
                 "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  return collect(call, std::move(promise), bytes_max, handler);
}

Result<Begin> collect_document(Call& call, std::size_t bytes_max, DocumentHandler handler) {
  PAIL_TRY(BodyPromise promise, read_promise(call));
  return collect(call, std::move(promise), bytes_max, handler);
}

Result<wire::XmlDocument> parse_configuration(std::string_view document, std::string_view root) {
  if (document.empty()) return Errc::MissingRequestBodyError;
  PAIL_TRY(auto xml, wire::XmlDocument::parse(document));
  if (xml.root().name() != root) return Errc::MalformedXML;
  return xml;
}

Result<void> check_digests(const Call& call, const BodyDigests& digests) {
  PAIL_TRY(digests.check_md5(BodyDigests::Expected::as_sent));
  PAIL_TRY(digests.check_checksum(call.trailers));
  return digests.check_payload();
}

}  // namespace pail::emulator::documents
