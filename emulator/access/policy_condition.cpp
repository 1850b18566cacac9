#include "emulator/access/policy_condition.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <optional>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::access {
namespace {

using wire::Result;

struct OperatorName {
  std::string_view name;
  Test test;
  bool negated = false;
};

constexpr std::array<OperatorName, 27> operator_names = {{
    {"StringEquals", Test::string_equals},
    {"StringNotEquals", Test::string_equals, true},
    {"StringEqualsIgnoreCase", Test::string_equals_ignoring_case},
    {"StringNotEqualsIgnoreCase", Test::string_equals_ignoring_case, true},
    {"StringLike", Test::string_like},
    {"StringNotLike", Test::string_like, true},
    {"NumericEquals", Test::number_equals},
    {"NumericNotEquals", Test::number_equals, true},
    {"NumericLessThan", Test::number_less},
    {"NumericLessThanEquals", Test::number_less_or_equal},
    {"NumericGreaterThan", Test::number_greater},
    {"NumericGreaterThanEquals", Test::number_greater_or_equal},
    {"DateEquals", Test::date_equals},
    {"DateNotEquals", Test::date_equals, true},
    {"DateLessThan", Test::date_less},
    {"DateLessThanEquals", Test::date_less_or_equal},
    {"DateGreaterThan", Test::date_greater},
    {"DateGreaterThanEquals", Test::date_greater_or_equal},
    {"Bool", Test::truth},
    {"BinaryEquals", Test::binary},
    {"IpAddress", Test::address},
    {"NotIpAddress", Test::address, true},
    // The service makes no difference between Equals and Like here.
    {"ArnEquals", Test::arn},
    {"ArnLike", Test::arn},
    {"ArnNotEquals", Test::arn, true},
    {"ArnNotLike", Test::arn, true},
    {"Null", Test::null},
}};

bool take_prefix(std::string_view& text, std::string_view prefix) noexcept {
  const bool there = text.starts_with(prefix);
  if (there) text.remove_prefix(prefix.size());
  return there;
}

bool take_suffix(std::string_view& text, std::string_view suffix) noexcept {
  const bool there = text.ends_with(suffix);
  if (there) text.remove_suffix(suffix.size());
  return there;
}

std::optional<Operator> read_operator(std::string_view name) {
  Quantifier quantifier = Quantifier::none;
  if (take_prefix(name, "ForAllValues:")) {
    quantifier = Quantifier::all;
  } else if (take_prefix(name, "ForAnyValue:")) {
    quantifier = Quantifier::any;
  }
  const bool if_exists = take_suffix(name, "IfExists");
  const auto* const row = std::find_if(operator_names.begin(), operator_names.end(),
                                       [&](const OperatorName& o) { return o.name == name; });
  if (row == operator_names.end()) return std::nullopt;
  if (row->test == Test::null && if_exists) return std::nullopt;  // Null asks for nothing else
  return Operator{row->test, row->negated, if_exists, quantifier};
}

// Numbers and truths may be written without quotes.
Result<std::string> read_scalar(const json::value& value, const std::string& where) {
  if (value.is_string()) return std::string(text_of(value.get_string()));
  if (value.is_bool() || value.is_number()) return json::serialize(value);
  return malformed(syntax_error, where, "must be a string, a number or a boolean");
}

// `compare` gets where the value stands to the operand: below, equal, above. What cannot be read
// passes no comparison.
template <class Value>
bool compares(const std::optional<Value>& value, const Value& operand, Test equals, Test test) {
  if (!value) return false;
  switch (static_cast<int>(test) - static_cast<int>(equals)) {
    case 0:
      return *value == operand;
    case 1:
      return *value < operand;
    case 2:
      return *value <= operand;
    case 3:
      return *value > operand;
    default:
      return *value >= operand;
  }
}

// One value of the request against one operand.
struct Comparison {
  Test test;
  const std::string& value;
  const ConditionKeys& keys;

  bool operator()(const Pattern& pattern) const {
    if (test == Test::arn) return pattern.matches_arn(value, keys);
    const bool folded = test == Test::string_equals_ignoring_case;
    return pattern.matches(value, folded ? Case::folded : Case::exact, keys);
  }
  bool operator()(double number) const {
    return compares(parse_number(value), number, Test::number_equals, test);
  }
  bool operator()(wire::Time time) const {
    return compares(parse_date(value), time, Test::date_equals, test);
  }
  bool operator()(bool truth) const { return parse_truth(value) == truth; }
  bool operator()(const std::string& bytes) const { return wire::from_base64(value) == bytes; }
  bool operator()(const Network& network) const {
    const auto address = Network::parse(value);
    return address && network.contains(*address);
  }
};

template <class Value, class Operand>
Result<Operand> operand_or(std::optional<Value> read, std::string_view text,
                           const std::string& where, std::string_view what) {
  if (read) return Operand(std::move(*read));
  return malformed(syntax_error, where, quoted(text) + " is not " + std::string(what));
}

}  // namespace

Result<Condition::Operand> Condition::read_operand(Test test, std::string_view text, bool variables,
                                                   const std::string& where) {
  const auto read = [&](auto value, std::string_view what) {
    return operand_or<typename decltype(value)::value_type, Operand>(std::move(value), text, where,
                                                                     what);
  };
  switch (test) {
    case Test::string_like:
    case Test::arn:
      return read(Pattern::compile(text, {.wildcards = true, .variables = variables}),
                  "a readable pattern: a policy variable is broken");
    case Test::string_equals:
    case Test::string_equals_ignoring_case:
      return read(Pattern::compile(text, {.variables = variables}),
                  "a readable text: a policy variable is broken");
    case Test::number_equals:
    case Test::number_less:
    case Test::number_less_or_equal:
    case Test::number_greater:
    case Test::number_greater_or_equal:
      return read(parse_number(text), "a number");
    case Test::date_equals:
    case Test::date_less:
    case Test::date_less_or_equal:
    case Test::date_greater:
    case Test::date_greater_or_equal:
      return read(parse_date(text), "a date of ISO 8601 nor seconds since 1970");
    case Test::truth:
    case Test::null:
      return read(parse_truth(text), "true or false");
    case Test::binary:
      return read(wire::from_base64(text), "Base64");
    case Test::address:
      break;
  }
  return read(Network::parse(text), "an IP address or a CIDR block");
}

Result<Condition> Condition::parse(const Operator& op, std::string_view key,
                                   const json::value& values, bool variables,
                                   const std::string& where) {
  Condition condition;
  condition.operator_ = op;
  condition.key_ = wire::lower(key);
  PAIL_TRY(for_each_of(
      values, where, [&](const json::value& value, const std::string& place) -> Result<void> {
        PAIL_TRY(const std::string text, read_scalar(value, place));
        PAIL_TRY(condition.operands_.emplace_back(), read_operand(op.test, text, variables, place));
        return wire::ok();
      }));
  return condition;
}

bool Condition::matches(const std::string& value, const ConditionKeys& keys) const {
  return std::any_of(operands_.begin(), operands_.end(), [&](const Operand& operand) {
    return std::visit(Comparison{operator_.test, value, keys}, operand);
  });
}

bool Condition::holds(const ConditionKeys& keys) const {
  std::vector<std::string> values;
  keys.append(key_, values);
  if (operator_.test == Test::null) {
    const Operand absent(values.empty());
    return std::find(operands_.begin(), operands_.end(), absent) != operands_.end();
  }
  const auto match = [&](const std::string& value) { return matches(value, keys); };
  const auto pass = [&](const std::string& value) { return match(value) != operator_.negated; };
  if (values.empty() && operator_.if_exists) return true;
  switch (operator_.quantifier) {
    case Quantifier::all:
      return std::all_of(values.begin(), values.end(), pass);
    case Quantifier::any:
      return std::any_of(values.begin(), values.end(), pass);
    case Quantifier::none:
      break;
  }
  return std::any_of(values.begin(), values.end(), match) != operator_.negated;
}

Result<std::vector<Condition>> parse_conditions(const json::value& element, bool variables,
                                                const std::string& where) {
  std::vector<Condition> conditions;
  if (!element.is_object()) return malformed(syntax_error, where, "must be an object");
  for (const auto& [name, tests] : element.get_object()) {
    const auto op = read_operator(text_of(name));
    if (!op) return malformed(syntax_error, where, "no operator " + quoted(text_of(name)));
    const std::string place = where + "." + std::string(text_of(name));
    if (!tests.is_object()) return malformed(syntax_error, place, "must be an object");
    for (const auto& [key, values] : tests.get_object()) {
      if (text_of(key).find(':') == std::string_view::npos) {
        return malformed(must_have_vendor, place, quoted(text_of(key)));
      }
      PAIL_TRY(conditions.emplace_back(),
               Condition::parse(*op, text_of(key), values, variables,
                                place + "[" + quoted(text_of(key)) + "]"));
    }
  }
  return conditions;
}

}  // namespace pail::access
