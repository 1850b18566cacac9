// One statement of a policy, ready to be asked. Never changes: thread-safe.
// Spec: shared/spec/semantics.md §18.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "emulator/access/policy_condition.hpp"
#include "emulator/access/policy_pattern.hpp"
#include "emulator/access/policy_principal.hpp"

namespace pail::access {

// What a statement lists, or with the Not- form of its element: what it leaves out.
template <class What>
struct Listed {
  What what{};
  bool negated = false;
};

struct Statement {
  // What the whole document says about its statements.
  struct Context {
    PolicyKind kind;
    bool variables;  // Version 2012-10-17
  };
  static wire::Result<Statement> parse(const json::value& element, const Context& context,
                                       const std::string& where);

  bool applies(const PolicyRequest& request) const;

  std::string sid;
  Effect effect = Effect::deny;
  std::optional<Listed<Principals>> principals;  // nullopt: of an identity, so about its owner
  Listed<std::vector<Pattern>> actions;
  std::optional<Listed<std::vector<Pattern>>> resources;  // nullopt: a trust policy's
  std::vector<Condition> conditions;
};

}  // namespace pail::access
