// Rules from JSON. docs/faults.md shows the shapes.
#include "emulator/world/fault_action_json.hpp"
#include "emulator/world/faults.hpp"

namespace pail::world {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;
using wire::ObjectReader;
using wire::Result;

Result<json::value> parse_text(std::string_view text) {
  auto value = wire::parse_json(text);
  if (!value) return Error(Errc::InvalidArgument, *value.error().message());
  return value;
}

FaultMatch read_match(ObjectReader& reader) {
  return {.operation = reader.text("operation"),
          .bucket = reader.text("bucket"),
          .key_prefix = reader.text("key_prefix"),
          .access_key = reader.text("access_key")};
}

double read_probability(ObjectReader& reader) {
  const double probability = reader.number("probability").value_or(1);
  if (probability < 0 || probability > 1) {
    reader.refuse("probability", "must be a number from 0 to 1");
  }
  return probability;
}

FaultTrigger read_trigger(ObjectReader& reader) {
  return {.skip = reader.whole<std::uint64_t>("skip", 0, INT64_MAX).value_or(0),
          .times = reader.whole<std::uint64_t>("times", 0, INT64_MAX),
          .probability = read_probability(reader),
          .seed = reader.whole<std::uint64_t>("seed", 0, INT64_MAX).value_or(0)};
}

Result<FaultRule> read_rule(const json::value& value) {
  if (!value.is_object()) return Error(Errc::InvalidArgument, "must be an object");
  ObjectReader reader(value.get_object());
  FaultRule rule;
  rule.match = reader.within("match", read_match).value_or(FaultMatch{});
  rule.when = reader.within("when", read_trigger).value_or(FaultTrigger{});
  rule.then = reader.within("then", read_action).value_or(FaultAction{});
  PAIL_TRY(reader.finish());
  PAIL_TRY(check_fault(rule));
  return rule;
}

// Errors say which of several it is: "rules[2]: then.close.how: must be ...".
Result<std::vector<FaultRule>> read_list(const json::array& list) {
  std::vector<FaultRule> rules;
  for (const json::value& value : list) {
    auto rule = read_rule(value);
    if (!rule) {
      std::string where = "rules[" + std::to_string(rules.size()) + "]: ";
      return Error(Errc::InvalidArgument, where.append(*rule.error().message()));
    }
    rules.push_back(std::move(rule.value()));
  }
  return rules;
}

Result<std::vector<FaultRule>> read_set(const json::object& object) {
  ObjectReader reader(object);
  reader.text("description");
  const json::array* const rules = reader.list("rules");
  PAIL_TRY(reader.finish());
  return read_list(*rules);
}

Result<std::vector<FaultRule>> read_profile(const json::object& object) {
  ObjectReader reader(object);
  const std::string name = reader.required_text("profile");
  PAIL_TRY(reader.finish());
  return fault_profile(name);
}

}  // namespace

Result<FaultRule> parse_fault(std::string_view text) {
  PAIL_TRY(const json::value value, parse_text(text));
  return read_rule(value);
}

Result<std::vector<FaultRule>> parse_faults(std::string_view text) {
  PAIL_TRY(const json::value value, parse_text(text));
  if (value.is_array()) return read_list(value.get_array());
  const json::object* const object = value.if_object();
  if (object != nullptr && object->contains("rules")) return read_set(*object);
  if (object != nullptr && object->contains("profile")) return read_profile(*object);
  PAIL_TRY(FaultRule rule, read_rule(value));
  return std::vector<FaultRule>{std::move(rule)};
}

}  // namespace pail::world
