// What names an object or one of its versions, through the operations that read, delete and list.
#include "emulator/objects/addressed_object.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/emulator/support/query_client.hpp"
#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::ElementsAre;
using Texts = std::vector<std::string>;

const std::string unknown_id = "096fKKXTRTtl3on89fVO.nfljtsv6qko";

class AddressedObject : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  Answer get(const std::string& query = {}, const std::string& method = "GET") {
    return s3.send({.method = method, .target = "/bucket/key" + query});
  }
  Answer remove(const std::string& query = {}, HeaderList headers = {}) {
    return s3.send(
        {.method = "DELETE", .target = "/bucket/key" + query, .headers = std::move(headers)});
  }
  std::string put(const std::string& body) { return put_version(s3, "bucket/key", body); }
  void enable() { set_versioning(s3, "bucket", "Enabled"); }
  void suspend() { set_versioning(s3, "bucket", "Suspended"); }
  Harness s3;
};

TEST_F(AddressedObject, AnUnversionedBucketKnowsOneVersionAndDoesNotMentionIt) {
  EXPECT_EQ(put("one"), "");
  for (const std::string query : {"", "?versionId=null"}) {
    SCOPED_TRACE(query);
    const Answer answer = get(query);
    EXPECT_EQ(answer.body, "one");
    EXPECT_FALSE(answer.has("x-amz-version-id"));
  }
  EXPECT_EQ(get("?versionId=" + unknown_id).code(), "NoSuchVersion");
  const Answer removed = remove();
  EXPECT_FALSE(removed.has("x-amz-version-id"));
  EXPECT_FALSE(removed.has("x-amz-delete-marker"));
  const Answer gone = get();
  EXPECT_EQ(gone.code(), "NoSuchKey");
  EXPECT_FALSE(gone.has("x-amz-delete-marker"));
}

TEST_F(AddressedObject, EveryVersionIsReadByItsId) {
  put("before");
  enable();
  const std::string one = put("one"), two = put("two");
  const std::pair<std::string, std::string> cases[] = {
      {"null", "before"}, {one, "one"}, {two, "two"}};
  for (const auto& [id, body] : cases) {
    SCOPED_TRACE(body);
    const Answer answer = get("?versionId=" + id);
    EXPECT_EQ(answer.body, body);
    EXPECT_EQ(answer.header("x-amz-version-id"), id);
    const Answer head = get("?versionId=" + id, "HEAD");
    EXPECT_EQ(head.head_length, body.size());
    EXPECT_EQ(head.header("x-amz-version-id"), id);
  }
  EXPECT_EQ(get().body, "two");
  EXPECT_EQ(get().header("x-amz-version-id"), two);
}

TEST_F(AddressedObject, IdsThatNameNothingAreToldApart) {
  enable();
  put("one");
  const Answer unknown = get("?versionId=" + unknown_id);
  EXPECT_EQ(unknown.status, 404U);
  EXPECT_EQ(unknown.code(), "NoSuchVersion");
  EXPECT_EQ(unknown.elements(), "Code Message Key VersionId RequestId HostId");
  EXPECT_EQ(unknown.element("Key"), "key");
  EXPECT_EQ(unknown.element("VersionId"), unknown_id);
  for (const std::string method : {"GET", "DELETE"}) {
    SCOPED_TRACE(method);
    const Answer malformed = get("?versionId=1", method);
    EXPECT_EQ(malformed.status, 400U);
    EXPECT_EQ(malformed.message(), "Invalid version id specified");
    EXPECT_EQ(malformed.element("ArgumentName"), "versionId");
    EXPECT_EQ(malformed.element("ArgumentValue"), "1");
    const Answer empty = get("?versionId=", method);
    EXPECT_EQ(empty.status, 400U);
    EXPECT_EQ(empty.message(), "Version id cannot be the empty string");
  }
  EXPECT_EQ(get().body, "one");
}

TEST_F(AddressedObject, BehindADeleteMarkerThereIsNoKey) {
  enable();
  put("one");
  const Answer removed = remove();
  EXPECT_EQ(removed.status, 204U);
  EXPECT_EQ(removed.header("x-amz-delete-marker"), "true");
  const std::string marker = removed.header("x-amz-version-id");
  for (const std::string method : {"GET", "HEAD"}) {
    SCOPED_TRACE(method);
    const Answer gone = get("", method);
    EXPECT_EQ(gone.status, 404U);
    EXPECT_EQ(gone.header("x-amz-delete-marker"), "true");
    EXPECT_EQ(gone.header("x-amz-version-id"), marker);
    const Answer by_id = get("?versionId=" + marker, method);
    EXPECT_EQ(by_id.status, 405U);
    EXPECT_EQ(by_id.header("Allow"), "DELETE");
    EXPECT_EQ(by_id.header("x-amz-delete-marker"), "true");
    EXPECT_EQ(by_id.header("x-amz-version-id"), marker);
    EXPECT_EQ(by_id.body.empty(), method == "HEAD");
  }
  EXPECT_EQ(get().code(), "NoSuchKey");
  const Answer by_id = get("?versionId=" + marker);
  EXPECT_EQ(by_id.elements(), "Code Message Method ResourceType RequestId HostId");
  EXPECT_EQ(by_id.element("Method"), "GET");
  EXPECT_EQ(by_id.element("ResourceType"), "DeleteMarker");
}

TEST_F(AddressedObject, DeletingByIdIsForGood) {
  enable();
  const std::string one = put("one");
  const std::string marker = remove().header("x-amz-version-id");
  const Answer undeleted = remove("?versionId=" + marker);
  EXPECT_EQ(undeleted.status, 204U);
  EXPECT_EQ(undeleted.header("x-amz-delete-marker"), "true");
  EXPECT_EQ(undeleted.header("x-amz-version-id"), marker);
  EXPECT_EQ(get().body, "one");
  const Answer removed = remove("?versionId=" + one);
  EXPECT_FALSE(removed.has("x-amz-delete-marker"));
  EXPECT_EQ(removed.header("x-amz-version-id"), one);
  const Answer gone = get();
  EXPECT_EQ(gone.code(), "NoSuchKey");
  EXPECT_FALSE(gone.has("x-amz-delete-marker"));
  EXPECT_EQ(remove("?versionId=" + one).status, 204U) << "once more is no error";
}

TEST_F(AddressedObject, SuspendedWritesAreTheNullVersion) {
  enable();
  const std::string one = put("one");
  suspend();
  EXPECT_EQ(put("two"), "null");
  EXPECT_EQ(get().header("x-amz-version-id"), "null");
  const Answer removed = remove();
  EXPECT_EQ(removed.header("x-amz-delete-marker"), "true");
  EXPECT_EQ(removed.header("x-amz-version-id"), "null");
  EXPECT_EQ(get("?versionId=null").status, 405U);
  EXPECT_EQ(get("?versionId=" + one).body, "one");
}

TEST_F(AddressedObject, AConditionalDeletionMeetsTheCurrentObject) {
  enable();
  put("one");
  EXPECT_EQ(remove("", {{"If-Match", "\"other\""}}).status, 412U);
  EXPECT_EQ(remove("", {{"If-Match", "*"}}).status, 204U);
  EXPECT_EQ(remove("", {{"If-Match", "*"}}).code(), "NoSuchKey");
}

TEST_F(AddressedObject, ABucketOfMarkersIsNotEmpty) {
  enable();
  const std::string marker = remove().header("x-amz-version-id");
  const Answer refused = s3.send({.method = "DELETE", .target = "/bucket"});
  EXPECT_EQ(refused.status, 409U);
  EXPECT_EQ(refused.message(),
            "The bucket you tried to delete is not empty. "
            "You must delete all versions in the bucket.");
  remove("?versionId=" + marker);
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket"}).status, 204U);
}

TEST_F(AddressedObject, ListingsOfObjectsShowCurrentOnesOnly) {
  enable();
  put("one");
  put("two");
  put_version(s3, "bucket/gone", "x");
  delete_key(s3, "bucket/gone");
  for (const std::string query : {"", "?list-type=2"}) {
    EXPECT_THAT(s3.send({.target = "/bucket" + query}).texts("Contents", "Key"),
                ElementsAre("key"));
  }
}

TEST_F(AddressedObject, WhoMayNotListLearnsNothing) {
  enable();
  put("one");
  const std::string marker = remove().header("x-amz-version-id");
  QueryClient root(s3, default_keys());
  const auto keys = root.make_user("ann");
  const auto policy = [](const std::string& actions) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)" + actions +
           R"(,"Resource":"*"}]})";
  };
  const auto allow = [&](const std::string& actions) {
    root.iam("PutUserPolicy",
             {{"UserName", "ann"}, {"PolicyName", "p"}, {"PolicyDocument", policy(actions)}});
  };
  const auto code = [&](const std::string& query) {
    return s3
        .send({.target = "/bucket/key" + query,
               .access_key = keys.access_key,
               .secret_key = keys.secret_key})
        .code();
  };
  allow(R"("s3:GetObject")");
  EXPECT_EQ(code(""), "AccessDenied");
  EXPECT_EQ(code("?versionId=" + marker), "AccessDenied") << "a version asks for its own action";
  allow(R"(["s3:GetObject","s3:GetObjectVersion"])");
  EXPECT_EQ(code("?versionId=" + unknown_id), "AccessDenied");
  EXPECT_EQ(code("?versionId=" + marker), "MethodNotAllowed");
  allow(R"(["s3:GetObject","s3:GetObjectVersion","s3:ListBucket"])");
  EXPECT_EQ(code(""), "NoSuchKey");
  EXPECT_EQ(code("?versionId=" + unknown_id), "NoSuchVersion");
}

}  // namespace
}  // namespace pail::emulator::testing
