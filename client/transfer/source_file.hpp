// A file that is uploaded in pieces, and the pieces as bodies: read where they stand, as often as
// it takes, by several at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "client/body.hpp"
#include "client/descriptor.hpp"
#include "wire/checksum.hpp"

namespace pail::client::transfer {

// One read of a file, and what a part holds in memory: in the cache of one core, so that it is
// digested and sent while it is warm.
inline constexpr std::size_t file_read_bytes = 256 * 1024;

// An open regular file. Thread-safe.
class SourceFile {
 public:
  static Result<std::shared_ptr<const SourceFile>> open(const std::string& path);

  const std::string& path() const noexcept { return path_; }
  std::uint64_t size() const noexcept { return size_; }
  std::int64_t modified_ns() const noexcept { return modified_ns_; }
  // As much of `room` as there is from `offset` on; an error where the file has become shorter.
  Result<net::Bytes> read(std::uint64_t offset, std::span<std::byte> room) const;
  // Base64, of `bytes` from `offset` on; the same error.
  Result<std::string> checksum(std::uint64_t offset, std::uint64_t bytes,
                               wire::ChecksumAlgorithm algorithm) const;

 private:
  SourceFile(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Descriptor file_;
  std::string path_;
  std::uint64_t size_ = 0;
  std::int64_t modified_ns_ = 0;
};

// A stretch of a file. One thread.
class FileSlice final : public Body {
 public:
  FileSlice(std::shared_ptr<const SourceFile> file, std::uint64_t offset, std::uint64_t bytes)
      : file_(std::move(file)), offset_(offset), bytes_(bytes) {}

  std::uint64_t size() const noexcept override { return bytes_; }
  Result<bool> rewind() override {
    at_ = 0;
    return true;
  }
  Result<net::Bytes> next(std::size_t bytes_max) override;

 private:
  std::shared_ptr<const SourceFile> file_;
  std::uint64_t offset_;
  std::uint64_t bytes_;
  std::uint64_t at_ = 0;
  std::vector<std::byte> buffer_;
};

}  // namespace pail::client::transfer
