// Removing a key or a version, and telling of it, as DeleteObject and DeleteObjects do. Spec:
// shared/spec/semantics.md §14, §24.
#pragma once

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// Errors as Model::remove(). What was not there is removed without a word.
Result<model::Model::Removed> remove(const Call& call, const model::Model::Deletion& deletion);

}  // namespace pail::emulator::objects
