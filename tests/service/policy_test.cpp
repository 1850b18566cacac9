#include "signer/service/policy.hpp"

#include <gtest/gtest.h>

#include "signer/service/glob.hpp"
#include "tests/service/policy_support.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::signer::service {
namespace {

using pail::testing::read_fixture;
using testing::policy_of;
using testing::read_beside;

std::string refusal_of(std::string_view json) {
  const auto policy = read_policy(json, read_beside);
  return policy ? "none" : std::string(policy.error().message().value_or(""));
}

// A policy with one rule, whose members are these beside what every rule needs.
std::string with_rule(std::string_view members, std::string_view key = "u/{caller}/{path}") {
  return R"({"rules": [{"name": "r", "callers": ["ann"], "buckets": ["b"], "key": ")" +
         std::string(key) + "\", " + std::string(members) + "}]}";
}

TEST(GlobTest, stars_stand_for_anything_and_all_else_for_itself) {
  for (const auto& [pattern, text] :
       std::initializer_list<std::pair<const char*, const char*>>{{"ann", "ann"},
                                                                  {"*", ""},
                                                                  {"*", "x"},
                                                                  {"a*", "a"},
                                                                  {"*n", "ann"},
                                                                  {"a*n", "ann"},
                                                                  {"*a*b*", "xxaxxbxx"},
                                                                  {"image/*", "image/png"},
                                                                  {"a*b*c", "abbc"},
                                                                  {"**", "x"}}) {
    EXPECT_TRUE(glob_matches(pattern, text)) << pattern << " " << text;
  }
  for (const auto& [pattern, text] :
       std::initializer_list<std::pair<const char*, const char*>>{{"", "x"},
                                                                  {"ann", "anna"},
                                                                  {"ann", "an"},
                                                                  {"a*", "ba"},
                                                                  {"*n", "nx"},
                                                                  {"a?n", "axn"},
                                                                  {"[a]", "a"},
                                                                  {"image/*", "images/png"},
                                                                  {"a*b*c", "acb"},
                                                                  {"ANN", "ann"}}) {
    EXPECT_FALSE(glob_matches(pattern, text)) << pattern << " " << text;
  }
}

TEST(PolicyTest, the_complete_example_is_read) {
  const Policy policy = policy_of(read_fixture("service/policy.json"));
  EXPECT_EQ(policy.allow_origins, std::vector<std::string>{"https://photos.example"});
  ASSERT_TRUE(policy.rate.has_value());
  EXPECT_EQ(policy.rate->per_minute, 60);
  EXPECT_EQ(policy.rate->burst, 20);
  EXPECT_FALSE(policy.anonymous);
  ASSERT_EQ(policy.tokens.size(), 1U);
  EXPECT_EQ(wire::to_hex(policy.tokens[0].token), testing::sha256_of("a-long-random-token"));
  ASSERT_EQ(policy.subjects.size(), 2U);
  EXPECT_EQ(policy.subjects[0].name, "press");
  EXPECT_EQ(policy.subjects[1].before + "|" + policy.subjects[1].after, "CN=|,OU=phones,O=Example");
  ASSERT_EQ(policy.jwts.size(), 1U);
  EXPECT_EQ(policy.jwts[0].claim, "sub");
  EXPECT_EQ(policy.vendor.role, "arn:aws:iam::123456789012:role/uploads");
  ASSERT_EQ(policy.rules.size(), 3U);
  const Rule& rule = policy.rules[0];
  EXPECT_EQ(rule.key->text(), "users/{caller}/{uuid}-{filename}");
  EXPECT_TRUE(rule.may(Act::put) && rule.may(Act::upload) && !rule.may(Act::get));
  EXPECT_EQ(rule.bytes->bytes_max, 104'857'600U);
  EXPECT_EQ(rule.lifetime.count(), 900);
}

TEST(PolicyTest, the_example_of_the_manual_is_that_very_policy) {
  const std::string manual = read_fixture("../docs/signing-service.md");
  const std::size_t begin = manual.find("```json\n") + 8;
  EXPECT_EQ(manual.substr(begin, manual.find("```", begin) - begin),
            read_fixture("service/policy.json"));
}

TEST(PolicyTest, no_rules_at_all_is_a_policy_that_refuses_everything) {
  EXPECT_TRUE(policy_of(R"({"rules": []})").rules.empty());
  EXPECT_EQ(refusal_of("{}"), "rules: is missing");
}

TEST(PolicyTest, a_star_does_not_mean_who_is_anonymous) {
  Rule rule;
  rule.callers = {"*"};
  EXPECT_TRUE(rule.concerns("ann"));
  EXPECT_FALSE(rule.concerns("anonymous"));
  rule.callers = {"anonymous"};
  EXPECT_TRUE(rule.concerns("anonymous"));
}

TEST(PolicyTest, mistakes_are_told_with_their_place) {
  const std::string put = R"("may": ["PUT"])";
  const std::string hex(64, 'a');
  const std::pair<std::string, std::string> cases[] = {
      {"{\n\"rules\": [\n}", "not JSON: line 3: syntax error"},
      {"[]", "the document: must be an object"},
      {R"({"rules": [], "rulez": 1})",
       "rulez: unknown; there are anonymous allow_origins rate sts callers jwt rules"},
      {R"({"rules": {}})", "rules: must be a list"},
      {R"({"rules": [1]})", "rules[0]: must be an object"},
      {R"({"rules": [], "anonymous": "yes"})", "anonymous: must be true or false"},
      {R"({"rules": [], "allow_origins": "x"})", "allow_origins: must be a list"},
      {R"({"rules": [], "allow_origins": [1]})",
       "allow_origins: must be a list of texts, none empty"},
      {R"({"rules": [], "rate": {"burst": 1}})", "rate.per_minute: is missing"},
      {R"({"rules": [], "rate": {"per_minute": 0, "burst": 1}})",
       "rate.per_minute: must be a whole number from 1 to 600000"},
      {R"({"rules": [], "sts": {"endpoint": "ftp://x"}})",
       "sts.endpoint: must be like https://sts.eu-central-1.amazonaws.com"},
      {R"({"rules": [], "callers": [{"name": "a"}]})", "callers[0].token_sha256: is missing"},
      {R"({"rules": [], "callers": [{"name": "a", "token_sha256": "secret"}]})",
       "callers[0].token_sha256: must be the 64 hex digits of the token's SHA-256"},
      {R"({"rules": [], "callers": [{"name": "a", "token_sha256": ")" + testing::sha256_of("") +
           R"("}]})",
       "callers[0].token_sha256: is that of an empty token, which anybody has"},
      {R"({"rules": [], "callers": [{"name": "a*", "token_sha256": ")" + hex + R"("}]})",
       "callers[0].name: must be a name of 1 to 128 bytes, without '*'"},
      {R"({"rules": [], "callers": [{"name": "anonymous", "token_sha256": ")" + hex + R"("}]})",
       "callers[0].name: means who shows nothing; take another name"},
      {R"({"rules": [], "callers": [{"name": "a", "token": "x", "token_sha256": ")" + hex +
           R"("}]})",
       "callers[0].token: unknown; there are subject name token_sha256"},
      {R"({"rules": [], "callers": [{"subject": "CN=x"}]})", "callers[0].name: is missing"},
      {R"({"rules": [], "callers": [{"subject": "CN=*,O=*"}]})",
       "callers[0].subject: may have one '*'"},
      {R"({"rules": [], "callers": [{"subject": "CN=*", "name": "x"}]})",
       "callers[0].name: unknown; there are subject prefix"},
      {R"({"rules": [], "jwt": [{"audience": "a", "jwks": "idp.jwks.json"}]})",
       "jwt[0].issuer: is missing"},
      {R"({"rules": [], "jwt": [{"issuer": "i", "jwks": "idp.jwks.json"}]})",
       "jwt[0].audience: is missing"},
      {R"({"rules": [], "jwt": [{"issuer": "i", "audience": "a", "jwks": "none"}]})",
       "jwt[0].jwks: cannot be read"},
      {R"({"rules": [], "callers": [{"subject": "CN=*"}],
           "jwt": [{"issuer": "i", "audience": "a", "jwks": "idp.jwks.json"}]})",
       "prefix: '' begins '': callers of the one could be taken for the other's; give each source "
       "of names a prefix of its own"},
      {R"({"rules": [], "callers": [{"subject": "CN=*", "prefix": "a"},
                                    {"subject": "O=*", "prefix": "ab"}]})",
       "prefix: 'a' begins 'ab': callers of the one could be taken for the other's; give each "
       "source of names a prefix of its own"},
      {R"({"rules": [{"name": "r"}]})", "rules[0].callers: must name one at least"},
      {with_rule(R"("may": [])"), "rules[0].may: must name one at least"},
      {with_rule(R"("may": ["DELETE"])"),
       "rules[0].may: there are GET PUT POST multipart credentials upload"},
      {with_rule(put, "x/{who}"),
       "rules[0].key: has a placeholder that there is not; there are {caller} {uuid} {date} "
       "{filename} {ext} {path}"},
      {with_rule(put + R"(, "content_types": ["png"])"),
       "rules[0].content_types: must be like image/png or image/*, without parameters"},
      {with_rule(put + R"(, "bytes": [2, 1])"),
       "rules[0].bytes: must be the least and the greatest size, up to 5 TiB"},
      {with_rule(put + R"(, "bytes": [1])"),
       "rules[0].bytes: must be the least and the greatest size, up to 5 TiB"},
      {with_rule(put + R"(, "bytes": [0, 6000000000000])"),
       "rules[0].bytes: must be the least and the greatest size, up to 5 TiB"},
      {with_rule(put + R"(, "seconds": 604801)"),
       "rules[0].seconds: must be a whole number from 1 to 604800"},
      {with_rule(put + R"(, "signatures": ["v3"])"), "rules[0].signatures: there are v2 and v4"},
      {with_rule(put + R"(, "callback": "http://x/")"),
       "rules[0].callback: is for rules that allow upload"},
      {with_rule(R"("may": ["upload"], "callback": "x")"),
       "rules[0].callback: must be an absolute URL"},
      {with_rule(R"("may": ["credentials"])"),
       "rules[0].may: credentials are for what else is in the list: PUT, GET or both"},
      {with_rule(R"("may": ["credentials", "PUT"], "bytes": [1, 2])"),
       "rules[0].may: temporary keys can be held to no size and no content type; give credentials "
       "a rule of their own"},
      {with_rule(R"("may": ["credentials", "PUT"])", "u/{filename}"),
       "rules[0].key: must have {caller} in front of all else that varies, where temporary keys "
       "are given"},
      {with_rule(R"("may": ["credentials", "PUT"])", "{date}/{caller}/{path}"),
       "rules[0].key: must have {caller} in front of all else that varies, where temporary keys "
       "are given"},
      {with_rule(R"("may": ["credentials", "PUT"], "seconds": 899)"),
       "rules[0].seconds: must be 900 at least where temporary keys are given"},
      {with_rule(put + R"(, "method": "PUT")"),
       "rules[0].method: unknown; there are name callers may buckets key content_types bytes "
       "seconds signatures callback"},
  };
  for (const auto& [json, why] : cases) {
    SCOPED_TRACE(json);
    EXPECT_EQ(refusal_of(json), why);
  }
}

}  // namespace
}  // namespace pail::signer::service
