// Temporary keys, and who one is: STS. The keys come as signer::Credentials, ready for a Config.
//
// Spec: shared/spec/operations.md §4 and §5.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "client/operation.hpp"
#include "client/ops/query_api.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"

namespace pail::client::ops {

// What a session may at most do, and how long it lasts.
struct SessionOptions {
  SessionOptions() = default;

  std::string policy;                            // JSON; empty: all that its role or user may
  std::vector<std::string> policy_arns;          // likewise, of managed policies
  std::optional<std::chrono::seconds> duration;  // none: the server's own
  // Further ones by their names on the wire: Tags.member.1.Key, SerialNumber, TokenCode ...
  Parameters parameters;
};

struct AssumeRoleOptions : SessionOptions {
  AssumeRoleOptions() = default;

  std::string external_id;
};

struct SessionKeys {
  signer::Credentials credentials;
  wire::Time expires;
};

struct AssumedRole {
  SessionKeys keys;
  std::string arn;
  std::string id;
};

struct WebIdentityRole {
  AssumedRole role;
  std::string subject;  // whom the token was about
  std::string audience;
  std::string provider;
};

struct FederatedUser {
  SessionKeys keys;
  std::string arn;
  std::string id;
};

struct CallerIdentity {
  std::string arn;
  std::string account;
  std::string user_id;
};

Operation<AssumedRole> assume_role(std::string_view role_arn, std::string_view session_name,
                                   const AssumeRoleOptions& options = {});
// The token says who asks: no signature is needed, nor minded.
Operation<WebIdentityRole> assume_role_with_web_identity(std::string_view role_arn,
                                                         std::string_view session_name,
                                                         std::string_view token,
                                                         const SessionOptions& options = {});
// For a user's long-term keys. Without a policy such a session may do next to nothing.
Operation<FederatedUser> get_federation_token(std::string_view name,
                                              const SessionOptions& options = {});
Operation<SessionKeys> get_session_token(
    std::optional<std::chrono::seconds> duration = std::nullopt);
Operation<CallerIdentity> get_caller_identity();
// The number of the account that has this key.
Operation<std::string> get_access_key_info(std::string_view access_key);

}  // namespace pail::client::ops
