// Sessions of roles, however they are asked for: which role, how long, under which name.
// Spec: shared/spec/operations.md §5.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/query_api/call.hpp"

namespace pail::emulator::query_api {

// RoleArn, and the role it names; an empty entity where there is none, which callers learn as a
// denial only.
struct RoleAsked {
  std::string arn;
  access::EntityName name;
  std::optional<access::Entity> role;
};
Result<RoleAsked> role_asked(const Call& call);

// The condition keys of the request, and the parameters of the call as sts:ExternalId and so on.
class StsKeys : public access::ConditionKeys {
 public:
  explicit StsKeys(const Call& call) noexcept : call_(call) {}
  void append(std::string_view key, std::vector<std::string>& values) const override;

 private:
  const Call& call_;
};

// Begins the session: RoleSessionName, DurationSeconds (at most `high`, by default an hour) and
// session policies are read here. Writes AssumedRoleUser, Credentials and PackedPolicySize.
Result<void> begin_role_session(const Call& call, const RoleAsked& asked, wire::XmlWriter& result);

}  // namespace pail::emulator::query_api
