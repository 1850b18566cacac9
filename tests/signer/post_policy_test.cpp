#include "signer/post_policy.hpp"

#include <gtest/gtest.h>

#include "tests/signer/support.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

using testing::elements;
using testing::outcome;

wire::Time at(std::string_view text) {
  return *wire::parse_iso_extended(text);
}

wire::Result<PostPolicy> parse(std::string_view json) {
  return PostPolicy::parse(wire::to_base64(wire::as_bytes(json)));
}

std::string policy_with(std::string_view conditions) {
  return R"({"expiration":"2030-01-01T00:00:00Z","conditions":[)" + std::string(conditions) + "]}";
}

std::string parsed(std::string_view json) {
  const auto policy = parse(json);
  return policy ? "fine" : outcome(policy.error());
}

// "fine", or why a form is refused by a policy of these conditions.
std::string checked(std::string_view conditions, const wire::Headers& fields,
                    Scheme scheme = Scheme::v2_post) {
  const auto policy = parse(policy_with(conditions));
  if (!policy) return outcome(policy.error());
  const auto held = policy.value().check({"bucket", fields, scheme}, at("2029-01-01T00:00:00Z"));
  return held ? "fine" : outcome(held.error());
}

std::string failed(std::string_view condition) {
  return "403 AccessDenied: Invalid according to Policy: Policy Condition failed: " +
         std::string(condition);
}

std::string extra(std::string_view field) {
  return "403 AccessDenied: Invalid according to Policy: Extra input fields: " + std::string(field);
}

std::string invalid(std::string_view what) {
  return "400 InvalidPolicyDocument: Invalid Policy: " + std::string(what);
}

TEST(PostPolicy, WhatIsNoJsonObjectIsSaidToBeInvalid) {
  for (const std::string_view base64 : {"", "e30", "e30=\n", "!", "bm8=", "W10=", "e30gfQ=="}) {
    const auto policy = PostPolicy::parse(base64);
    ASSERT_FALSE(policy) << base64;
    EXPECT_EQ(outcome(policy.error()), invalid("Invalid JSON.")) << base64;
  }
  std::string deep(64, '[');
  EXPECT_EQ(parsed("{\"conditions\":" + deep), invalid("Invalid JSON."));
}

TEST(PostPolicy, ShapesAreJudgedWithTheServicesWords) {
  const std::string simple = "Invalid Simple-Condition: ";
  const std::string one = simple + "Simple-Conditions must have exactly one property specified.";
  const std::string operation = "Invalid Condition: missing operation identifier.";
  const std::pair<std::string, std::string> cases[] = {
      {R"({"conditions":[]})", "Policy missing expiration."},
      {R"({"expiration":"2030-01-01T00:00:00Z"})", "Policy missing conditions."},
      {R"({"Expiration":"2030-01-01T00:00:00Z","conditions":[]})", "Unexpected: 'Expiration'"},
      {R"({"statement":[],"expiration":1})", "Unexpected: 'statement'"},
      {R"({"expiration":5,"conditions":[]})", "Invalid 'expiration' value: '5'"},
      {R"({"expiration":"","conditions":[]})", "Invalid 'expiration' value: ''"},
      {R"({"expiration":"2030-01-01 00:00:00Z","conditions":[]})",
       "Invalid 'expiration' value: '2030-01-01 00:00:00Z'"},
      {R"({"expiration":"2030-01-01T00:00:00+02:00","conditions":[]})",
       "Invalid 'expiration' value: '2030-01-01T00:00:00+02:00'"},
      {R"({"expiration":"2030-01-01T00:00:00Z","conditions":{}})",
       "Invalid 'conditions' value: must be a List."},
      {policy_with("{}"), one},
      {policy_with(R"({"a":"b","c":"d"})"), one},
      {policy_with(R"({"a":5})"), simple + "value must be a string."},
      {policy_with(R"({"a":null})"), simple + "value must be a string."},
      {policy_with("[]"), operation},
      {policy_with("[[]]"), operation},
      {policy_with(R"([1,"$a","b"])"), operation},
      {policy_with("\"a\""), "Invalid Condition: a condition must be a list or an object."},
      {policy_with(R"(["ends-with","$a","b"])"),
       "Invalid Condition: unknown operation 'ends-with'."},
      {policy_with(R"(["eq","$a"])"),
       "Invalid Condition: eq takes a field and a value, both strings."},
      {policy_with(R"(["starts-with","$a",1])"),
       "Invalid Condition: starts-with takes a field and a value, both strings."},
      {policy_with(R"(["content-length-range",1])"),
       "Invalid content-length-range: wrong number of arguments."},
      {policy_with(R"(["content-length-range",-1,5])"),
       "Invalid content-length-range: a bound must be a whole number from 0."},
      {policy_with(R"(["content-length-range","-1",5])"),
       "Invalid content-length-range: a bound must be a whole number from 0."},
      {policy_with(R"(["content-length-range",0,1.5])"),
       "Invalid content-length-range: a bound must be a whole number from 0."},
  };
  for (const auto& [json, what] : cases) EXPECT_EQ(parsed(json), invalid(what)) << json;
  EXPECT_EQ(parsed(policy_with("")), "fine");
}

TEST(PostPolicy, EndsAtItsExpirationToTheMillisecond) {
  const auto policy = parse(R"({"expiration":"2030-01-01T00:00:00.500Z","conditions":[]})").value();
  const wire::Headers none;
  const wire::Time end = at("2030-01-01T00:00:00.500Z");
  EXPECT_TRUE(policy.check({"bucket", none, Scheme::v2_post}, end));
  EXPECT_TRUE(
      policy.check({"bucket", none, Scheme::v2_post}, end + std::chrono::microseconds(999)));
  const auto late =
      policy.check({"bucket", none, Scheme::v2_post}, end + std::chrono::milliseconds(1));
  ASSERT_FALSE(late);
  EXPECT_EQ(outcome(late.error()),
            "403 AccessDenied: Invalid according to Policy: Policy expired.");
  EXPECT_EQ(elements(late.error()), "");
}

TEST(PostPolicy, ConditionsHoldOrAreNamed) {
  const wire::Headers fields = {{"Key", "user/a"}, {"Content-Type", "image/png, image/gif"}};
  const std::string all = R"(["starts-with","$key",""],["starts-with","$content-type",""])";
  const std::pair<std::string, std::string> cases[] = {
      {all, "fine"},
      {all + R"(,{"BUCKET":"bucket"})", "fine"},
      {all + R"(,{"bucket":"Bucket"})", failed(R"(["eq", "$bucket", "Bucket"])")},
      {all + R"(,["eq","$KEY","user/a"])", "fine"},
      {all + R"(,["EQ","$KEY","User/a"])", failed(R"(["EQ", "$KEY", "User/a"])")},
      {all + R"(,["Starts-With","$key","user/b"])", failed(R"(["Starts-With", "$key", "user/b"])")},
      {all + R"(,["starts-with","$acl",""])", failed(R"(["starts-with", "$acl", ""])")},
      {all + R"(,{"acl":""})", failed(R"(["eq", "$acl", ""])")},
      {all + R"(,["starts-with","$Content-Type","image/"])", "fine"},
      {all + R"(,["starts-with","$Content-Type","image/p"])",
       failed(R"(["starts-with", "$Content-Type", "image/p"])")},
      {all + R"(,["eq","same","same"])", "fine"},
      {all + R"(,["eq","key","user/a"])", failed(R"(["eq", "key", "user/a"])")},
      {all + R"(,["content-length-range","few","many"])",
       failed(R"(["content-length-range", "few", "many"])")},
      {all + R"(,["content-length-range",0,"many"])",
       failed(R"(["content-length-range", 0, "many"])")},
      {all + R"(,{"acl":"\"q\"\\"})", failed(R"(["eq", "$acl", "\"q\"\\"])")},
      {R"({"key":"x"},{"acl":"y"})", failed(R"(["eq", "$key", "x"])")},
  };
  for (const auto& [conditions, expected] : cases) {
    EXPECT_EQ(checked(conditions, fields), expected) << conditions;
  }
}

TEST(PostPolicy, EscapesOfTheDocumentationAreRead) {
  const wire::Headers fields = {{"key", "$a\v\\$b\xc3\xa9"}};
  EXPECT_EQ(checked(R"({"key":"\$a\v\\$b\u00e9"})", fields), "fine");
  EXPECT_EQ(checked(R"({"key":"\q"})", fields), invalid("Invalid JSON."));
}

TEST(PostPolicy, EveryFieldNeedsACondition) {
  const std::string key = R"(["starts-with","$key",""])";
  EXPECT_EQ(checked("", {{"key", "a"}}), extra("key"));
  EXPECT_EQ(checked(key, {{"key", "a"}, {"X-Amz-Meta-A", ""}}), extra("X-Amz-Meta-A"));
  EXPECT_EQ(checked(key, {{"key", "a"}, {"X-Ignore-A", ""}}), "fine");
  EXPECT_EQ(checked(key, {{"key", "a"}, {"x-amz-security-token", "t"}}),
            extra("x-amz-security-token"));
  // A condition on a literal text is about no field.
  EXPECT_EQ(checked(R"(["eq","key","key"])", {{"key", "a"}}), extra("key"));
}

TEST(PostPolicy, TheSignaturesOwnFieldsNeedNone) {
  const wire::Headers v2 = {{"awsaccesskeyid", "a"}, {"Policy", "p"}, {"SIGNATURE", "s"}};
  const wire::Headers v4 = {{"policy", "p"}, {"X-Amz-Signature", "s"}};
  EXPECT_EQ(checked("", v2), "fine");
  EXPECT_EQ(checked("", v4, Scheme::v4_post), "fine");
  EXPECT_EQ(checked("", v2, Scheme::v4_post), extra("awsaccesskeyid"));
  EXPECT_EQ(checked("", v4), extra("X-Amz-Signature"));
  for (const std::string name : {"x-amz-algorithm", "x-amz-credential", "x-amz-date"}) {
    EXPECT_EQ(checked("", {{name, "a"}}, Scheme::v4_post), extra(name));
  }
}

TEST(PostPolicy, SizesAreInclusiveAndAllRangesCount) {
  const auto sizes =
      parse(policy_with(R"(["Content-Length-Range","2",100],["content-length-range",0,9])"))
          .value()
          .sizes();
  EXPECT_TRUE(sizes.check(2));
  EXPECT_TRUE(sizes.check(9));
  const auto small = sizes.check(1);
  EXPECT_EQ(outcome(small.error()),
            "400 EntityTooSmall: Your proposed upload is smaller than the minimum allowed size");
  EXPECT_EQ(elements(small.error()), "ProposedSize=1|MinSizeAllowed=2");
  const auto large = sizes.check(10);
  EXPECT_EQ(outcome(large.error()),
            "400 EntityTooLarge: Your proposed upload exceeds the maximum allowed size");
  EXPECT_EQ(elements(large.error()), "ProposedSize=10|MaxSizeAllowed=9");
  const auto free = parse(policy_with("")).value().sizes();
  EXPECT_TRUE(free.check(0));
  EXPECT_TRUE(free.check(wire::limits::put_bytes_max));
  EXPECT_FALSE(free.check(wire::limits::put_bytes_max + 1));
  const auto vast =
      parse(policy_with(R"(["content-length-range",0,18446744073709551615])")).value().sizes();
  EXPECT_EQ(vast.bytes_max, wire::limits::put_bytes_max);
}

}  // namespace
}  // namespace pail::signer
