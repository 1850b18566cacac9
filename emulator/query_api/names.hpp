// Names as IAM and STS allow them, and the users, roles and policies that the parameters of a call
// mean. Errors: ValidationError. Spec: shared/spec/operations.md §5-7.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/query_api/call.hpp"

namespace pail::emulator::query_api {

inline constexpr std::size_t user_name_max = 64;
inline constexpr std::size_t role_name_max = 64;
inline constexpr std::size_t policy_name_max = 128;

// A parameter of [\w+=,.@-], from `low` to `high` characters.
Result<std::string> checked_name(const Parameters& parameters, std::string_view parameter,
                                 std::size_t low, std::size_t high);
// Path: "/" or "/…/"; "/" when it is not there.
Result<std::string> checked_path(const Parameters& parameters);
// Description, 1000 bytes at most; "" when it is not there.
Result<std::string> checked_description(const Parameters& parameters);

// UserName; without it the caller, when that is a user.
Result<access::EntityName> user_of(const Call& call);
Result<access::EntityName> role_of(const Call& call);
// UserName or RoleName, which has to be there.
Result<access::EntityName> named_entity(const Call& call, access::EntityKind kind);
// Those whose path begins with PathPrefix, in the order of their names.
std::vector<access::Entity> entities_below_prefix(const Call& call, access::EntityKind kind);

// Arns that permissions are asked for. What does not exist has the arn it would have.
Result<std::string> user_arn(const Call& call);
Result<std::string> role_arn(const Call& call);
Result<std::string> new_policy_arn(const Call& call);

// The role of "arn:aws:iam::123456789012:role/path/name"; ValidationError when it is no such arn.
Result<access::EntityName> role_of_arn(std::string_view arn);

}  // namespace pail::emulator::query_api
