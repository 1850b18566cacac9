// The bytes that a Body describes, piece by piece.
//
// "random" bytes are those of the SplitMix64 generator, eight at a time and the lowest first: the
// same number gives the same bytes on every machine, for good.
#pragma once

#include <fstream>
#include <string>

#include "emulator/seed/description.hpp"
#include "wire/encode.hpp"
#include "wire/result.hpp"
#include "wire/split_mix.hpp"

namespace pail::emulator::seed {

class BodyReader {
 public:
  // The body must outlive it.
  explicit BodyReader(const Body& body);
  // Valid until the following call; empty at the end. InvalidArgument when a file cannot be read,
  // or has become shorter.
  wire::Result<wire::Bytes> next();

 private:
  wire::Result<wire::Bytes> next_of_file(std::size_t bytes);
  wire::Bytes next_drawn(std::size_t bytes);

  const Body* body_;
  std::uint64_t sent_ = 0;
  std::ifstream file_;
  wire::SplitMix64 generator_;
  std::string buffer_;
};

// Lower-case hex.
wire::Result<std::string> md5_of(const Body& body);

}  // namespace pail::emulator::seed
