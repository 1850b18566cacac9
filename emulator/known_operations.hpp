// What S3 has, whether or not Pail has it: every operation with what selects it, and every
// sub-resource. The router asks here when no operation of ours answers a request, to tell "not
// built yet" (501) from "S3 does not do that" (405), so that no request for a sub-resource ever
// falls through to the bucket or object underneath. A test compares the table with
// fixtures/spec/operations.csv. Spec: shared/spec/operations.md §2, errors.md §11.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emulator/operation.hpp"

namespace pail::emulator {

struct KnownOperation {
  std::string_view name;
  std::string_view method;
  Level level;
  std::string_view selector;  // as Operation::selector
  // A parameter or header that must be there too, where two operations share the rest of the row.
  std::string_view beside = {};
};
std::span<const KnownOperation> known_operations() noexcept;

// A query parameter that names a sub-resource, and ResourceType of errors about it at each level;
// "" where the level has no such sub-resource.
struct Selector {
  std::string_view name;
  std::string_view at_bucket;
  std::string_view at_object;
};
std::span<const Selector> selectors() noexcept;  // sorted by name
const Selector* find_selector(std::string_view name) noexcept;

// "DELETE, GET, PUT": the methods S3 has there.
std::string allowed_methods(Level level, std::string_view selector);

}  // namespace pail::emulator
