#include "signer/post_policy_draft.hpp"

#include <gtest/gtest.h>

#include "signer/post_policy.hpp"
#include "signer/verify_post.hpp"
#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

using testing::moment;
using testing::outcome;

using Fields = std::vector<wire::NamedText>;

std::string value_of(const Fields& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (field.name == name) return field.value;
  }
  return "(none)";
}

wire::Headers views(const Fields& fields) {
  wire::Headers headers;
  for (const auto& [name, value] : fields) headers.add(name, value);
  return headers;
}

// A draft with one condition of every kind.
PostPolicyDraft full_draft() {
  PostPolicyDraft draft("bucket", moment + std::chrono::hours(1));
  draft.add_key_prefix("user/");
  draft.add_field("success_action_status", "201");
  draft.add_starts_with("Content-Type", "image/");
  draft.add_sizes(1, 10);
  EXPECT_TRUE(draft.add_condition(R"({"acl":"private"})"));
  EXPECT_TRUE(draft.add_condition(R"(["Eq", "$x-amz-meta-a", "b\"c"])"));
  EXPECT_TRUE(draft.add_condition(R"(["eq", "literal", "literal"])"));
  return draft;
}

TEST(PostPolicyDraft, SaysWhatTheSdkOfPythonSays) {
  const auto document = pail::testing::json_fixture("spec/sigv4_vectors.json");
  const auto& vector = document.at("post_policies").at(1);
  ASSERT_EQ(vector.at("id").as_string(), "client-post-v4");
  const wire::Time now = *wire::parse_iso_extended("2015-12-29T00:00:00Z");
  PostPolicyDraft draft("sigv4examplebucket", now + std::chrono::hours(1));
  draft.add_field("key", "user/user1/photo.jpg");
  const Key key({testing::access_key, testing::secret_key});
  const Fields fields = draft.sign_v4(key, "us-east-1", now);
  EXPECT_EQ(value_of(fields, "policy"), std::string(vector.at("policy_base64").as_string()));
  EXPECT_EQ(value_of(fields, "x-amz-signature"), std::string(vector.at("signature").as_string()));
}

TEST(PostPolicyDraft, FieldsComeInTheOrderInWhichTheyAreSent) {
  const auto names = [](const Fields& fields) {
    std::string text;
    for (const auto& field : fields) text += field.name + " ";
    return text;
  };
  const Key key({testing::temporary_access_key, testing::secret_key, testing::session_token});
  const std::string own = "key success_action_status acl x-amz-meta-a ";
  EXPECT_EQ(names(full_draft().sign_v2(key)),
            own + "x-amz-security-token AWSAccessKeyId policy signature ");
  EXPECT_EQ(names(full_draft().sign_v4(key, "us-east-1", moment)),
            own +
                "x-amz-algorithm x-amz-credential x-amz-date x-amz-security-token policy "
                "x-amz-signature ");
}

TEST(PostPolicyDraft, WhatItSignsIsAcceptedOnceTheFormIsFilledIn) {
  const auto keys = testing::usual_keys();
  for (const char* const access_key : {testing::access_key, testing::temporary_access_key}) {
    const auto key = keys.find(access_key);
    for (Fields fields :
         {full_draft().sign_v2(*key), full_draft().sign_v4(*key, "us-east-1", moment)}) {
      SCOPED_TRACE(access_key + std::to_string(fields.size()));
      const auto verdict = verify_post(views(fields), keys, {.now = moment, .region = "us-east-1"});
      ASSERT_EQ(outcome(verdict), "accepted");
      EXPECT_EQ(verdict.value().key, key);
      const auto policy = PostPolicy::parse(value_of(fields, "policy")).value();
      fields.push_back({"Content-Type", "image/png"});
      const wire::Headers filled = views(fields);
      EXPECT_TRUE(policy.check({"bucket", filled, verdict.value().scheme}, moment));
      EXPECT_EQ(policy.sizes().bytes_min, 1U);
      EXPECT_EQ(policy.sizes().bytes_max, 10U);
    }
  }
}

TEST(PostPolicyDraft, TextsAreWrittenAsJson) {
  PostPolicyDraft draft("bucket", moment);
  draft.add_field("x-amz-meta-q", "\"\\\n\xc3\xa9");
  EXPECT_EQ(draft.json(),
            "{\"expiration\": \"2013-02-06T00:57:45Z\", \"conditions\": [{\"bucket\": \"bucket\"}, "
            "{\"x-amz-meta-q\": \"\\\"\\\\\\n\xc3\xa9\"}]}");
}

TEST(PostPolicyDraft, AConditionThatIsNoneIsRefused) {
  PostPolicyDraft draft("bucket", moment);
  for (const std::string json : {"", "acl=private", "[]", "{}", R"(["gt","$a","b"])"}) {
    EXPECT_FALSE(draft.add_condition(json)) << json;
  }
}

}  // namespace
}  // namespace pail::signer
