#include "emulator/access/policy_statement.hpp"

#include <algorithm>
#include <array>

namespace pail::access {
namespace {

using wire::Result;

constexpr std::array<std::string_view, 9> elements = {"Sid",          "Effect",      "Principal",
                                                      "NotPrincipal", "Action",      "NotAction",
                                                      "Resource",     "NotResource", "Condition"};
constexpr std::string_view letters_and_digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// The one of two elements that is there; `value` is null where neither is.
struct Chosen {
  const json::value* value = nullptr;
  bool negated = false;
  std::string where;
};

Result<Chosen> choose(const json::object& statement, std::string_view name,
                      const std::string& where) {
  const std::string negated = "Not" + std::string(name);
  const json::value* const plain = statement.if_contains({name.data(), name.size()});
  const json::value* const other = statement.if_contains(negated);
  if (plain != nullptr && other != nullptr) {
    return malformed(syntax_error, where,
                     std::string(name) + " and " + negated + " exclude each other");
  }
  if (other != nullptr) return Chosen{other, true, where + "." + negated};
  return Chosen{plain, false, where + "." + std::string(name)};
}

Result<void> refuse_unknown(const json::object& statement, const std::string& where) {
  for (const auto& member : statement) {
    const std::string_view name = text_of(member.key());
    if (std::find(elements.begin(), elements.end(), name) == elements.end()) {
      return malformed(syntax_error, where, "no element " + quoted(name));
    }
  }
  return wire::ok();
}

Result<std::string> read_sid(const json::object& statement, PolicyKind kind,
                             const std::string& where) {
  const json::value* const value = statement.if_contains("Sid");
  if (value == nullptr) return std::string();
  PAIL_TRY(const std::string_view sid, read_text(*value, where + ".Sid"));
  if (kind != PolicyKind::bucket && sid.find_first_not_of(letters_and_digits) != sid.npos) {
    return malformed(
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
        "expression [0-9A-Za-z]*",
        where + ".Sid", quoted(sid));
  }
  return std::string(sid);
}

Result<Effect> read_effect(const json::object& statement, const std::string& where) {
  const json::value* const value = statement.if_contains("Effect");
  if (value == nullptr) return malformed(syntax_error, where, "Effect is missing");
  PAIL_TRY(const std::string_view effect, read_text(*value, where + ".Effect"));
  if (effect == "Allow") return Effect::allow;
  if (effect == "Deny") return Effect::deny;
  return malformed(syntax_error, where + ".Effect", "must be \"Allow\" or \"Deny\"");
}

Result<std::optional<Listed<Principals>>> read_principals(const json::object& statement,
                                                          PolicyKind kind,
                                                          const std::string& where) {
  PAIL_TRY(const Chosen chosen, choose(statement, "Principal", where));
  if (kind == PolicyKind::identity) {
    if (chosen.value == nullptr) return std::optional<Listed<Principals>>();
    return malformed("Policy document should not specify a principal.", chosen.where,
                     "the policy belongs to an identity");
  }
  if (chosen.value == nullptr) {
    return malformed("Missing required field Principal", where,
                     "neither Principal nor NotPrincipal");
  }
  PAIL_TRY(Principals who, Principals::parse(*chosen.value, chosen.where));
  return std::optional(Listed<Principals>{std::move(who), chosen.negated});
}

Result<void> check_action(std::string_view action, PolicyKind kind, const std::string& where) {
  const std::size_t colon = action.find(':');
  const std::string_view vendor = action.substr(0, colon);
  if (kind == PolicyKind::trust && vendor != "sts") {
    return malformed("AssumeRole policy may only specify STS AssumeRole actions.", where,
                     quoted(action));
  }
  if (action == "*") return wire::ok();
  if (colon == action.npos) return malformed(must_have_vendor, where, quoted(action));
  if (vendor.empty() || vendor.find_first_of("*?") != vendor.npos) {
    return malformed("Vendor " + quoted(vendor) + " is not valid", where, quoted(action));
  }
  return wire::ok();
}

Result<Listed<std::vector<Pattern>>> read_actions(const json::object& statement, PolicyKind kind,
                                                  const std::string& where) {
  PAIL_TRY(const Chosen chosen, choose(statement, "Action", where));
  Listed<std::vector<Pattern>> actions{{}, chosen.negated};
  if (chosen.value != nullptr) {
    PAIL_TRY(for_each_of(*chosen.value, chosen.where,
                         [&](const json::value& value, const std::string& place) -> Result<void> {
                           PAIL_TRY(const std::string_view action, read_text(value, place));
                           PAIL_TRY(check_action(action, kind, place));
                           actions.what.push_back(*Pattern::compile(action, {.wildcards = true}));
                           return wire::ok();
                         }));
  }
  if (!actions.what.empty()) return actions;
  return malformed("Policy statement must contain actions.", where, "neither Action nor NotAction");
}

Result<Pattern> read_resource(const json::value& value, bool variables, const std::string& where) {
  PAIL_TRY(const std::string_view resource, read_text(value, where));
  if (resource != "*" && !resource.starts_with("arn:")) {
    return malformed("Resource " + quoted(resource) + " must be in ARN format or \"*\".", where,
                     "it begins with neither");
  }
  auto pattern = Pattern::compile(resource, {.wildcards = true, .variables = variables});
  if (!pattern) return malformed(syntax_error, where, "a policy variable is broken");
  return std::move(*pattern);
}

Result<std::optional<Listed<std::vector<Pattern>>>> read_resources(
    const json::object& statement, const Statement::Context& context, const std::string& where) {
  using Resources = std::optional<Listed<std::vector<Pattern>>>;
  PAIL_TRY(const Chosen chosen, choose(statement, "Resource", where));
  if (context.kind == PolicyKind::trust) {
    if (chosen.value == nullptr) return Resources();
    return malformed("Has prohibited field Resource", chosen.where, "the role itself is meant");
  }
  Listed<std::vector<Pattern>> resources{{}, chosen.negated};
  if (chosen.value != nullptr) {
    PAIL_TRY(for_each_of(*chosen.value, chosen.where,
                         [&](const json::value& value, const std::string& place) -> Result<void> {
                           PAIL_TRY(resources.what.emplace_back(),
                                    read_resource(value, context.variables, place));
                           return wire::ok();
                         }));
  }
  if (!resources.what.empty()) return Resources(std::move(resources));
  return malformed("Policy statement must contain resources.", where,
                   "neither Resource nor NotResource");
}

bool lists(const Listed<std::vector<Pattern>>& patterns, std::string_view text, Case letters,
           const ConditionKeys& keys) {
  const auto& all = patterns.what;
  return std::any_of(all.begin(), all.end(), [&](const Pattern& pattern) {
           return pattern.matches(text, letters, keys);
         }) != patterns.negated;
}

}  // namespace

Result<Statement> Statement::parse(const json::value& element, const Context& context,
                                   const std::string& where) {
  if (!element.is_object()) return malformed(syntax_error, where, "must be an object");
  const json::object& object = element.get_object();
  PAIL_TRY(refuse_unknown(object, where));
  Statement statement;
  PAIL_TRY(statement.sid, read_sid(object, context.kind, where));
  PAIL_TRY(statement.effect, read_effect(object, where));
  PAIL_TRY(statement.principals, read_principals(object, context.kind, where));
  PAIL_TRY(statement.actions, read_actions(object, context.kind, where));
  PAIL_TRY(statement.resources, read_resources(object, context, where));
  if (const json::value* const condition = object.if_contains("Condition")) {
    PAIL_TRY(statement.conditions,
             parse_conditions(*condition, context.variables, where + ".Condition"));
  }
  return statement;
}

// The cheap tests first: most statements are about other actions.
bool Statement::applies(const PolicyRequest& request) const {
  if (!lists(actions, request.action, Case::folded, request.keys)) return false;
  if (principals && principals->what.include(request.principal) == principals->negated) {
    return false;
  }
  if (resources && !lists(*resources, request.resource, Case::exact, request.keys)) return false;
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) { return condition.holds(request.keys); });
}

}  // namespace pail::access
