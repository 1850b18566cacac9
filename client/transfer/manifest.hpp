// What a transfer notes on disk, so that the same one, begun again after a crash, goes on from
// there: which file and object, how the parts are cut, and of an upload its id, of a download which
// parts have come. A few lines of JSON; replaced whole, by a rename, so that a reader never meets
// half of one.
//
// A manifest is a hint and is not believed: an upload's parts are asked of the server, a download's
// are read again and compared with the checksums noted. So nothing here has to survive a power cut
// in one piece.
//
// Value types. Errors: InvalidArgument for a file that is no manifest, which is therefore not
// replaced; UnknownError with the system's reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/transfer/part_plan.hpp"
#include "wire/checksum.hpp"
#include "wire/result.hpp"

namespace pail::client::transfer {

using wire::Result;

struct PartDone {
  unsigned number = 0;
  std::string checksum;  // Base64

  bool operator==(const PartDone&) const = default;
};

struct Manifest {
  enum class Kind : std::uint8_t { upload, download };

  Kind kind = Kind::upload;
  std::string bucket;
  std::string key;
  std::string file;  // as it was named
  std::uint64_t size = 0;
  // Which contents: of an upload the file's time, in nanoseconds; of a download the ETag.
  std::string edition;
  wire::ChecksumAlgorithm checksum = wire::ChecksumAlgorithm::crc64nvme;
  std::vector<Segment> segments;
  std::string upload_id;       // of an upload
  std::vector<PartDone> done;  // of a download

  bool operator==(const Manifest&) const = default;

  // Whether it notes a transfer of the same, however far.
  bool is_of(const Manifest& other) const;
};

std::string to_json(const Manifest& manifest);
Result<Manifest> parse_manifest(std::string_view json);

// Nothing when there is no such file.
Result<std::optional<Manifest>> load_manifest(const std::string& path);
Result<void> save_manifest(const std::string& path, const Manifest& manifest);
// Gone, if it was there.
void remove_manifest(const std::string& path) noexcept;

}  // namespace pail::client::transfer
