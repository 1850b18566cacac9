// One version of an object, asked for range by range. One thread.
#pragma once

#include <utility>

#include "client/client.hpp"
#include "client/transfer/part_plan.hpp"
#include "client/transfer/transfer.hpp"

namespace pail::client::transfer {

class ObjectRanges {
 public:
  // By a HEAD, which also tells size and checksum.
  static Task<ObjectRanges> find(Client& s3, Place from, GetOptions options);

  const Place& from() const noexcept { return from_; }
  const ObjectInfo& info() const noexcept { return info_; }
  // One over all its bytes, not over checksums of its parts.
  bool has_whole_checksum() const noexcept;
  // PreconditionFailed when the object is another by now.
  Task<void> get(Client& s3, Part part, Sink& sink, Progress progress) const;

 private:
  ObjectRanges(Place from, GetOptions options, ObjectInfo info)
      : from_(std::move(from)), options_(std::move(options)), info_(std::move(info)) {}

  Place from_;
  GetOptions options_;
  ObjectInfo info_;
};

// All of it, in order: download_stream() of what has been found.
Task<ObjectInfo> stream_ranges(Client& s3, ObjectRanges object, Sink& sink,
                               DownloadOptions options);

}  // namespace pail::client::transfer
