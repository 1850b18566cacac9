#include "emulator/query_api/role_session.hpp"

#include "emulator/query_api/names.hpp"
#include "emulator/query_api/session_terms.hpp"

namespace pail::emulator::query_api {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::size_t session_name_min = 2;
constexpr std::size_t session_name_max = 64;
constexpr std::chrono::seconds chained_max = std::chrono::hours(1);

Result<std::chrono::seconds> role_duration(const Call& call, const access::Entity& role) {
  PAIL_TRY(const auto lasts, duration(call.parameters, role_session_s_default, role_session_s_max));
  if (lasts > role.max_session) {
    return Error(Errc::ValidationError,
                 "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  const bool chained = call.caller != nullptr && call.caller->kind == access::Kind::assumed_role;
  if (chained && lasts > chained_max) {
    return Error(Errc::ValidationError,
                 "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed "
                 "by role chaining");
  }
  return lasts;
}

}  // namespace

Result<RoleAsked> role_asked(const Call& call) {
  PAIL_TRY(const std::string_view arn, call.parameters.required("RoleArn"));
  PAIL_TRY(access::EntityName name, role_of_arn(arn));
  RoleAsked asked{std::string(arn), std::move(name), {}};
  auto role = call.directory.entity(asked.name);
  if (role && role.value().arn == arn) asked.role = std::move(role.value());
  return asked;
}

void StsKeys::append(std::string_view key, std::vector<std::string>& values) const {
  std::string_view parameter;
  if (key == "sts:externalid") parameter = "ExternalId";
  if (key == "sts:rolesessionname") parameter = "RoleSessionName";
  if (parameter.empty()) return call_.keys.append(key, values);
  if (const auto value = call_.parameters.find(parameter)) values.emplace_back(*value);
}

Result<void> begin_role_session(const Call& call, const RoleAsked& asked, wire::XmlWriter& result) {
  PAIL_TRY(const std::string name,
           checked_name(call.parameters, "RoleSessionName", session_name_min, session_name_max));
  PAIL_TRY(const auto lasts, role_duration(call, *asked.role));
  PAIL_TRY(SessionPolicies policies, session_policies(call, asked.role->account));
  const unsigned packed = policies.packed_percent;
  access::SessionTerms terms = terms_of(call, name, std::move(policies), lasts);
  const wire::Time expires = terms.expires;
  PAIL_TRY(const auto credentials, call.directory.assume(asked.name, std::move(terms)));
  result.open("AssumedRoleUser")
      .element("Arn", "arn:aws:sts::" + asked.role->account + ":assumed-role/" + asked.role->name +
                          "/" + name)
      .element("AssumedRoleId", asked.role->id + ":" + name)
      .close();
  write_credentials(credentials, expires, result);
  write_packed_size(packed, result);
  return wire::ok();
}

}  // namespace pail::emulator::query_api
