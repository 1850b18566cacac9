#include "signer/service/policy.hpp"

#include <algorithm>
#include <array>

#include "signer/service/glob.hpp"
#include "wire/limits.hpp"

namespace pail::signer::service {

std::string_view word_of(Act act) noexcept {
  static constexpr std::array<std::string_view, act_count> words{
      "GET", "PUT", "POST", "multipart", "credentials", "upload"};
  return words[static_cast<std::size_t>(act)];
}

bool Rule::concerns(std::string_view caller) const noexcept {
  return std::any_of(callers.begin(), callers.end(), [caller](const std::string& pattern) {
    return caller == anonymous_name ? pattern == caller : glob_matches(pattern, caller);
  });
}

bool Rule::has_bucket(std::string_view bucket) const noexcept {
  return std::find(buckets.begin(), buckets.end(), bucket) != buckets.end();
}

bool Policy::reserves(std::string_view name) const noexcept {
  const auto is_it = [name](const auto& caller) { return caller.name == name; };
  return name == anonymous_name || std::any_of(tokens.begin(), tokens.end(), is_it) ||
         std::any_of(subjects.begin(), subjects.end(), is_it);
}

Policy development_policy(std::string bucket) {
  Rule rule;
  rule.name = "development";
  rule.callers = {"*", std::string(anonymous_name)};
  rule.acts = (1u << act_count) - 1;
  rule.buckets = {std::move(bucket)};
  rule.lifetime = std::chrono::seconds(wire::limits::expires_v2_max);
  Policy policy;
  policy.anonymous = true;
  policy.rules.push_back(std::move(rule));
  return policy;
}

}  // namespace pail::signer::service
