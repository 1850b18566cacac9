// The entries of one moment in the groups that an archive writes together, each with the blobs that
// are first named in it. An export walks them twice: once for the sizes, once for the bytes; both
// walks come out the same, blobs numbered as they are met.
//
// What is remembered of each blob takes about 56 bytes; all else is one group. Belongs to one
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "emulator/archive/format.hpp"
#include "emulator/store/engine.hpp"

namespace pail::archive {

struct Group {
  std::vector<std::pair<std::string, store::EntryPtr>> rows;
  std::uint64_t row_bytes = 0;            // as append_row() makes them
  std::vector<store::BlobPtr> new_blobs;  // by their numbers, which follow those of the last group
  std::uint64_t blob_bytes = 0;
};

class Groups {
 public:
  explicit Groups(std::unique_ptr<store::Cursor> cursor) : cursor_(std::move(cursor)) {}

  // Back to the first entry.
  void rewind();
  // Without rows: there are no more. InvalidArgument for an entry beyond row_bytes_max.
  wire::Result<Group> next();

  // Of a blob that has been met.
  const BlobRef& blob(const store::Blob& blob) const { return known_.at(&blob); }
  void set_crc(const store::Blob& blob, std::uint32_t crc) { known_.at(&blob).crc = crc; }

 private:
  bool is_full(const Group& group) const noexcept;
  void add_blobs(Group& group, const store::Entry& entry);

  std::unique_ptr<store::Cursor> cursor_;
  std::unordered_map<const store::Blob*, BlobRef> known_;
  std::uint64_t met_ = 0;  // blobs, since the walk began
};

}  // namespace pail::archive
