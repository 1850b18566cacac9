// Which bytes of an object ?partNumber= names, and what is known of them. Pure. Spec:
// shared/spec/semantics.md §5.
#pragma once

#include <string>

#include "emulator/model/object.hpp"
#include "emulator/model/range.hpp"
#include "wire/result.hpp"

namespace pail::emulator::objects {

struct PartRange {
  model::ByteRange bytes;
  std::size_t parts_count = 0;  // of the object; 0: it was stored in one piece
  std::string checksum;         // the part's own; "" when it has none
};

// An object stored in one piece is its own part 1. InvalidPartNumber (ActualPartCount,
// PartNumberRequested).
wire::Result<PartRange> part_range(const model::Object& object, unsigned number);

}  // namespace pail::emulator::objects
