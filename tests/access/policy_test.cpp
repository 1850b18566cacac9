// The tables of fixtures/access/, and what a table cannot say: limits, and texts that would cost
// too much if they were read or matched naively.
#include "emulator/access/policy.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/access/policy_support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/limits.hpp"

namespace pail::access::testing {
namespace {

namespace json = boost::json;
namespace limits = wire::limits;

std::string text(const json::value& value) {
  return std::string(value.as_string());
}

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains({name.data(), name.size()});
  return value == nullptr ? std::string() : text(*value);
}

PolicyKind kind_of(const json::value& value) {
  if (value == "trust") return PolicyKind::trust;
  return value == "bucket" ? PolicyKind::bucket : PolicyKind::identity;
}

std::string_view name_of(Effect effect) {
  return effect == Effect::allow ? "allow" : effect == Effect::deny ? "deny" : "none";
}

TableKeys keys_from(const json::object& object) {
  std::map<std::string, std::vector<std::string>, std::less<>> keys;
  for (const auto& [name, values] : object) {
    auto& texts = keys[std::string(name)];
    for (const json::value& value : values.as_array()) texts.push_back(text(value));
  }
  return TableKeys(std::move(keys));
}

Effect effect_of(const Policy& policy, const json::object& request) {
  const json::object& who = request.at("principal").as_object();
  const std::string account = text_at(who, "account");
  const std::string arn = text_at(who, "arn");
  const std::string issuer = text_at(who, "issuer_arn");
  const std::string canonical_id = text_at(who, "canonical_id");
  const std::string federated = text_at(who, "federated");
  const std::string action = text_at(request, "action");
  const std::string resource = text_at(request, "resource");
  const TableKeys keys = keys_from(request.at("keys").as_object());
  return policy.evaluate({{account, arn, issuer, canonical_id, federated}, action, resource, keys});
}

TEST(Policy, SaysToEveryRequestOfTheTableWhatIamSays) {
  const json::value table = pail::testing::json_fixture("access/policies.json");
  ASSERT_GE(table.at("cases").as_array().size(), 120U);
  for (const json::value& row : table.at("cases").as_array()) {
    SCOPED_TRACE(text(row.at("why")));
    json::object request = table.at("request").as_object();
    for (const auto& [name, value] : row.at("request").as_object()) request[name] = value;
    const auto policy = parsed(json::serialize(row.at("policy")), kind_of(row.at("kind")));
    ASSERT_NE(policy, nullptr);
    EXPECT_EQ(name_of(effect_of(*policy, request)), text(row.at("expect")));
  }
}

TEST(Policy, RefusesWhatIsNoneAndSaysWhere) {
  const json::value table = pail::testing::json_fixture("access/malformed_policies.json");
  ASSERT_GE(table.at("cases").as_array().size(), 50U);
  for (const json::value& row : table.at("cases").as_array()) {
    SCOPED_TRACE(text(row.at("why")));
    const auto policy = Policy::parse(text(row.at("text")), kind_of(row.at("kind")));
    ASSERT_FALSE(policy) << "was accepted";
    EXPECT_EQ(policy.error().code(), wire::Errc::MalformedPolicyDocument);
    EXPECT_EQ(policy.error().message(), text(row.at("message")));
  }
}

std::string statement(const std::string& resource) {
  return R"({"Effect":"Allow","Action":"s3:*","Resource":")" + resource + R"("})";
}

std::string document(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

std::string refusal(const std::string& document) {
  const auto policy = Policy::parse(document, PolicyKind::identity);
  return policy ? "accepted" : std::string(policy.error().message().value_or(""));
}

TEST(Policy, KeepsItsText) {
  const std::string text = "  " + document(statement("*")) + "\n";
  EXPECT_EQ(parsed(text)->text(), text);
}

TEST(Policy, IsAsLongAsIamTakesThemAndNotLonger) {
  std::string text = document(statement("*"));
  text.append(limits::policy_bytes_max - text.size(), ' ');
  EXPECT_EQ(refusal(text), "accepted");
  EXPECT_EQ(refusal(text + " "), "Syntax errors in policy. (longer than 131072 bytes)");
}

TEST(Policy, HasAsManyStatementsAsFitAndNotMore) {
  std::string statements = statement("*");
  for (std::size_t i = 1; i < limits::policy_statements_max; ++i) {
    statements += "," + statement("*");
  }
  EXPECT_EQ(refusal(document(statements)), "accepted");
  EXPECT_EQ(refusal(document(statements + "," + statement("*"))),
            "Syntax errors in policy. (Statement: more than 512)");
}

TEST(Policy, NestingNeitherCrashesNorPasses) {
  for (const std::string& open : {std::string("["), std::string(R"({"Statement":)")}) {
    std::string bomb;
    while (bomb.size() < limits::policy_bytes_max - open.size()) bomb += open;
    EXPECT_EQ(refusal(bomb), "Syntax errors in policy. (not JSON: too deep)") << open;
  }
}

TEST(Policy, NoPatternMakesMatchingExplode) {
  // Each star could take any part of the key: trying all ways would outlast the sun.
  std::string stars;
  while (stars.size() < 2000) stars += "a*";
  const auto policy = parsed(document(statement("arn:aws:s3:::b/" + stars + "z")));
  const std::string resource = "arn:aws:s3:::b/" + std::string(1024, 'a');
  const TableKeys keys;
  EXPECT_EQ(policy->evaluate({{}, "s3:GetObject", resource, keys}), Effect::none);
  EXPECT_EQ(policy->evaluate({{}, "s3:GetObject", resource + std::string(1024, 'a') + "z", keys}),
            Effect::allow);
}

TEST(Policies, AnyDenialWinsAndAnyPermissionIsEnough) {
  const auto allow = parsed(document(statement("*")));
  const auto other = parsed(document(statement("arn:aws:s3:::other/*")));
  const auto deny = parsed(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})");
  const TableKeys keys;
  const PolicyRequest request{{}, "s3:GetObject", "arn:aws:s3:::b/k", keys};
  EXPECT_EQ(evaluate({}, request), Effect::none);
  EXPECT_EQ(evaluate({other}, request), Effect::none);
  EXPECT_EQ(evaluate({other, allow}, request), Effect::allow);
  EXPECT_EQ(evaluate({deny, allow}, request), Effect::deny);
  EXPECT_EQ(evaluate({allow, other, deny}, request), Effect::deny);
}

// Counts what is asked of it: most policies have no conditions, and keys cost something.
class CountingKeys final : public ConditionKeys {
 public:
  void append(std::string_view, std::vector<std::string>&) const override { ++asked; }
  mutable int asked = 0;
};

TEST(Policy, AsksForKeysOnlyWhereEverythingElseFits) {
  const auto policy = parsed(
      R"({"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",)"
      R"("Condition":{"Bool":{"aws:SecureTransport":"true"}}}})");
  const CountingKeys keys;
  policy->evaluate({{}, "s3:PutObject", "arn:aws:s3:::b/k", keys});
  policy->evaluate({{}, "s3:GetObject", "arn:aws:s3:::c/k", keys});
  EXPECT_EQ(keys.asked, 0);
  policy->evaluate({{}, "s3:GetObject", "arn:aws:s3:::b/k", keys});
  EXPECT_EQ(keys.asked, 1);
}

}  // namespace
}  // namespace pail::access::testing
