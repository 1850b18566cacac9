// From a call's parameters to its answer: which action is meant, whether the caller may, and the
// document around what the action wrote. Spec: shared/spec/operations.md §4, operations.csv.
#pragma once

#include <string_view>

#include "emulator/query_api/call.hpp"
#include "net/exchange.hpp"

namespace pail::emulator::query_api {

// The service a call without a signature means: the one that has its action; STS when none has.
const Service& service_meant(const Parameters& parameters) noexcept;
// InvalidAction: none, unknown, or of another Version. NotImplemented: of the service, not of Pail.
Result<const Action*> chosen_action(const Service& service, const Parameters& parameters);
// MissingAuthenticationToken, what permission.hpp and the action say, NotImplemented for a
// parameter whose meaning Pail does not have.
Result<net::Reply> answer(const Call& call, std::string_view uuid);

}  // namespace pail::emulator::query_api
