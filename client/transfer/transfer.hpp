// Whole files of any size, up, down and across: in parts, several at once, with bounded memory,
// checked end to end, and resumed where they were left.
//
// A transfer of more than `parts_from` bytes goes in parts; smaller ones are one request. Every
// part carries a checksum that S3 compares, and what comes down is compared with the object's own:
// a success means the bytes are equal. Parts that fail are retried apart from the rest (retry.hpp).
//
// One thread, the Client's; any number may be under way. What is passed by reference lives until
// the coroutine is done. Cancelled or failed, an upload aborts what it began on the server, unless
// it has a manifest to go on from; a download leaves the old file as it was. Errors: the server's;
// BadDigest when what came is not what was stored; PreconditionFailed when the object changed
// meanwhile; those of the files. The error of an upload that could not be aborted has its id.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "client/client.hpp"
#include "wire/checksum.hpp"

namespace pail::client::transfer {

// Ours, the SDKs' customary sizes; part_plan.hpp has the rule by which parts grow.
inline constexpr std::uint64_t parts_from = 16ull * 1024 * 1024;
inline constexpr std::uint64_t part_bytes_usual = 8ull * 1024 * 1024;
inline constexpr unsigned parallel_usual = 8;

// Of an error: the id of an upload whose parts are still on the server.
inline constexpr std::string_view left_upload_element = "LeftUpload";

// How far a transfer is, for who shows it. Called from the client's thread, at most every 100 ms.
struct Standing {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // 0: not known yet
  std::chrono::milliseconds elapsed{};
  double bytes_per_second = 0;               // of the last seconds
  std::optional<std::chrono::seconds> left;  // none: nobody can tell
};
using Watcher = std::function<void(const Standing&)>;

struct Options {
  Options() = default;

  // 0: the usual, larger where 10,000 parts would not do, and by how fast parts go.
  std::uint64_t part_bytes = 0;
  // What is longer goes in parts. None: parts_from; copies: the 5 GiB that one request may have.
  std::optional<std::uint64_t> parts_beyond;
  unsigned parallel = parallel_usual;
  wire::ChecksumAlgorithm checksum = wire::ChecksumAlgorithm::crc64nvme;
  // Where to note what is done, so that the same transfer, begun again after a crash, goes on from
  // there. Empty: nowhere. Gone after a success. A manifest of another file, size, time or ETag is
  // passed over. Only for files.
  std::string manifest;
  Watcher watcher;
};

struct UploadOptions : Options {
  UploadOptions() = default;
  PutOptions put;  // content type, metadata, further fields; conditions: If-None-Match, If-Match
};

struct DownloadOptions : Options {
  DownloadOptions() = default;
  GetOptions get;                     // a range of it is one request
  std::optional<std::uint64_t> size;  // where a listing has said it: spares a question
  bool keep_time = false;             // the file gets the object's time
};

struct Uploaded {
  std::string etag;
  std::string version_id;
  std::uint64_t size = 0;
  unsigned parts = 0;          // 0: one request
  unsigned parts_resumed = 0;  // found on the server already
};

// A regular file.
Task<Uploaded> upload_file(Client& s3, std::string path, std::string bucket, std::string key,
                           UploadOptions options = {});
// Bytes of unknown number: `read` gives the next, at most so many, and none at the end. It is
// called on a thread of its own, so that it may wait. Parts are held in memory, `parallel` of them
// at most, and go as they fill.
Task<Uploaded> upload_stream(Client& s3, std::function<Result<net::Bytes>(std::size_t)> read,
                             std::string bucket, std::string key, UploadOptions options = {});
// Into a file that appears when it is whole. Ranges are asked for with If-Match, so that all are of
// one version.
Task<ObjectInfo> download_file(Client& s3, std::string bucket, std::string key, std::string path,
                               DownloadOptions options = {});
// In order, `parallel` parts in memory at most. The sink is written to on a thread of its own.
Task<ObjectInfo> download_stream(Client& s3, std::string bucket, std::string key, Sink& sink,
                                 DownloadOptions options = {});

struct Place {
  std::string bucket;
  std::string key;
  std::string version_id;  // of a source; empty: the current
};
// On the server; in parts beyond 5 GiB.
Task<Uploaded> copy(Client& s3, Place from, Place to, UploadOptions options = {});

}  // namespace pail::client::transfer
