#include "signer/service/vending.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "client/credentials/sts.hpp"
#include "wire/text.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;

// STS: GetFederationToken's Name; AssumeRole's may be longer.
constexpr std::size_t session_name_min = 2;
constexpr std::size_t session_name_max = 32;
// STS: of a role's session; a federated user's may last longer, which nobody needs.
constexpr std::chrono::seconds session_longest{43'200};
constexpr std::string_view arn_prefix = "arn:aws:s3:::";

bool is_name_character(char c) noexcept {
  const char folded = wire::to_lower(c);
  return (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("_=,.@-").find(c) != std::string_view::npos;
}

json::array actions_of(const Rule& rule) {
  json::array actions;
  if (rule.may(Act::put)) {
    for (const char* action :
         {"s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"}) {
      actions.emplace_back(action);
    }
  }
  if (rule.may(Act::get)) actions.emplace_back("s3:GetObject");
  return actions;
}

}  // namespace

std::string session_policy(const Grant& grant) {
  const std::string bucket = std::string(arn_prefix) + grant.bucket;
  json::array statements{{{"Effect", "Allow"},
                          {"Action", actions_of(*grant.rule)},
                          {"Resource", bucket + "/" + grant.key + "*"}}};
  if (grant.rule->may(Act::get)) {
    statements.push_back({{"Effect", "Allow"},
                          {"Action", "s3:ListBucket"},
                          {"Resource", bucket},
                          {"Condition", {{"StringLike", {{"s3:prefix", grant.key + "*"}}}}}});
  }
  return json::serialize(
      json::object{{"Version", "2012-10-17"}, {"Statement", std::move(statements)}});
}

std::string session_name(std::string_view caller) {
  std::string name(caller.substr(0, session_name_max));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !is_name_character(c); }, '-');
  name.resize(std::max(name.size(), session_name_min), '-');
  return name;
}

Result<client::ops::SessionKeys> Vending::fetch(const Vendor& vendor, std::string_view caller,
                                                const Grant& grant,
                                                const std::string& policy) const {
  const client::Config& config = s3_.config();
  const net::Origin at =
      vendor.endpoint.value_or(client::credentials::sts_beside(*config.endpoint, config.region));
  const auto sts = s3_.client_at(at);
  if (vendor.role.empty()) {
    client::ops::SessionOptions options;
    options.policy = policy;
    options.duration = std::min(grant.lifetime, session_longest);
    auto user = sts->call(client::ops::get_federation_token(session_name(caller), options));
    if (!user) return S3::told(user.error());
    return std::move(user.value().keys);
  }
  client::ops::AssumeRoleOptions options;
  options.policy = policy;
  options.duration = std::min(grant.lifetime, session_longest);
  auto role = sts->call(client::ops::assume_role(vendor.role, session_name(caller), options));
  if (!role) return S3::told(role.error());
  return std::move(role.value().keys);
}

Result<client::ops::SessionKeys> Vending::keys(const Vendor& vendor, std::string_view caller,
                                               const Grant& grant, wire::Time now) {
  const std::string policy = session_policy(grant);
  const std::string place = vendor.endpoint ? net::to_string(*vendor.endpoint) : std::string();
  const std::string name = std::string(caller) + '\n' + policy + '\n' + place + '\n' + vendor.role +
                           '\n' + std::to_string(grant.lifetime.count());
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(given_, [now](const auto& entry) { return entry.second.fresh_until <= now; });
    const auto found = given_.find(name);
    if (found != given_.end()) return found->second.keys;
  }
  PAIL_TRY(client::ops::SessionKeys keys, fetch(vendor, caller, grant, policy));
  const wire::Time fresh_until = now + (keys.expires - now) / 2;
  const std::scoped_lock lock(mutex_);
  given_.insert_or_assign(name, Given{keys, fresh_until});
  return keys;
}

}  // namespace pail::signer::service
