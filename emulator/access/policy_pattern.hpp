// Texts of a policy that stand for many: with wildcards (* any run, ? one character) and variables
// (${aws:username}), compiled when the policy is parsed. Matching takes time proportional to the
// product of both lengths at worst, never more.
//
// Value type, never changes: thread-safe. Spec: shared/spec/semantics.md §18.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/policy.hpp"

namespace pail::access {

enum class Case : bool { exact, folded };  // folded: ASCII letters compare without case

// What stands for something else in a pattern's text.
struct PatternSyntax {
  bool wildcards = false;
  bool variables = false;
};

class Pattern {
 public:
  // nullopt: a variable that does not end, has no name, or whose default is not in single quotes.
  static std::optional<Pattern> compile(std::string_view text, PatternSyntax syntax);

  // A variable whose key has no value, or several, and no default matches nothing. What a variable
  // stands for is literal: a '*' in it is a star.
  bool matches(std::string_view text, Case letters, const ConditionKeys& keys) const;
  // As ARN conditions compare: each of the six parts between colons on its own.
  bool matches_arn(std::string_view arn, const ConditionKeys& keys) const;

 private:
  // Bytes as they are; wildcards are values that no byte has.
  using Symbols = std::u16string;
  struct Variable {
    std::size_t position;  // in symbols_, before which it is put in
    std::string key;       // lower case
    std::optional<std::string> fallback;
  };

  bool add_variable(std::string_view inside);
  std::optional<Symbols> expand(const ConditionKeys& keys) const;
  template <class Match>
  bool with_symbols(const ConditionKeys& keys, Match&& match) const;

  Symbols symbols_;
  std::vector<Variable> variables_;
};

}  // namespace pail::access
