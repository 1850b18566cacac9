#include "emulator/query_api/session_terms.hpp"

#include "emulator/query_api/policies.hpp"
#include "wire/date.hpp"

namespace pail::emulator::query_api {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::size_t policy_characters_max = 2048;  // plain text, as it came
constexpr std::size_t policy_arns_max = 10;
// Ours: the service packs in a way it does not tell, into a room it does not tell. Here the texts
// without white space, and the arns, may be as long together as one policy.
constexpr std::size_t packed_characters_max = 2048;

Result<void> add_document(const Call& call, access::Policies& policies, std::size_t& packed) {
  const auto text = call.parameters.find("Policy");
  if (!text) return wire::ok();
  if (text->size() > policy_characters_max) {
    return invalid("Policy", *text, "Member must have length less than or equal to 2048");
  }
  PAIL_TRY(auto policy, policy_document(call.parameters, "Policy", access::PolicyKind::identity));
  packed += access::characters_of(*policy);
  policies.push_back(std::move(policy));
  return wire::ok();
}

Result<void> add_managed(const Call& call, std::string_view account, access::Policies& policies,
                         std::size_t& packed) {
  const auto arns = call.parameters.list("PolicyArns", ".arn");
  if (arns.size() > policy_arns_max) {
    return Error(Errc::ValidationError, "PolicyArns: at most 10 policies limit a session.");
  }
  for (const std::string_view arn : arns) {
    const auto managed = call.directory.managed(account, arn);
    if (!managed) return Error(Errc::ValidationError, managed.error().message().value_or(""));
    packed += arn.size();
    policies.push_back(managed.value().policy);
  }
  return wire::ok();
}

}  // namespace

Result<std::chrono::seconds> duration(const Parameters& parameters, std::int64_t by_default,
                                      std::int64_t high) {
  PAIL_TRY(const auto seconds, parameters.number("DurationSeconds", session_s_min, high));
  return std::chrono::seconds(seconds.value_or(by_default));
}

Result<SessionPolicies> session_policies(const Call& call, std::string_view account) {
  access::Policies policies;
  std::size_t packed = 0;
  PAIL_TRY(add_document(call, policies, packed));
  PAIL_TRY(add_managed(call, account, policies, packed));
  if (policies.empty()) return SessionPolicies{};
  const std::size_t percent = (100 * packed + packed_characters_max - 1) / packed_characters_max;
  if (percent > 100) {
    return Error(Errc::PackedPolicyTooLarge, "Packed policy consumes " + std::to_string(percent) +
                                                 "% of allotted space, please use smaller "
                                                 "policy.");
  }
  return SessionPolicies{std::move(policies), static_cast<unsigned>(percent)};
}

access::SessionTerms terms_of(const Call& call, std::string name, SessionPolicies policies,
                              std::chrono::seconds lasts) {
  // Whole seconds, so that the session ends when its Expiration says.
  const wire::Time expires = std::chrono::floor<std::chrono::seconds>(call.now) + lasts;
  return {std::move(name), std::move(policies.policies), call.now, expires};
}

void write_credentials(const signer::Credentials& credentials, wire::Time expires,
                       wire::XmlWriter& xml) {
  xml.open("Credentials")
      .element("AccessKeyId", credentials.access_key)
      .element("SecretAccessKey", credentials.secret_key)
      .element("SessionToken", credentials.session_token)
      .element("Expiration", wire::format_iso_extended(expires))
      .close();
}

void write_packed_size(unsigned percent, wire::XmlWriter& xml) {
  if (percent > 0) xml.element("PackedPolicySize", std::uint64_t{percent});
}

}  // namespace pail::emulator::query_api
