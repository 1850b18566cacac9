// Rules from JSON. docs/faults.md shows the shapes.
#include <boost/json/parse.hpp>

#include "emulator/world/fault_action_json.hpp"
#include "emulator/world/faults.hpp"
#include "emulator/world/json_members.hpp"

namespace pail::world {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

// Ours: a rule nests four deep, a list of them in an object six.
constexpr std::size_t depth_max = 8;

Result<json::value> parse_text(std::string_view text) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::error_code failed;
  json::value value = json::parse({text.data(), text.size()}, failed, {}, options);
  if (failed) return Error(Errc::InvalidArgument, "not JSON: " + failed.message());
  return value;
}

Result<FaultMatch> read_match(const json::value& value) {
  FaultMatch match;
  PAIL_TRY(Members members, Members::of(value, "match"));
  PAIL_TRY(members.read_text("operation", match.operation));
  PAIL_TRY(members.read_text("bucket", match.bucket));
  PAIL_TRY(members.read_text("key_prefix", match.key_prefix));
  PAIL_TRY(members.read_text("access_key", match.access_key));
  PAIL_TRY(members.check_all_known());
  return match;
}

Result<void> read_probability(Members& members, double& out) {
  const json::value* const value = members.find("probability");
  if (value == nullptr) return wire::ok();
  if (value->is_number()) out = value->to_number<double>();
  if (value->is_number() && out >= 0 && out <= 1) return wire::ok();
  return wrong_member(members.path_of("probability"), "must be a number from 0 to 1");
}

Result<FaultTrigger> read_trigger(const json::value& value) {
  FaultTrigger when;
  PAIL_TRY(Members members, Members::of(value, "when"));
  PAIL_TRY(members.read_number("skip", when.skip, 0, INT64_MAX));
  PAIL_TRY(members.read_number("times", when.times, 0, INT64_MAX));
  PAIL_TRY(read_probability(members, when.probability));
  PAIL_TRY(members.read_number("seed", when.seed, 0, INT64_MAX));
  PAIL_TRY(members.check_all_known());
  return when;
}

Result<FaultRule> read_rule(const json::value& value) {
  FaultRule rule;
  PAIL_TRY(Members members, Members::of(value, ""));
  if (const auto* const match = members.find("match")) {
    PAIL_TRY(rule.match, read_match(*match));
  }
  if (const auto* const when = members.find("when")) {
    PAIL_TRY(rule.when, read_trigger(*when));
  }
  const auto* const then = members.find("then");
  PAIL_TRY(members.check_all_known());
  if (then == nullptr) return wrong_member("then", "is missing: what is to happen");
  PAIL_TRY(rule.then, read_action(*then));
  PAIL_TRY(check_fault(rule));
  return rule;
}

// Errors say which of several it is: "rules[2]: then.close.how: must be ...".
Result<std::vector<FaultRule>> read_list(const json::value& list) {
  if (!list.is_array()) return wrong_member("rules", "must be a list");
  std::vector<FaultRule> rules;
  for (const json::value& value : list.get_array()) {
    auto rule = read_rule(value);
    if (!rule) {
      std::string where = "rules[" + std::to_string(rules.size()) + "]: ";
      return Error(Errc::InvalidArgument, where.append(rule.error().message().value_or("")))
          .with("ArgumentName", rule.error().detail("ArgumentName"));
    }
    rules.push_back(std::move(rule.value()));
  }
  return rules;
}

Result<std::vector<FaultRule>> read_set(const json::value& value) {
  PAIL_TRY(Members members, Members::of(value, ""));
  std::string description;
  PAIL_TRY(members.read_text("description", description));
  const json::value* const rules = members.find("rules");
  PAIL_TRY(members.check_all_known());
  return read_list(*rules);
}

Result<std::vector<FaultRule>> read_profile(const json::value& value) {
  PAIL_TRY(Members members, Members::of(value, ""));
  std::string name;
  PAIL_TRY(members.read_text("profile", name));
  PAIL_TRY(members.check_all_known());
  return fault_profile(name);
}

}  // namespace

Result<FaultRule> parse_fault(std::string_view text) {
  PAIL_TRY(const json::value value, parse_text(text));
  return read_rule(value);
}

Result<std::vector<FaultRule>> parse_faults(std::string_view text) {
  PAIL_TRY(const json::value value, parse_text(text));
  if (value.is_array()) return read_list(value);
  const json::object* const object = value.if_object();
  if (object != nullptr && object->contains("rules")) return read_set(value);
  if (object != nullptr && object->contains("profile")) return read_profile(value);
  PAIL_TRY(FaultRule rule, read_rule(value));
  return std::vector<FaultRule>{std::move(rule)};
}

}  // namespace pail::world
