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
  Measure measure;
  Order order = Order::equal;
  bool negated = false;
};

constexpr bool negated = true;

constexpr std::array<OperatorName, 27> operator_names = {{
    {"StringEquals", Measure::text},
    {"StringNotEquals", Measure::text, Order::equal, negated},
    {"StringEqualsIgnoreCase", Measure::text_ignoring_case},
    {"StringNotEqualsIgnoreCase", Measure::text_ignoring_case, Order::equal, negated},
    {"StringLike", Measure::wildcards},
    {"StringNotLike", Measure::wildcards, Order::equal, negated},
    {"NumericEquals", Measure::number},
    {"NumericNotEquals", Measure::number, Order::equal, negated},
    {"NumericLessThan", Measure::number, Order::less},
    {"NumericLessThanEquals", Measure::number, Order::less_or_equal},
    {"NumericGreaterThan", Measure::number, Order::greater},
    {"NumericGreaterThanEquals", Measure::number, Order::greater_or_equal},
    {"DateEquals", Measure::date},
    {"DateNotEquals", Measure::date, Order::equal, negated},
    {"DateLessThan", Measure::date, Order::less},
    {"DateLessThanEquals", Measure::date, Order::less_or_equal},
    {"DateGreaterThan", Measure::date, Order::greater},
    {"DateGreaterThanEquals", Measure::date, Order::greater_or_equal},
    {"Bool", Measure::truth},
    {"BinaryEquals", Measure::bytes},
    {"IpAddress", Measure::address},
    {"NotIpAddress", Measure::address, Order::equal, negated},
    // The service makes no difference between Equals and Like here.
    {"ArnEquals", Measure::arn},
    {"ArnLike", Measure::arn},
    {"ArnNotEquals", Measure::arn, Order::equal, negated},
    {"ArnNotLike", Measure::arn, Order::equal, negated},
    {"Null", Measure::existence},
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
  // Null asks for nothing else than existence.
  if (row->measure == Measure::existence && if_exists) return std::nullopt;
  return Operator{row->measure, row->order, row->negated, if_exists, quantifier};
}

// Numbers and truths may be written without quotes.
Result<std::string> read_scalar(const json::value& value, const std::string& where) {
  if (value.is_string()) return std::string(text_of(value.get_string()));
  if (value.is_bool() || value.is_number()) return json::serialize(value);
  return malformed(syntax_error, where, "must be a string, a number or a boolean");
}

// What cannot be read passes no comparison.
template <class Value>
bool stands(const std::optional<Value>& value, Order order, const Value& operand) {
  if (!value) return false;
  switch (order) {
    case Order::equal:
      return *value == operand;
    case Order::less:
      return *value < operand;
    case Order::less_or_equal:
      return *value <= operand;
    case Order::greater:
      return *value > operand;
    case Order::greater_or_equal:
      break;
  }
  return *value >= operand;
}

// One value of the request against one operand.
struct Comparison {
  const Operator& op;
  const std::string& value;
  const ConditionKeys& keys;

  bool operator()(const Pattern& pattern) const {
    if (op.measure == Measure::arn) return pattern.matches_arn(value, keys);
    const bool folded = op.measure == Measure::text_ignoring_case;
    return pattern.matches(value, folded ? Case::folded : Case::exact, keys);
  }
  bool operator()(double number) const { return stands(parse_number(value), op.order, number); }
  bool operator()(wire::Time time) const { return stands(parse_date(value), op.order, time); }
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

Result<Condition::Operand> Condition::read_operand(Measure measure, std::string_view text,
                                                   bool variables, const std::string& where) {
  const auto read = [&](auto value, std::string_view what) {
    return operand_or<typename decltype(value)::value_type, Operand>(std::move(value), text, where,
                                                                     what);
  };
  switch (measure) {
    case Measure::number:
      return read(parse_number(text), "a number");
    case Measure::date:
      return read(parse_date(text), "a date (ISO 8601, or seconds since 1970)");
    case Measure::truth:
    case Measure::existence:
      return read(parse_truth(text), "true or false");
    case Measure::bytes:
      return read(wire::from_base64(text), "Base64");
    case Measure::address:
      return read(Network::parse(text), "an IP address or a CIDR block");
    case Measure::text:
    case Measure::text_ignoring_case:
    case Measure::wildcards:
    case Measure::arn:
      break;
  }
  const bool wildcards = measure == Measure::wildcards || measure == Measure::arn;
  return read(Pattern::compile(text, {.wildcards = wildcards, .variables = variables}),
              "readable: a policy variable is broken");
}

Result<Condition> Condition::parse(const Operator& op, std::string_view key,
                                   const json::value& values, bool variables,
                                   const std::string& where) {
  Condition condition;
  condition.operator_ = op;
  condition.key_ = wire::lower(key);
  PAIL_TRY(for_each_of(values, where,
                       [&](const json::value& value, const std::string& place) -> Result<void> {
                         PAIL_TRY(const std::string text, read_scalar(value, place));
                         PAIL_TRY(condition.operands_.emplace_back(),
                                  read_operand(op.measure, text, variables, place));
                         return wire::ok();
                       }));
  return condition;
}

bool Condition::matches(const std::string& value, const ConditionKeys& keys) const {
  return std::any_of(operands_.begin(), operands_.end(), [&](const Operand& operand) {
    return std::visit(Comparison{operator_, value, keys}, operand);
  });
}

bool Condition::holds(const ConditionKeys& keys) const {
  std::vector<std::string> values;
  keys.append(key_, values);
  if (operator_.measure == Measure::existence) {
    return std::any_of(operands_.begin(), operands_.end(), [&](const Operand& absent) {
      return std::get<bool>(absent) == values.empty();
    });
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
