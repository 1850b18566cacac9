// Condition keys about tags: s3:RequestObjectTag/k, s3:RequestObjectTagKeys and
// s3:ExistingObjectTag/k. Names of condition keys go without case, the tag's part of them too.
// Spec: shared/spec/semantics.md §18.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/condition_keys.hpp"

namespace pail::emulator {

// Appends the values of the lower-case `key`; false when it is none of these keys.
bool append_tags(const RequestFacts& facts, std::string_view key, std::vector<std::string>& values);

}  // namespace pail::emulator
