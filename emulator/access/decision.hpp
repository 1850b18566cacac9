// The one place that says whether a caller may do something. Today's rule: an identity may do
// everything with what its own account owns, and nobody else may do anything. Policies, ACLs and
// public access come in here. Pure; thread-safe. Spec: shared/spec/semantics.md §18, errors.csv.
#pragma once

#include <string_view>

#include "emulator/access/identities.hpp"
#include "wire/result.hpp"

namespace pail::access {

// `caller` null: anonymous. `owner`: canonical id of who owns the bucket concerned; "" when there
// is none yet. AccessDenied.
wire::Result<void> decide(const Identity* caller, std::string_view action, std::string_view owner);

}  // namespace pail::access
