// One test of a Condition element: operator, key, and the values it compares with, read when the
// policy is parsed. Never changes: thread-safe. Spec: shared/spec/semantics.md §18.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "emulator/access/policy_json.hpp"
#include "emulator/access/policy_pattern.hpp"
#include "emulator/access/policy_values.hpp"

namespace pail::access {

// What is compared: texts in three ways, or what a text means.
enum class Measure : std::uint8_t {
  text,
  text_ignoring_case,
  wildcards,
  number,
  date,
  truth,
  bytes,
  address,
  arn,
  existence
};

// How the request's value has to stand to the policy's; only numbers and dates know more than
// equality.
enum class Order : std::uint8_t { equal, less, less_or_equal, greater, greater_or_equal };

// Which of a key's several values have to pass.
enum class Quantifier : std::uint8_t { none, all, any };

struct Operator {
  Measure measure;
  Order order = Order::equal;
  bool negated = false;
  bool if_exists = false;  // true where the request has no such key
  Quantifier quantifier = Quantifier::none;
};

class Condition {
 public:
  // `where` names the key for refusals: values that the operator cannot compare.
  static wire::Result<Condition> parse(const Operator& op, std::string_view key,
                                       const json::value& values, bool variables,
                                       const std::string& where);
  bool holds(const ConditionKeys& keys) const;

 private:
  // Texts and ARNs, numbers, dates, truths (of existence too), bytes, addresses.
  using Operand = std::variant<Pattern, double, wire::Time, bool, std::string, Network>;

  static wire::Result<Operand> read_operand(Measure measure, std::string_view text, bool variables,
                                            const std::string& where);
  bool matches(const std::string& value, const ConditionKeys& keys) const;

  Operator operator_{};
  std::string key_;  // lower case
  std::vector<Operand> operands_;
};

// The whole element: every test of it has to hold.
wire::Result<std::vector<Condition>> parse_conditions(const json::value& element, bool variables,
                                                      const std::string& where);

}  // namespace pail::access
