// What each operation tells, to whom, and in which order: requests through begin(), events as the
// journal has them or as a destination gets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <map>

#include "tests/emulator/events/support.hpp"
#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/forms.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/support/threads.hpp"

namespace pail::emulator::testing {
namespace {

using namespace std::chrono_literals;
using events::testing::courier_to;
using events::testing::Destination;
using events::testing::notifications;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Names = std::vector<std::string>;

constexpr std::string_view queue_arn = "arn:aws:sqs:us-east-1:123456789012:q";

Options told_to(std::shared_ptr<Destination> destination) {
  Options options;
  options.notify.urls = {{"*", destination ? "http://hook" : ""}};
  if (destination) options.notify.courier = courier_to(std::move(destination));
  return options;
}

std::string all_events(std::string_view filter = "") {
  std::string text =
      "<NotificationConfiguration><QueueConfiguration><Id>all</Id>"
      "<Queue>arn:aws:sqs:us-east-1:123456789012:q</Queue>"
      "<Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event>"
      "<Event>s3:ObjectTagging:*</Event><Event>s3:ObjectAcl:Put</Event>"
      "<Event>s3:LifecycleExpiration:*</Event><Event>s3:LifecycleTransition</Event>";
  if (!filter.empty()) {
    text.append("<Filter><S3Key><FilterRule><Name>prefix</Name><Value>")
        .append(filter)
        .append("</Value></FilterRule></S3Key></Filter>");
  }
  return text + "</QueueConfiguration></NotificationConfiguration>";
}

class Emission : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    configure(all_events());
  }
  void configure(std::string document, std::string_view bucket = "bucket") {
    Sent sent = document_put("/" + std::string(bucket) + "?notification", std::move(document));
    sent.headers.emplace_back("x-amz-skip-destination-validation", "true");
    const Answer answer = s3.send(sent);
    ASSERT_EQ(answer.status, 200U) << answer.body;
  }
  Answer send(std::string method, std::string target, HeaderList headers = {},
              std::string body = {}) {
    return s3.send({.method = std::move(method),
                    .target = std::move(target),
                    .headers = std::move(headers),
                    .body = std::move(body)});
  }
  std::vector<world::Journal::EntryPtr> told() {
    return notifications(s3.emulator().worlds().default_world());
  }
  // "event key", oldest first.
  Names names() {
    Names found;
    for (const auto& entry : told()) found.push_back(entry->operation + " " + entry->key);
    return found;
  }
  // The record of the newest event.
  boost::json::object newest() {
    const auto detail = boost::json::parse(told().back()->detail);
    return detail.at("message").at("Records").at(0).as_object();
  }
  Harness s3{told_to(nullptr)};
};

TEST_F(Emission, APutSaysWhatWasPut) {
  const Answer put = send("PUT", "/bucket/a%20b", {}, "hello");
  EXPECT_THAT(names(), ElementsAre("ObjectCreated:Put a b"));
  EXPECT_EQ(told().back()->request_id, put.header("x-amz-request-id"));
  EXPECT_EQ(told().back()->target, queue_arn);
  EXPECT_EQ(told().back()->version_id, "");
  const auto record = newest();
  EXPECT_EQ(record.at("awsRegion").as_string(), "us-east-1");
  EXPECT_EQ(record.at("eventTime").as_string(), "2026-03-01T12:00:00.000Z");
  EXPECT_EQ(std::string(record.at("responseElements").at("x-amz-request-id").as_string()),
            put.header("x-amz-request-id"));
  EXPECT_EQ(record.at("s3").at("configurationId").as_string(), "all");
  const auto object = record.at("s3").at("object").as_object();
  EXPECT_EQ(object.at("key").as_string(), "a+b");
  EXPECT_EQ(object.at("size").to_number<int>(), 5);
  EXPECT_EQ("\"" + std::string(object.at("eTag").as_string()) + "\"", put.header("ETag"));
  EXPECT_FALSE(object.contains("versionId"));
}

TEST_F(Emission, CopiesFormsAndUploadsSayHowTheyCame) {
  send("PUT", "/bucket/a", {}, "hello");
  EXPECT_EQ(send("PUT", "/bucket/b", {{"x-amz-copy-source", "/bucket/a"}}).status, 200U);
  Form form;
  form.fields = {{"key", "c"}};
  sign(form, usual_policy(test_time(), "bucket"), test_time());
  EXPECT_EQ(s3.send(post_of("bucket", form)).status, 204U);
  const std::string id = send("POST", "/bucket/d?uploads").element("UploadId");
  const std::string etag =
      send("PUT", "/bucket/d?partNumber=1&uploadId=" + id, {}, "part").header("ETag");
  const std::string parts = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                            etag + "</ETag></Part></CompleteMultipartUpload>";
  EXPECT_EQ(send("POST", "/bucket/d?uploadId=" + id, {}, parts).status, 200U);
  EXPECT_EQ(send("POST", "/bucket/d?uploadId=" + id, {}, parts).status, 200U);
  EXPECT_THAT(names(),
              ElementsAre("ObjectCreated:Put a", "ObjectCreated:Copy b", "ObjectCreated:Post c",
                          "ObjectCreated:CompleteMultipartUpload d"))
      << "an answer that is asked for again is no event";
}

TEST_F(Emission, WhatIsRemovedIsTold) {
  for (const char* key : {"a", "b", "c"}) send("PUT", std::string("/bucket/") + key, {}, "x");
  send("DELETE", "/bucket/a");
  send("DELETE", "/bucket/a");
  Sent several = document_put("/bucket?delete",
                              "<Delete><Object><Key>b</Key></Object><Object><Key>none</Key>"
                              "</Object><Object><Key>c</Key></Object></Delete>");
  several.method = "POST";
  ASSERT_EQ(s3.send(several).status, 200U);
  const Names all = names();
  EXPECT_THAT(
      Names(all.begin() + 3, all.end()),
      ElementsAre("ObjectRemoved:Delete a", "ObjectRemoved:Delete b", "ObjectRemoved:Delete c"))
      << "what was not there is not removed";
}

TEST_F(Emission, InAVersionedBucketDeletionsHideOrRemove) {
  set_versioning(s3, "bucket");
  const std::string version = send("PUT", "/bucket/k", {}, "x").header("x-amz-version-id");
  EXPECT_EQ(newest().at("s3").at("object").at("versionId").as_string(), version);
  const std::string marker = send("DELETE", "/bucket/k").header("x-amz-version-id");
  EXPECT_EQ(told().back()->operation, "ObjectRemoved:DeleteMarkerCreated");
  EXPECT_EQ(newest().at("s3").at("object").at("versionId").as_string(), marker);
  send("DELETE", "/bucket/k?versionId=" + marker);
  EXPECT_EQ(told().back()->operation, "ObjectRemoved:Delete");
  EXPECT_EQ(newest().at("s3").at("object").at("versionId").as_string(), marker);
  send("DELETE", "/bucket/k?versionId=" + version);
  send("DELETE", "/bucket/k?versionId=" + version);
  EXPECT_THAT(told(), ::testing::SizeIs(4)) << "gone is gone";
  send("DELETE", "/bucket/never");
  EXPECT_EQ(names().back(), "ObjectRemoved:DeleteMarkerCreated never");
}

TEST_F(Emission, TagsAndAclsAreTold) {
  send("PUT", "/bucket/k", {}, "x");
  ASSERT_EQ(s3.send(document_put("/bucket/k?tagging",
                                 "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag>"
                                 "</TagSet></Tagging>"))
                .status,
            200U);
  EXPECT_EQ(send("DELETE", "/bucket/k?tagging").status, 204U);
  EXPECT_THAT(names(),
              ElementsAre("ObjectCreated:Put k", "ObjectTagging:Put k", "ObjectTagging:Delete k"));
  EXPECT_FALSE(newest().at("s3").at("object").as_object().contains("size"));
}

TEST_F(Emission, AnAclIsToldWhereItChangesSomething) {
  ASSERT_EQ(s3.send({.method = "PUT",
                     .target = "/open",
                     .headers = {{"x-amz-object-ownership", "ObjectWriter"}}})
                .status,
            200U);
  ASSERT_EQ(send("DELETE", "/open?publicAccessBlock").status, 204U);
  configure(all_events(), "open");
  send("PUT", "/open/k", {}, "x");
  EXPECT_EQ(send("PUT", "/open/k?acl", {{"x-amz-acl", "private"}}).status, 200U);
  EXPECT_THAT(names(), ElementsAre("ObjectCreated:Put k"));
  EXPECT_EQ(send("PUT", "/open/k?acl", {{"x-amz-acl", "public-read"}}).status, 200U);
  EXPECT_THAT(names(), ElementsAre("ObjectCreated:Put k", "ObjectAcl:Put k"));
}

TEST_F(Emission, WhatFailsIsNotTold) {
  send("PUT", "/bucket/k", {}, "x");
  EXPECT_EQ(send("PUT", "/bucket/k", {{"If-None-Match", "*"}}, "y").status, 412U);
  EXPECT_EQ(send("PUT", "/bucket/j", {{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}}, "y").status,
            400U);
  EXPECT_EQ(send("DELETE", "/bucket/none?tagging").status, 404U);
  EXPECT_THAT(names(), ElementsAre("ObjectCreated:Put k"));
}

TEST_F(Emission, OnlyWhatFitsTheRuleIsTold) {
  configure(all_events("in/"));
  send("PUT", "/bucket/in/a", {}, "x");
  send("PUT", "/bucket/out/b", {}, "x");
  s3.make_bucket("silent");
  send("PUT", "/silent/in/c", {}, "x");
  EXPECT_THAT(names(), ElementsAre("ObjectCreated:Put in/a"));
}

TEST_F(Emission, EventBridgeGetsEverythingInItsOwnForm) {
  configure("<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>");
  send("PUT", "/bucket/a%20b", {}, "x");
  ASSERT_THAT(names(), ElementsAre("ObjectCreated:Put a b"));
  EXPECT_EQ(told().back()->target, "eventbridge");
  const auto message = boost::json::parse(told().back()->detail).at("message").as_object();
  EXPECT_EQ(message.at("detail-type").as_string(), "Object Created");
  EXPECT_EQ(message.at("detail").at("object").at("key").as_string(), "a b");
  EXPECT_EQ(message.at("account"), message.at("detail").at("requester"));
  EXPECT_EQ(message.at("account").as_string().size(), 12U);
}

TEST_F(Emission, SequencersOfAKeyGrow) {
  std::string last;
  for (int i = 0; i < 10; ++i) {
    send(i % 2 == 0 ? "PUT" : "DELETE", "/bucket/k");
    const auto record = newest();
    std::string sequencer(record.at("s3").at("object").at("sequencer").as_string());
    EXPECT_GT(sequencer, last);
    last = std::move(sequencer);
  }
}

TEST_F(Emission, LifecycleTellsWhatItDoes) {
  send("PUT", "/bucket/logs/a", {}, "x");
  ASSERT_EQ(s3.send(document_put("/bucket?lifecycle",
                                 "<LifecycleConfiguration><Rule><ID>r</ID><Filter><Prefix>logs/"
                                 "</Prefix></Filter><Status>Enabled</Status><Expiration><Days>1"
                                 "</Days></Expiration></Rule></LifecycleConfiguration>"))
                .status,
            200U);
  s3.emulator().worlds().default_world().advance_clock(std::chrono::hours(72));
  EXPECT_THAT(names(),
              ElementsAre("ObjectCreated:Put logs/a", "LifecycleExpiration:Delete logs/a"));
  EXPECT_EQ(newest().at("userIdentity").at("principalId").as_string(), "s3.amazonaws.com");
  EXPECT_EQ(newest().at("eventVersion").as_string(), "2.3");
}

TEST_F(Emission, WorldsTellTheirOwnJournals) {
  auto created = s3.emulator().worlds().create({.name = "other"});
  ASSERT_TRUE(created);
  const auto keys = created.value().keys.front().keys;
  const auto send_there = [&](Sent sent) {
    sent.access_key = keys.access_key;
    sent.secret_key = keys.secret_key;
    return s3.send(sent).status;
  };
  ASSERT_EQ(send_there({.method = "PUT", .target = "/bucket"}), 200U);
  ASSERT_EQ(send_there(document_put("/bucket?notification", all_events())), 200U);
  ASSERT_EQ(send_there({.method = "PUT", .target = "/bucket/theirs", .body = "x"}), 200U);
  send("PUT", "/bucket/ours", {}, "x");
  EXPECT_THAT(names(), ElementsAre("ObjectCreated:Put ours"));
  Names theirs;
  for (const auto& entry : notifications(*created.value().world)) theirs.push_back(entry->key);
  EXPECT_THAT(theirs, ElementsAre("", "theirs")) << "the first is the test message";
}

// The order in which a destination is told of a key is that in which the store changed: the last
// event of a key is about the object that is there in the end.
TEST(EmissionOrder, ManyWritersOfAKeyAreToldInTheOrderOfTheirCommits) {
  constexpr int writers = 8;
  constexpr int rounds = 40;
  const auto destination = std::make_shared<Destination>();
  Harness s3(told_to(destination));
  s3.make_bucket("bucket");
  set_versioning(s3, "bucket");
  ASSERT_EQ(s3.send(document_put("/bucket?notification", all_events())).status, 200U);
  pail::testing::on_threads(writers, [&](int writer) {
    for (int i = 0; i < rounds; ++i) {
      const std::string key = i % 2 == 0 ? "a" : "b";
      const bool deletes = (writer + i) % 5 == 0;
      s3.send({.method = deletes ? "DELETE" : "PUT",
               .target = "/bucket/" + key,
               .body = deletes ? "" : std::to_string(writer * rounds + i)});
    }
  });
  ASSERT_TRUE(destination->wait_for(writers * rounds + 1));
  std::map<std::string, Names> versions;
  std::map<std::string, std::string> sequencers;
  for (const std::string& post : destination->posts()) {
    const auto message = boost::json::parse(post).as_object();
    if (message.contains("Event")) continue;
    const auto object = message.at("Records").at(0).at("s3").at("object").as_object();
    const std::string key(object.at("key").as_string());
    versions[key].emplace_back(object.at("versionId").as_string());
    const std::string sequencer(object.at("sequencer").as_string());
    EXPECT_GT(sequencer, sequencers[key]) << key;
    sequencers[key] = sequencer;
  }
  const Answer listing = s3.send({.target = "/bucket?versions"});
  const auto listed = wire::XmlDocument::parse(listing.body);
  ASSERT_TRUE(listed);
  std::map<std::string, Names> stored;  // newest first
  for (const wire::XmlNode& node : listed.value().root().children()) {
    if (node.child("VersionId")) {
      stored[std::string(node.child_text("Key"))].emplace_back(node.child_text("VersionId"));
    }
  }
  ASSERT_EQ(stored.size(), 2U);
  for (auto& [key, ids] : stored) {
    std::reverse(ids.begin(), ids.end());
    EXPECT_EQ(versions[key], ids) << key;
  }
}

TEST(EmissionOrder, AFlakyDestinationIsToldInOrderAllTheSame) {
  std::atomic<int> calls = 0;
  const auto flaky = std::make_shared<Destination>(
      [&](std::string_view) { return ++calls % 3 == 1 ? 500U : 200U; });
  Harness s3(told_to(flaky));
  s3.make_bucket("bucket");
  ASSERT_EQ(s3.send(document_put("/bucket?notification", all_events())).status, 200U);
  for (int i = 0; i < 5; ++i) s3.put("bucket/k", std::to_string(i));
  world::World& world = s3.emulator().worlds().default_world();
  const auto entries = world.journal().wait({.key = "k", .kind = "notification"}, 5, 20s);
  ASSERT_EQ(entries.size(), 5U);
  std::string last;
  for (const auto& entry : entries) {
    EXPECT_EQ(entry->verdict, "delivered");
    const auto detail = boost::json::parse(entry->detail);
    const auto object = detail.at("message").at("Records").at(0).at("s3").at("object").as_object();
    EXPECT_GT(std::string(object.at("sequencer").as_string()), last);
    last = object.at("sequencer").as_string();
  }
}

TEST(EmissionSilence, SeedsTellNobody) {
  Harness s3(told_to(nullptr));
  s3.make_bucket("bucket");
  ASSERT_EQ(s3.send(document_put("/bucket?notification", all_events())).status, 200U);
  world::World& world = s3.emulator().worlds().default_world();
  const auto root = world.contents()->directory().identity(default_access_key);
  net::Request request;
  request.method = "PUT";
  request.target = "/bucket/seeded";
  request.headers.add("Host", "localhost");
  request.content_length = 0;
  net::Begin begin = s3.emulator().begin_as(world, root, request);
  auto* const upload = std::get_if<std::unique_ptr<net::Upload>>(&begin);
  ASSERT_NE(upload, nullptr);
  ASSERT_TRUE((*upload)->finish());
  EXPECT_EQ(s3.get("bucket/seeded"), "");
  EXPECT_THAT(notifications(world), ::testing::SizeIs(1)) << "the test message alone";
}

}  // namespace
}  // namespace pail::emulator::testing
