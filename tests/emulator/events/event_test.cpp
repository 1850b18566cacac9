#include "emulator/events/event.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace pail::emulator::events {
namespace {

using namespace std::chrono_literals;

// 2026-03-01T12:00:00.089Z
constexpr wire::Time moment{1'772'366'400'089ms};

class EventJson : public ::testing::Test {
 protected:
  static model::Bucket bucket_of(std::string owner) {
    model::Bucket bucket;
    bucket.name = "b";
    bucket.owner = std::move(owner);
    bucket.region = "us-west-2";
    return bucket;
  }
  Event event() const { return {occasion, bucket, happening, "0055AED6DCD90281E5"}; }
  // The one record of the document.
  boost::json::object record(std::string_view id = "rule") const {
    const auto whole = boost::json::parse(record_json(event(), id));
    EXPECT_EQ(whole.at("Records").as_array().size(), 1U);
    return whole.at("Records").at(0).as_object();
  }
  std::string object_of_record() const {
    return boost::json::serialize(record().at("s3").at("object"));
  }
  boost::json::object bridge() const {
    return boost::json::parse(event_bridge_json(event())).as_object();
  }

  Occasion occasion{.time = moment,
                    .request_id = "C3D13FE58DE4C810",
                    .host_id = "host",
                    .principal = "AIDAEXAMPLE",
                    .account = "123456789012",
                    .source = "127.0.0.1",
                    .owner_account = "210987654321"};
  model::Bucket bucket =
      bucket_of("79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be");
  Happening happening{.what = Happened::put,
                      .key = "photos/Happy Face@2+.jpg",
                      .version_id = "096fKKXTRTtl3on89fVO.nfljtsv6qko",
                      .etag = "d41d8cd98f00b204e9800998ecf8427e",
                      .size = 1024};
};

TEST_F(EventJson, ARecordHasS3sMembersInS3sOrder) {
  EXPECT_EQ(record_json(event(), "rule"),
            R"({"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-west-2",)"
            R"("eventTime":"2026-03-01T12:00:00.089Z","eventName":"ObjectCreated:Put",)"
            R"("userIdentity":{"principalId":"AWS:AIDAEXAMPLE"},)"
            R"("requestParameters":{"sourceIPAddress":"127.0.0.1"},)"
            R"("responseElements":{"x-amz-request-id":"C3D13FE58DE4C810","x-amz-id-2":"host"},)"
            R"("s3":{"s3SchemaVersion":"1.0","configurationId":"rule",)"
            R"("bucket":{"name":"b","ownerIdentity":{"principalId":"A79A59DF900B94"},)"
            R"("arn":"arn:aws:s3:::b"},)"
            R"("object":{"key":"photos/Happy+Face%402%2B.jpg","size":1024,)"
            R"("eTag":"d41d8cd98f00b204e9800998ecf8427e",)"
            R"("versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko",)"
            R"("sequencer":"0055AED6DCD90281E5"}}}]})");
}

TEST_F(EventJson, EachKindHasItsNameVersionAndMembers) {
  struct Case {
    Happened what;
    std::string name, version, members;
  };
  const std::string made = "key size eTag versionId sequencer";
  const std::string gone = "key versionId sequencer";
  const std::string changed = "key eTag versionId";
  const Case cases[] = {
      {Happened::put, "ObjectCreated:Put", "2.1", made},
      {Happened::posted, "ObjectCreated:Post", "2.1", made},
      {Happened::copied, "ObjectCreated:Copy", "2.1", made},
      {Happened::completed, "ObjectCreated:CompleteMultipartUpload", "2.1", made},
      {Happened::deleted, "ObjectRemoved:Delete", "2.1", gone},
      {Happened::hidden, "ObjectRemoved:DeleteMarkerCreated", "2.1", gone},
      {Happened::tagged, "ObjectTagging:Put", "2.3", changed},
      {Happened::untagged, "ObjectTagging:Delete", "2.3", changed},
      {Happened::acl_put, "ObjectAcl:Put", "2.3", changed},
      {Happened::expired, "LifecycleExpiration:Delete", "2.3", gone},
      {Happened::expired_hidden, "LifecycleExpiration:DeleteMarkerCreated", "2.3", gone},
      {Happened::transitioned, "LifecycleTransition", "2.3", made}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    happening.what = c.what;
    EXPECT_EQ(name(c.what), c.name);
    const boost::json::object shown = record();
    EXPECT_EQ(shown.at("eventName").as_string(), c.name);
    EXPECT_EQ(shown.at("eventVersion").as_string(), c.version);
    std::string members;
    for (const auto& member : shown.at("s3").at("object").as_object()) {
      members.append(members.empty() ? "" : " ").append(member.key());
    }
    EXPECT_EQ(members, c.members);
  }
}

TEST_F(EventJson, AVersionIsNamedWhereThereAreVersions) {
  for (const std::string_view none : {"", "null"}) {
    happening.version_id = none;
    EXPECT_EQ(object_of_record().find("versionId"), std::string::npos) << none;
    EXPECT_EQ(boost::json::serialize(bridge()).find("version-id"), std::string::npos) << none;
  }
}

TEST_F(EventJson, WhoAskedIsAUserNobodyOrS3Itself) {
  occasion.principal = occasion.account = "";
  EXPECT_EQ(record().at("userIdentity").at("principalId").as_string(), "Anonymous");
  EXPECT_EQ(bridge().at("detail").at("requester").as_string(), "anonymous");
  occasion.principal = occasion.account = service_principal;
  EXPECT_EQ(record().at("userIdentity").at("principalId").as_string(), "s3.amazonaws.com");
  EXPECT_EQ(bridge().at("detail").at("requester").as_string(), "s3.amazonaws.com");
}

TEST_F(EventJson, ATransitionSaysWhereTo) {
  happening.what = Happened::transitioned;
  happening.storage_class = "GLACIER";
  const auto to = record().at("lifecycleEventData").at("transitionEventData");
  EXPECT_EQ(to.at("destinationStorageClass").as_string(), "GLACIER");
  EXPECT_EQ(bridge().at("detail").at("destination-storage-class").as_string(), "GLACIER");
  EXPECT_EQ(bridge().at("detail-type").as_string(), "Object Storage Class Changed");
}

TEST_F(EventJson, EventBridgesFormDoesNotEncodeTheKey) {
  EXPECT_EQ(boost::json::serialize(bridge().at("detail")),
            R"({"version":"0","bucket":{"name":"b"},)"
            R"("object":{"key":"photos/Happy Face@2+.jpg","size":1024,)"
            R"("etag":"d41d8cd98f00b204e9800998ecf8427e",)"
            R"("version-id":"096fKKXTRTtl3on89fVO.nfljtsv6qko","sequencer":"0055AED6DCD90281E5"},)"
            R"("request-id":"C3D13FE58DE4C810","requester":"123456789012",)"
            R"("source-ip-address":"127.0.0.1","reason":"PutObject"})");
  EXPECT_EQ(bridge().at("source").as_string(), "aws.s3");
  EXPECT_EQ(bridge().at("detail-type").as_string(), "Object Created");
  EXPECT_EQ(bridge().at("account").as_string(), "210987654321");
  EXPECT_EQ(bridge().at("time").as_string(), "2026-03-01T12:00:00Z");
  EXPECT_EQ(bridge().at("region").as_string(), "us-west-2");
  EXPECT_EQ(boost::json::serialize(bridge().at("resources")), R"(["arn:aws:s3:::b"])");
}

TEST_F(EventJson, EventBridgeIsToldHowSomethingWentAway) {
  const auto deletion = [&](Happened what) {
    happening.what = what;
    const auto detail = bridge().at("detail").as_object();
    return std::string(detail.at("reason").as_string()) + ", " +
           std::string(detail.at("deletion-type").as_string());
  };
  EXPECT_EQ(deletion(Happened::deleted), "DeleteObject, Permanently Deleted");
  EXPECT_EQ(deletion(Happened::hidden), "DeleteObject, Delete Marker Created");
  EXPECT_EQ(deletion(Happened::expired), "Lifecycle Expiration, Permanently Deleted");
}

TEST_F(EventJson, AnEventKeepsItsIdHoweverOftenItIsSent) {
  EXPECT_EQ(event_bridge_json(event()), event_bridge_json(event()));
  const std::string id(bridge().at("id").as_string());
  EXPECT_EQ(id.size(), 36U);
  happening.key = "another";
  EXPECT_NE(std::string(bridge().at("id").as_string()), id);
}

TEST_F(EventJson, TheTestMessageIsS3s) {
  EXPECT_EQ(test_json(occasion, bucket),
            R"({"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-03-01T12:00:00.089Z",)"
            R"("Bucket":"b","RequestId":"C3D13FE58DE4C810","HostId":"host"})");
}

TEST(SequencerText, SortsLikeItsNumber) {
  EXPECT_EQ(sequencer_text(0), "000000000000000000");
  EXPECT_EQ(sequencer_text(0x55aed6dcd90281e5ULL), "0055AED6DCD90281E5");
  EXPECT_LT(sequencer_text(0xffff), sequencer_text(0x10000));
}

}  // namespace
}  // namespace pail::emulator::events
