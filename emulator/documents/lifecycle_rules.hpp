// What the elements of a lifecycle configuration have to do with each other, and the IDs of rules
// that came without. Part of parse_lifecycle(); nobody else's. Pure.
// Spec: shared/spec/semantics.md §20; the wording that is not there is S3's as users report it.
#pragma once

#include <vector>

#include "emulator/documents/lifecycle.hpp"

namespace pail::emulator::documents {

// InvalidRequest, InvalidArgument.
wire::Result<void> check_lifecycle_rules(const std::vector<LifecycleRule>& rules);

// Names the rules whose ID is empty: in S3's form, Base64 of a UUID, but out of the rule itself, so
// that the same configuration always gets the same names.
void name_lifecycle_rules(std::vector<LifecycleRule>& rules);

}  // namespace pail::emulator::documents
