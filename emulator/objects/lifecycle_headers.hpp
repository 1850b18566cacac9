// What answers say of the lifecycle rules that an object or an upload is under: x-amz-expiration,
// x-amz-abort-date and x-amz-abort-rule-id. A bucket without rules costs one look at its slot.
// Spec: shared/spec/semantics.md §20.
#pragma once

#include <string_view>

#include "emulator/model/model.hpp"
#include "wire/headers.hpp"

namespace pail::emulator::objects {

// `current`: the current version of that key. Nothing when no rule expires it.
void write_expiration(wire::FieldBlock& fields, const model::Bucket& bucket, std::string_view key,
                      const model::Object& current);
// Nothing when no rule gives the upload up.
void write_abort(wire::FieldBlock& fields, const model::Bucket& bucket,
                 const model::Upload& upload);

}  // namespace pail::emulator::objects
