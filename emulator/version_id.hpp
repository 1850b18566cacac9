// ?versionId= on objects of buckets that were never versioned: their one version is called "null".
// Pure. Spec: shared/spec/semantics.md §13.
#pragma once

#include "emulator/operation.hpp"

namespace pail::emulator {

inline constexpr std::string_view null_version = "null";

// Whether it looks like an id that S3 gives out: 32 letters, digits, '.', '_' or '-'.
bool is_version_id(std::string_view text) noexcept;
// No id or "null" is fine. InvalidArgument when it is no id at all, NoSuchVersion (Key, VersionId)
// when it is one, since nothing here has it.
Result<void> check_version_id(const Call& call);

}  // namespace pail::emulator
