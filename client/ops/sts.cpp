#include "client/ops/sts.hpp"

#include "client/ops/query_reading.hpp"

namespace pail::client::ops {

// Keys that cannot sign are none.
void fields(Reader& way, SessionKeys& keys) {
  way.inside("Credentials", [&](Reader& credentials) {
    credentials.text("AccessKeyId", keys.credentials.access_key);
    credentials.text("SecretAccessKey", keys.credentials.secret_key);
    credentials.text("SessionToken", keys.credentials.session_token);
    credentials.time("Expiration", keys.expires);
  });
  const bool whole = !keys.credentials.access_key.empty() && !keys.credentials.secret_key.empty() &&
                     keys.expires != wire::Time();
  if (!whole) way.refuse();
}

void fields(Reader& way, AssumedRole& role) {
  fields(way, role.keys);
  way.text_in("AssumedRoleUser", "Arn", role.arn);
  way.text_in("AssumedRoleUser", "AssumedRoleId", role.id);
}

void fields(Reader& way, WebIdentityRole& role) {
  fields(way, role.role);
  way.text("SubjectFromWebIdentityToken", role.subject);
  way.text("Audience", role.audience);
  way.text("Provider", role.provider);
}

void fields(Reader& way, FederatedUser& user) {
  fields(way, user.keys);
  way.text_in("FederatedUser", "Arn", user.arn);
  way.text_in("FederatedUser", "FederatedUserId", user.id);
}

void fields(Reader& way, CallerIdentity& caller) {
  way.text("Arn", caller.arn);
  way.text("Account", caller.account);
  way.text("UserId", caller.user_id);
}

struct AccessKeyInfo {
  std::string account;
};

void fields(Reader& way, AccessKeyInfo& info) {
  way.text("Account", info.account);
}

namespace {

void add_duration(Parameters& parameters, std::optional<std::chrono::seconds> duration) {
  if (duration) add_parameter(parameters, "DurationSeconds", std::to_string(duration->count()));
}

void add_options(Parameters& parameters, const SessionOptions& options) {
  add_parameter(parameters, "Policy", options.policy);
  for (std::size_t i = 0; i < options.policy_arns.size(); ++i) {
    add_parameter(parameters, "PolicyArns.member." + std::to_string(i + 1) + ".arn",
                  options.policy_arns[i]);
  }
  add_duration(parameters, options.duration);
  parameters.insert(parameters.end(), options.parameters.begin(), options.parameters.end());
}

Parameters role_parameters(std::string_view role_arn, std::string_view session_name) {
  return {{"RoleArn", std::string(role_arn)}, {"RoleSessionName", std::string(session_name)}};
}

Result<std::string> read_access_key_info(const Answer& answer) {
  PAIL_TRY(AccessKeyInfo info, read_query_result<AccessKeyInfo>(answer));
  return std::move(info.account);
}

}  // namespace

Operation<AssumedRole> assume_role(std::string_view role_arn, std::string_view session_name,
                                   const AssumeRoleOptions& options) {
  Parameters parameters = role_parameters(role_arn, session_name);
  add_options(parameters, options);
  add_parameter(parameters, "ExternalId", options.external_id);
  return query_operation<AssumedRole>(sts, "AssumeRole", parameters);
}

Operation<WebIdentityRole> assume_role_with_web_identity(std::string_view role_arn,
                                                         std::string_view session_name,
                                                         std::string_view token,
                                                         const SessionOptions& options) {
  Parameters parameters = role_parameters(role_arn, session_name);
  add_parameter(parameters, "WebIdentityToken", token);
  add_options(parameters, options);
  return query_operation<WebIdentityRole>(sts, "AssumeRoleWithWebIdentity", parameters);
}

Operation<FederatedUser> get_federation_token(std::string_view name,
                                              const SessionOptions& options) {
  Parameters parameters = {{"Name", std::string(name)}};
  add_options(parameters, options);
  return query_operation<FederatedUser>(sts, "GetFederationToken", parameters);
}

Operation<SessionKeys> get_session_token(std::optional<std::chrono::seconds> duration) {
  Parameters parameters;
  add_duration(parameters, duration);
  return query_operation<SessionKeys>(sts, "GetSessionToken", parameters);
}

Operation<CallerIdentity> get_caller_identity() {
  return query_operation<CallerIdentity>(sts, "GetCallerIdentity", {});
}

Operation<std::string> get_access_key_info(std::string_view access_key) {
  return query_operation<std::string>(
      sts, "GetAccessKeyInfo", {{"AccessKeyId", std::string(access_key)}}, read_access_key_info);
}

}  // namespace pail::client::ops
