// What GetObject and HeadObject have in common: which object, whether the conditions let it be
// served, which bytes of it, and all headers. Pure but for reading the model.
// Spec: shared/spec/semantics.md §4-6.
#pragma once

#include <cstdint>
#include <optional>

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

struct ObjectAnswer {
  Reply reply;                          // status and headers, without body
  std::optional<model::Object> object;  // nullopt: the reply is complete as it is (304)
  std::uint64_t offset = 0;             // which bytes of it
  std::uint64_t length = 0;
};

// Refusals in S3's order: headers not built, checksum mode, version id, partNumber, overrides,
// what find_addressed() refuses, PreconditionFailed, InvalidRange or InvalidPartNumber.
Result<ObjectAnswer> answer_object(const Call& call);

}  // namespace pail::emulator::objects
