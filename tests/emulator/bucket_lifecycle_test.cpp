// PutBucketLifecycleConfiguration, GetBucketLifecycleConfiguration, DeleteBucketLifecycle, and what
// answers say of the rules.
#include <gtest/gtest.h>

#include "tests/emulator/support/forms.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/emulator/support/lifecycle.hpp"
#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view minimum_header = "x-amz-transition-default-minimum-object-size";
// The harness's clock stands at noon of 2026-03-01.
constexpr std::string_view in_a_day =
    "expiry-date=\"Tue, 03 Mar 2026 00:00:00 GMT\", rule-id=\"tomorrow\"";

std::string rule(const std::string& id, const std::string& filter, const std::string& actions) {
  return lifecycle_rule(id, actions, filter);
}

const std::string tomorrow = rule("tomorrow", "", "<Expiration><Days>1</Days></Expiration>");

class BucketLifecycle : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  Answer configure(const std::string& rules, HeaderList headers = {}) {
    return send_lifecycle(s3, "bucket", rules, std::move(headers));
  }
  Answer put(const std::string& key, HeaderList headers = {}, const std::string& body = "body") {
    return s3.send(
        {.method = "PUT", .target = "/bucket/" + key, .headers = std::move(headers), .body = body});
  }
  Answer head(const std::string& target) {
    return s3.send({.method = "HEAD", .target = "/bucket/" + target});
  }
  Harness s3;
};

TEST_F(BucketLifecycle, IsKeptShownAndDeleted) {
  const Answer none = s3.send({.target = "/bucket?lifecycle"});
  EXPECT_EQ(none.status, 404U);
  EXPECT_EQ(none.code(), "NoSuchLifecycleConfiguration");
  EXPECT_EQ(none.elements(), "Code Message BucketName RequestId HostId");
  const Answer put = configure(tomorrow);
  EXPECT_EQ(put.status, 200U) << put.body;
  EXPECT_EQ(put.body, "");
  EXPECT_EQ(put.header(minimum_header), "all_storage_classes_128K");
  const Answer shown = s3.send({.target = "/bucket?lifecycle"});
  EXPECT_EQ(shown.status, 200U);
  EXPECT_EQ(shown.header(minimum_header), "all_storage_classes_128K");
  EXPECT_EQ(shown.body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LifecycleConfiguration "
            "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule><ID>tomorrow</ID><Filter/>"
            "<Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>"
            "</LifecycleConfiguration>");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket?lifecycle"}).status, 204U);
    EXPECT_EQ(s3.send({.target = "/bucket?lifecycle"}).code(), "NoSuchLifecycleConfiguration");
  }
}

TEST_F(BucketLifecycle, ReplacesAllRulesAndTheMinimum) {
  const HeaderList varies = {{std::string(minimum_header), "varies_by_storage_class"}};
  EXPECT_EQ(configure(tomorrow, varies).header(minimum_header), "varies_by_storage_class");
  EXPECT_EQ(s3.send({.target = "/bucket?lifecycle"}).header(minimum_header),
            "varies_by_storage_class");
  EXPECT_EQ(configure(rule("other", "", "<Expiration><Days>2</Days></Expiration>")).status, 200U);
  const Answer shown = s3.send({.target = "/bucket?lifecycle"});
  EXPECT_EQ(shown.header(minimum_header), "all_storage_classes_128K");
  EXPECT_EQ(shown.texts("Rule", "ID"), std::vector<std::string>{"other"});
}

TEST_F(BucketLifecycle, RefusesWhatItCannotKeep) {
  const HeaderList wrong = {{std::string(minimum_header), "value"}};
  EXPECT_EQ(configure(tomorrow, wrong).code(), "InvalidRequest");
  EXPECT_EQ(configure("").code(), "MalformedXML");
  const Answer days = configure(rule("r", "", "<Expiration><Days>0</Days></Expiration>"));
  EXPECT_EQ(days.code(), "InvalidArgument");
  EXPECT_EQ(days.status, 400U);
  const Answer date =
      configure(rule("r", "", "<Expiration><Date>2026-03-01T12:00:00Z</Date></Expiration>"));
  EXPECT_EQ(date.message(), "'Date' must be at midnight GMT");
  EXPECT_EQ(date.elements(), "Code Message ArgumentName ArgumentValue RequestId HostId");
  const Answer bare = s3.send({.method = "PUT", .target = "/bucket?lifecycle", .body = "<a/>"});
  EXPECT_EQ(bare.code(), "InvalidRequest");
  EXPECT_EQ(bare.message(),
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  EXPECT_EQ(s3.send({.target = "/bucket?lifecycle"}).status, 404U) << "nothing of it was kept";
}

TEST_F(BucketLifecycle, EveryAnswerAboutACurrentObjectSaysWhenItExpires) {
  ASSERT_EQ(configure(tomorrow).status, 200U);
  EXPECT_EQ(put("key").header("x-amz-expiration"), in_a_day);
  EXPECT_EQ(head("key").header("x-amz-expiration"), in_a_day);
  EXPECT_EQ(s3.send({.target = "/bucket/key"}).header("x-amz-expiration"), in_a_day);
  const Answer copy = s3.send({.method = "PUT",
                               .target = "/bucket/copy",
                               .headers = {{"x-amz-copy-source", "bucket/key"}}});
  EXPECT_EQ(copy.header("x-amz-expiration"), in_a_day);
  const Answer listed = s3.send({.target = "/bucket?list-type=2"});
  EXPECT_EQ(listed.header("x-amz-expiration"), "");
}

TEST_F(BucketLifecycle, AFormIsAnsweredLikeAPut) {
  ASSERT_EQ(configure(tomorrow).status, 200U);
  Form form{.fields = {{"key", "key"}}};
  sign(form, usual_policy(test_time(), "bucket"), test_time());
  const Answer posted = s3.send(post_of("bucket", form));
  EXPECT_EQ(posted.status, 204U) << posted.body;
  EXPECT_EQ(posted.header("x-amz-expiration"), in_a_day);
}

TEST_F(BucketLifecycle, NothingIsSaidWhereNoRuleExpires) {
  EXPECT_EQ(put("key").header("x-amz-expiration"), "");
  ASSERT_EQ(
      configure(rule("logs", "<Prefix>logs/</Prefix>", "<Expiration><Days>1</Days></Expiration>") +
                rule("moves", "",
                     "<Transition><Days>0</Days><StorageClass>GLACIER</StorageClass>"
                     "</Transition>"))
          .status,
      200U);
  EXPECT_EQ(put("key").header("x-amz-expiration"), "");
  EXPECT_NE(put("logs/key").header("x-amz-expiration"), "");
}

TEST_F(BucketLifecycle, TagsDecideAsTheyAreNow) {
  ASSERT_EQ(configure(rule("tagged", "<Tag><Key>keep</Key><Value>no</Value></Tag>",
                           "<Expiration><Days>1</Days></Expiration>"))
                .status,
            200U);
  EXPECT_EQ(put("key").header("x-amz-expiration"), "");
  EXPECT_NE(put("key", {{"x-amz-tagging", "keep=no"}}).header("x-amz-expiration"), "");
  EXPECT_NE(head("key").header("x-amz-expiration"), "");
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/key?tagging"}).status, 204U);
  EXPECT_EQ(head("key").header("x-amz-expiration"), "");
}

TEST_F(BucketLifecycle, AVersionAskedForByItsIdIsNotSpokenOf) {
  set_versioning(s3, "bucket", "Enabled");
  ASSERT_EQ(configure(tomorrow).status, 200U);
  const std::string older = put_version(s3, "bucket/key", "one");
  const std::string current = put_version(s3, "bucket/key", "two");
  EXPECT_NE(head("key").header("x-amz-expiration"), "");
  EXPECT_EQ(head("key?versionId=" + older).header("x-amz-expiration"), "");
  EXPECT_EQ(head("key?versionId=" + current).header("x-amz-expiration"), "");
}

TEST_F(BucketLifecycle, UploadsSayWhenTheyAreGivenUp) {
  const auto create = [this] {
    return s3.send({.method = "POST", .target = "/bucket/key?uploads"});
  };
  EXPECT_EQ(create().header("x-amz-abort-date"), "");
  ASSERT_EQ(configure(rule("give up", "",
                           "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7"
                           "</DaysAfterInitiation></AbortIncompleteMultipartUpload>") +
                      tomorrow)
                .status,
            200U);
  const Answer created = create();
  EXPECT_EQ(created.header("x-amz-abort-date"), "Mon, 09 Mar 2026 00:00:00 GMT");
  EXPECT_EQ(created.header("x-amz-abort-rule-id"), "give%20up");
  EXPECT_EQ(created.header("x-amz-expiration"), "") << "there is no object yet";
  const std::string upload = "/bucket/key?uploadId=" + created.element("UploadId");
  const Answer parts = s3.send({.target = upload});
  EXPECT_EQ(parts.header("x-amz-abort-date"), "Mon, 09 Mar 2026 00:00:00 GMT");
  EXPECT_EQ(parts.header("x-amz-abort-rule-id"), "give%20up");
  const Answer part =
      s3.send({.method = "PUT", .target = upload + "&partNumber=1", .body = "part"});
  const Answer completed =
      s3.send({.method = "POST",
               .target = upload,
               .body = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                       part.header("ETag") + "</ETag></Part></CompleteMultipartUpload>"});
  EXPECT_EQ(completed.header("x-amz-expiration"), in_a_day) << completed.body;
}

}  // namespace
}  // namespace pail::emulator::testing
