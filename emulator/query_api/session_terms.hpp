// What the actions that hand out temporary credentials share: how long, under which session
// policies, and how the credentials are written. Spec: shared/spec/operations.md §4-5.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "emulator/query_api/call.hpp"

namespace pail::emulator::query_api {

inline constexpr std::int64_t session_s_min = 900;
inline constexpr std::int64_t role_session_s_default = 3600;
inline constexpr std::int64_t role_session_s_max = 43'200;  // what any role may allow

// DurationSeconds in [session_s_min, high].
Result<std::chrono::seconds> duration(const Parameters& parameters, std::int64_t by_default,
                                      std::int64_t high);

struct SessionPolicies {
  std::optional<access::Policies> policies;  // nullopt: none came with the call
  unsigned packed_percent = 0;               // of what a session may carry
};
// Policy and PolicyArns, the managed policies of `account`. MalformedPolicyDocument,
// PackedPolicyTooLarge, ValidationError.
Result<SessionPolicies> session_policies(const Call& call, std::string_view account);

// The terms of a session that begins now.
access::SessionTerms terms_of(const Call& call, std::string name, SessionPolicies policies,
                              std::chrono::seconds lasts);
void write_credentials(const signer::Credentials& credentials, wire::Time expires,
                       wire::XmlWriter& xml);
// Nothing where no session policy came.
void write_packed_size(unsigned percent, wire::XmlWriter& xml);

}  // namespace pail::emulator::query_api
