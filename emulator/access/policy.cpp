#include "emulator/access/policy.hpp"

#include <algorithm>
#include <set>

#include "emulator/access/policy_statement.hpp"
#include "wire/limits.hpp"

namespace pail::access {
namespace {

using wire::Result;

constexpr std::string_view version_with_variables = "2012-10-17";
constexpr std::string_view version_without = "2008-10-17";  // also where none is given

// Whether variables are variables.
Result<bool> read_version(const json::object& document) {
  const json::value* const value = document.if_contains("Version");
  if (value == nullptr) return false;
  PAIL_TRY(const std::string_view version, read_text(*value, "Version"));
  if (version == version_with_variables) return true;
  if (version == version_without) return false;
  return malformed(syntax_error, "Version", "must be \"2012-10-17\" or \"2008-10-17\"");
}

Result<void> check_elements(const json::object& document) {
  for (const auto& [key, value] : document) {
    const std::string_view name = text_of(key);
    if (name == "Id") {
      PAIL_TRY(read_text(value, name));
    } else if (name != "Version" && name != "Statement") {
      return malformed(syntax_error, "", "no element " + quoted(name));
    }
  }
  return wire::ok();
}

Result<const json::value*> find_statements(const json::object& document) {
  const json::value* const value = document.if_contains("Statement");
  if (value == nullptr) return malformed(syntax_error, "", "Missing required field Statement");
  if (!value->is_array()) return value;
  const std::size_t count = value->get_array().size();
  if (count == 0) return malformed(syntax_error, "Statement", "must not be empty");
  if (count <= wire::limits::policy_statements_max) return value;
  return malformed(syntax_error, "Statement",
                   "more than " + std::to_string(wire::limits::policy_statements_max));
}

Result<void> refuse_repeated_sids(const std::vector<Statement>& statements) {
  std::set<std::string_view> sids;
  for (const Statement& statement : statements) {
    if (statement.sid.empty() || sids.insert(statement.sid).second) continue;
    return malformed("Statement IDs (SID) in a single policy must be unique.", "Sid",
                     quoted(statement.sid));
  }
  return wire::ok();
}

}  // namespace

Policy::Policy(std::string text, std::vector<Statement> statements)
    : text_(std::move(text)), statements_(std::move(statements)) {}

Policy::~Policy() = default;

Result<std::shared_ptr<const Policy>> Policy::parse(std::string_view json, PolicyKind kind) {
  PAIL_TRY(const json::object document, parse_policy_json(json));
  PAIL_TRY(check_elements(document));
  PAIL_TRY(const bool variables, read_version(document));
  PAIL_TRY(const json::value* const value, find_statements(document));
  std::vector<Statement> statements;
  PAIL_TRY(for_each_of(
      *value, "Statement",
      [&](const json::value& element, const std::string& where) -> Result<void> {
        PAIL_TRY(statements.emplace_back(), Statement::parse(element, {kind, variables}, where));
        return wire::ok();
      }));
  PAIL_TRY(refuse_repeated_sids(statements));
  return std::shared_ptr<const Policy>(new Policy(std::string(json), std::move(statements)));
}

Effect Policy::evaluate(const PolicyRequest& request) const {
  Effect found = Effect::none;
  for (const Statement& statement : statements_) {
    // One more Allow changes nothing.
    if (statement.effect == found || !statement.applies(request)) continue;
    if (statement.effect == Effect::deny) return Effect::deny;
    found = Effect::allow;
  }
  return found;
}

Effect evaluate(const Policies& policies, const PolicyRequest& request) {
  Effect found = Effect::none;
  for (const auto& policy : policies) found = std::max(found, policy->evaluate(request));
  return found;
}

}  // namespace pail::access
