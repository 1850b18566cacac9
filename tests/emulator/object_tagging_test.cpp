// PutObjectTagging, GetObjectTagging, DeleteObjectTagging, and tags on the way in and out of
// others.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/query_client.hpp"

namespace pail::emulator::testing {
namespace {

std::string tagging(const HeaderList& tags) {
  std::string document = "<Tagging><TagSet>";
  for (const auto& [key, value] : tags) {
    document += "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
  }
  return document + "</TagSet></Tagging>";
}

class ObjectTagging : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.put("bucket/key", "hello");
  }
  Answer put_tags(const HeaderList& tags, const std::string& query = "?tagging") {
    return s3.send(document_put("/bucket/key" + query, tagging(tags)));
  }
  // "k=v,k2=v2"
  std::string tags(const std::string& query = "?tagging") {
    const Answer answer = s3.send({.target = "/bucket/key" + query});
    EXPECT_EQ(answer.status, 200U) << answer.body;
    const auto document = wire::XmlDocument::parse(answer.body);
    std::string text;
    for (const auto& tag : document.value().root().child("TagSet").children()) {
      text.append(text.empty() ? "" : ",").append(tag.child_text("Key")).append("=");
      text.append(tag.child_text("Value"));
    }
    return text;
  }
  Harness s3;
};

TEST_F(ObjectTagging, IsPutGotAndDeleted) {
  EXPECT_EQ(tags(), "");
  const Answer put = put_tags({{"b", "2"}, {"a", "1"}});
  EXPECT_EQ(put.status, 200U) << put.body;
  EXPECT_EQ(put.body, "");
  EXPECT_FALSE(put.has("x-amz-version-id"));
  EXPECT_EQ(tags(), "a=1,b=2");
  EXPECT_EQ(put_tags({{"c", "3"}}).status, 200U);
  EXPECT_EQ(tags(), "c=3");
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/key?tagging"}).status, 204U);
  EXPECT_EQ(tags(), "");
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/key?tagging"}).status, 204U);
}

TEST_F(ObjectTagging, AnEmptySetTakesAllTagsAway) {
  put_tags({{"a", "1"}});
  EXPECT_EQ(put_tags({}).status, 200U);
  EXPECT_EQ(tags(), "");
}

TEST_F(ObjectTagging, ChangesNothingElse) {
  const Answer before = s3.send({.method = "HEAD", .target = "/bucket/key"});
  s3.clock().advance(std::chrono::hours(1));
  put_tags({{"a", "1"}, {"b", "2"}});
  const Answer after = s3.send({.method = "HEAD", .target = "/bucket/key"});
  EXPECT_EQ(after.header("ETag"), before.header("ETag"));
  EXPECT_EQ(after.header("Last-Modified"), before.header("Last-Modified"));
  EXPECT_FALSE(before.has("x-amz-tagging-count"));
  EXPECT_EQ(after.header("x-amz-tagging-count"), "2");
  EXPECT_EQ(s3.get("bucket/key"), "hello");
}

TEST_F(ObjectTagging, RefusesWhatIsNoTagSetAndLeavesTheTags) {
  put_tags({{"a", "1"}});
  EXPECT_EQ(put_tags({{"k", "1"}, {"k", "2"}}).code(), "InvalidTag");
  EXPECT_EQ(s3.send(document_put("/bucket/key?tagging", "<Tagging/>")).code(), "MalformedXML");
  const Answer bare =
      s3.send({.method = "PUT", .target = "/bucket/key?tagging", .body = tagging({})});
  EXPECT_EQ(bare.code(), "InvalidRequest");
  EXPECT_EQ(bare.message(),
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  Sent wrong = document_put("/bucket/key?tagging", tagging({}));
  wrong.body = tagging({{"k", "v"}});
  EXPECT_EQ(s3.send(wrong).code(), "BadDigest");
  EXPECT_EQ(tags(), "a=1");
}

TEST_F(ObjectTagging, OfAMissingKeyIsNoSuchKey) {
  for (const std::string method : {"GET", "DELETE"}) {
    EXPECT_EQ(s3.send({.method = method, .target = "/bucket/none?tagging"}).code(), "NoSuchKey");
  }
  EXPECT_EQ(s3.send(document_put("/bucket/none?tagging", tagging({}))).code(), "NoSuchKey");
}

TEST_F(ObjectTagging, BelongsToAVersion) {
  set_versioning(s3, "bucket");
  s3.put("bucket/key", "new");
  const Answer put = put_tags({{"a", "1"}});
  const std::string id = put.header("x-amz-version-id");
  EXPECT_NE(id, "");
  EXPECT_NE(id, "null");
  EXPECT_EQ(put_tags({{"old", "1"}}, "?tagging&versionId=null").header("x-amz-version-id"), "null");
  EXPECT_EQ(tags(), "a=1");
  EXPECT_EQ(tags("?tagging&versionId=" + id), "a=1");
  EXPECT_EQ(tags("?tagging&versionId=null"), "old=1");
  const Answer gone = s3.send({.method = "DELETE", .target = "/bucket/key?tagging&versionId=null"});
  EXPECT_EQ(gone.header("x-amz-version-id"), "null");
  EXPECT_EQ(tags("?tagging&versionId=null"), "");
  EXPECT_EQ(tags(), "a=1");
}

TEST_F(ObjectTagging, OfADeleteMarkerIsNotAllowed) {
  set_versioning(s3, "bucket");
  const std::string id =
      s3.send({.method = "DELETE", .target = "/bucket/key"}).header("x-amz-version-id");
  const std::string query = "?tagging&versionId=" + id;
  for (const Answer& answer :
       {put_tags({}, query), s3.send({.target = "/bucket/key" + query}),
        s3.send({.method = "DELETE", .target = "/bucket/key" + query}), put_tags({})}) {
    EXPECT_EQ(answer.status, 405U);
    EXPECT_EQ(answer.element("ResourceType"), "DeleteMarker");
  }
}

TEST_F(ObjectTagging, ComesWithAPut) {
  s3.put("bucket/key", "x", {{"x-amz-tagging", "b=2&a=1"}});
  EXPECT_EQ(tags(), "a=1,b=2");
  const Answer twice = s3.send({.method = "PUT",
                                .target = "/bucket/key",
                                .headers = {{"x-amz-tagging", "a=1&a=2"}},
                                .body = "y"});
  EXPECT_EQ(twice.code(), "InvalidArgument");
  EXPECT_FALSE(twice.body_was_asked_for);
  s3.put("bucket/key", "x");
  EXPECT_EQ(tags(), "");
}

class TagPolicies : public ObjectTagging {
 protected:
  void SetUp() override {
    ObjectTagging::SetUp();
    keys = root.make_user("ann");
  }
  void allow(const std::string& actions, const std::string& condition = "{}") {
    root.iam(
        "PutUserPolicy",
        {{"UserName", "ann"},
         {"PolicyName", "rules"},
         {"PolicyDocument", R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
                            R"("Action":)" +
                                actions + R"(,"Resource":"*","Condition":)" + condition + "}]}"}});
  }
  unsigned as_ann(Sent sent) {
    sent.access_key = keys.access_key;
    sent.secret_key = keys.secret_key;
    return s3.send(sent).status;
  }
  QueryClient root{s3, default_keys()};
  signer::Credentials keys;
};

TEST_F(TagPolicies, EveryOperationHasItsActionAndAnotherForVersions) {
  const std::string version = "&versionId=null";
  const Sent put = document_put("/bucket/key?tagging", tagging({}));
  const Sent put_version = document_put("/bucket/key?tagging" + version, tagging({}));
  const Sent get{.target = "/bucket/key?tagging"};
  const Sent get_version{.target = "/bucket/key?tagging" + version};
  const Sent remove{.method = "DELETE", .target = "/bucket/key?tagging"};
  const Sent remove_version{.method = "DELETE", .target = "/bucket/key?tagging" + version};
  const std::pair<std::string, Sent> cases[] = {
      {"s3:PutObjectTagging", put},       {"s3:PutObjectVersionTagging", put_version},
      {"s3:GetObjectTagging", get},       {"s3:GetObjectVersionTagging", get_version},
      {"s3:DeleteObjectTagging", remove}, {"s3:DeleteObjectVersionTagging", remove_version},
  };
  for (const auto& [action, allowed] : cases) {
    SCOPED_TRACE(action);
    allow('"' + action + '"');
    for (const auto& [other, sent] : cases) {
      const unsigned status = as_ann(sent);
      EXPECT_EQ(status < 300, other == action) << other << ": " << status;
    }
  }
}

TEST_F(TagPolicies, MaySpeakOfTheTagsAskedFor) {
  allow(R"(["s3:PutObject","s3:PutObjectTagging"])",
        R"({"StringEquals":{"s3:RequestObjectTag/Team":"red"}})");
  EXPECT_EQ(as_ann(document_put("/bucket/key?tagging", tagging({{"team", "red"}}))), 200U);
  EXPECT_EQ(as_ann(document_put("/bucket/key?tagging", tagging({{"team", "blue"}}))), 403U);
  EXPECT_EQ(as_ann(document_put("/bucket/key?tagging", tagging({}))), 403U);
  const auto put = [](const std::string& tags) {
    return Sent{
        .method = "PUT", .target = "/bucket/k", .headers = {{"x-amz-tagging", tags}}, .body = "x"};
  };
  EXPECT_EQ(as_ann(put("team=red&x=y")), 200U);
  EXPECT_EQ(as_ann(put("team=blue")), 403U);
  allow(R"(["s3:PutObject","s3:PutObjectTagging"])",
        R"({"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["team","x"]}})");
  EXPECT_EQ(as_ann(put("team=blue&x")), 200U);
  EXPECT_EQ(as_ann(put("team=blue&y")), 403U);
}

TEST_F(TagPolicies, MaySpeakOfTheTagsThereAre) {
  allow(R"(["s3:GetObject","s3:PutObjectTagging"])",
        R"({"StringEquals":{"s3:ExistingObjectTag/security":"public"}})");
  const Sent get{.target = "/bucket/key"};
  EXPECT_EQ(as_ann(get), 403U);
  put_tags({{"security", "private"}});
  EXPECT_EQ(as_ann(get), 403U);
  put_tags({{"foo", "bar"}, {"security", "public"}});
  EXPECT_EQ(as_ann(get), 200U);
  EXPECT_EQ(as_ann(document_put("/bucket/key?tagging", tagging({}))), 200U);
  EXPECT_EQ(as_ann(document_put("/bucket/key?tagging", tagging({{"security", "public"}}))), 403U);
}

}  // namespace
}  // namespace pail::emulator::testing
