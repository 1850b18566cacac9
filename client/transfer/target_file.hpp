// The file a download is written to, at many places at once. It appears when it is whole: see
// FileSink, which it is but for that.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "client/sink.hpp"
#include "wire/checksum.hpp"
#include "wire/clock.hpp"

namespace pail::client::transfer {

// Refers to the sink; the descriptor is its own. write_at() and checksum() from any thread.
class TargetFile {
 public:
  explicit TargetFile(const FileSink& sink, std::string path)
      : file_(sink.file().number()), path_(std::move(path)) {}

  Result<void> resize(std::uint64_t bytes) const;
  Result<void> write_at(std::uint64_t offset, net::Bytes bytes) const;
  // Of what stands there; nothing where the file is shorter. Base64.
  Result<std::optional<std::string>> checksum(std::uint64_t offset, std::uint64_t bytes,
                                              wire::ChecksumAlgorithm algorithm) const;
  Result<void> set_modified(wire::Time time) const;

 private:
  int file_;
  std::string path_;
};

// A stretch of it, in order, with the checksum of what went there.
class RangeSink final : public Sink {
 public:
  RangeSink(const TargetFile& file, std::uint64_t offset,
            std::optional<wire::ChecksumAlgorithm> algorithm)
      : file_(file), at_(offset) {
    if (algorithm) checksum_.emplace(*algorithm);
  }

  Result<void> write(net::Bytes piece) override;
  // Once; empty where none was asked for.
  std::string checksum() { return checksum_ ? checksum_->base64() : std::string(); }

 private:
  const TargetFile& file_;
  std::uint64_t at_;
  std::optional<wire::Checksum> checksum_;
};

}  // namespace pail::client::transfer
