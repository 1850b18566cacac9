#include "client/sync/same_bytes.hpp"

#include <utility>

#include "client/transfer/object_ranges.hpp"
#include "client/transfer/source_file.hpp"
#include "wire/encode.hpp"

namespace pail::client::sync {
namespace {

using transfer::SourceFile;

// In hex; "" for the ETag of an upload in parts.
std::string md5_of_etag(std::string_view etag) {
  if (etag.size() != 34 || etag.front() != '"' || etag.back() != '"') return {};
  const std::string_view hex = etag.substr(1, 32);
  return wire::from_hex(hex) ? std::string(hex) : std::string();
}

Result<std::string> digest(const std::string& path, wire::ChecksumAlgorithm algorithm) {
  PAIL_TRY(const auto file, SourceFile::open(path));
  return file->checksum(0, file->size(), algorithm);
}

}  // namespace

Task<bool> same_bytes(Client& s3, transfer::Workers& workers, Twin twin) {
  const std::string md5 = md5_of_etag(twin.etag);
  ObjectChecksum stored;
  if (md5.empty()) {
    const transfer::Place place{twin.bucket, twin.key, {}};
    PAIL_CO_TRY(const auto object, co_await transfer::ObjectRanges::find(s3, place, {}));
    if (!object.has_whole_checksum()) co_return false;
    stored = *object.info().checksum;
  } else {
    stored.algorithm = wire::ChecksumAlgorithm::md5;
    stored.value = wire::to_base64(wire::as_bytes(*wire::from_hex(md5)));
  }
  const auto ours = [path = twin.file, algorithm = stored.algorithm] {
    return digest(path, algorithm);
  };
  PAIL_CO_TRY(const std::string value, co_await workers.run(ours));
  co_return value == stored.value;
}

}  // namespace pail::client::sync
