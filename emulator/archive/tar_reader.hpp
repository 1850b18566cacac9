// Takes a tar file piece by piece, of any size, and tells its members to a sink as they come.
// Holds at most one block. Belongs to one thread.
#pragma once

#include <cstdint>
#include <string>

#include "emulator/archive/tar.hpp"
#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::archive {

// A failure of any call ends the reading.
class TarSink {
 public:
  virtual ~TarSink() = default;
  virtual wire::Result<void> begin(const TarMember& member) = 0;
  virtual wire::Result<void> piece(wire::Bytes bytes) = 0;  // not called for an empty member
  virtual wire::Result<void> end() = 0;
};

class TarReader {
 public:
  // The sink must outlive it.
  explicit TarReader(TarSink& sink) : sink_(&sink) {}
  // The sink's errors, and InvalidArgument for what is no tar file of ours.
  wire::Result<void> write(wire::Bytes piece);
  // InvalidArgument when the archive's end has not come.
  wire::Result<void> finish() const;

 private:
  wire::Result<std::size_t> take(wire::Bytes piece);
  wire::Result<std::size_t> take_body(wire::Bytes piece);
  wire::Result<void> block_is_whole();

  TarSink* sink_;
  std::string block_;  // of a header, as far as it has come
  std::uint64_t body_left_ = 0;
  std::uint64_t padding_left_ = 0;
  unsigned zero_blocks_ = 0;
};

}  // namespace pail::archive
