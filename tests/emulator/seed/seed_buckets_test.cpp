#include "tests/emulator/seed/seed_case.hpp"

namespace pail::emulator::testing {
namespace {

using SeedBuckets = SeedCase;

constexpr const char* configured = R"({"buckets": [{
  "name": "bbb", "region": "eu-west-1", "versioning": "Enabled", "tags": {"team": "a"},
  "ownership": "ObjectWriter", "acl": "public-read",
  "public_access_block": {"BlockPublicAcls": false, "IgnorePublicAcls": false,
                          "BlockPublicPolicy": true, "RestrictPublicBuckets": true},
  "cors": {"CORSRule": [
    {"AllowedMethod": ["GET", "PUT"], "AllowedOrigin": "*", "MaxAgeSeconds": 5},
    {"AllowedMethod": "HEAD", "AllowedOrigin": ["http://a", "http://b"]}]}}]})";

TEST_F(SeedBuckets, HaveTheirConfiguration) {
  Options options;
  EXPECT_EQ(seed(configured).buckets_made, 1U);
  EXPECT_EQ(head("/bbb").header("x-amz-bucket-region"), "eu-west-1");
  EXPECT_EQ(get("/bbb?versioning").element("Status"), "Enabled");
  EXPECT_NE(get("/bbb?tagging").body.find("<Key>team</Key><Value>a</Value>"), std::string::npos);
  EXPECT_EQ(get("/bbb?ownershipControls").texts("Rule", "ObjectOwnership"),
            std::vector<std::string>{"ObjectWriter"});
  EXPECT_EQ(get("/bbb?publicAccessBlock").element("BlockPublicAcls"), "false");
  EXPECT_EQ(get("/bbb?publicAccessBlock").element("BlockPublicPolicy"), "true");
  EXPECT_NE(get("/bbb?acl").body.find("AllUsers"), std::string::npos);
  EXPECT_EQ(get("/bbb?cors").texts("CORSRule", "AllowedMethod"),
            (std::vector<std::string>{"GET", "PUT", "HEAD"}));
  EXPECT_EQ(get("/bbb?cors").texts("CORSRule", "MaxAgeSeconds"), std::vector<std::string>{"5"});
}

TEST_F(SeedBuckets, MayBeSeededAgain) {
  seed(configured);
  const seed::Report again = seed(configured);
  EXPECT_EQ(again.buckets_made, 0U);
  EXPECT_EQ(get("/bbb?versioning").element("Status"), "Enabled");
}

TEST_F(SeedBuckets, TakeDocumentsAsTextAndFromFiles) {
  const Folder folder;
  folder.write("cors.xml",
               "<CORSConfiguration><CORSRule><AllowedMethod>PUT</AllowedMethod>"
               "<AllowedOrigin>http://file</AllowedOrigin></CORSRule></CORSConfiguration>");
  seed(R"({"buckets": [{"name": "from-file", "cors": {"file": "cors.xml"}},
    {"name": "from-text", "cors": "<CORSConfiguration><CORSRule><AllowedMethod>GET)"
       R"(</AllowedMethod><AllowedOrigin>http://text</AllowedOrigin></CORSRule>)"
       R"(</CORSConfiguration>"}]})",
       folder.path());
  EXPECT_EQ(get("/from-file?cors").texts("CORSRule", "AllowedOrigin"),
            std::vector<std::string>{"http://file"});
  EXPECT_EQ(get("/from-text?cors").texts("CORSRule", "AllowedOrigin"),
            std::vector<std::string>{"http://text"});
}

TEST_F(SeedBuckets, TakeAttributesOfDocuments) {
  const auto owner = s3.emulator().worlds().default_world().contents()->directory().first();
  seed(R"({"buckets": [{"name": "bbb", "ownership": "ObjectWriter", "acl": {
    "Owner": {"ID": ")" +
       owner->canonical_id + R"("},
    "AccessControlList": {"Grant": {"Permission": "READ", "Grantee": {
      "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "@xsi:type": "Group",
      "URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"}}}},
    "public_access_block": false}]})");
  EXPECT_NE(get("/bbb?acl").body.find("AuthenticatedUsers"), std::string::npos)
      << get("/bbb?acl").body;
  EXPECT_EQ(get("/bbb?publicAccessBlock").code(), "NoSuchPublicAccessBlockConfiguration");
}

TEST_F(SeedBuckets, TakeAnyDocumentThatBucketsHave) {
  const std::string text = R"({"buckets": [{"name": "bbb", "lifecycle": {"Rule": [
    {"ID": "week", "Status": "Enabled", "Filter": {"Prefix": "tmp/"},
     "Expiration": {"Days": 7}}]}}]})";
  seed(text);
  EXPECT_EQ(get("/bbb?lifecycle").texts("Rule", "ID"), std::vector<std::string>{"week"});
  const std::string before = get("/bbb?lifecycle").body;
  seed(text);
  EXPECT_EQ(get("/bbb?lifecycle").body, before);
}

TEST_F(SeedBuckets, MayBelongToAnotherAccount) {
  seed(R"({"buckets": [{"name": "theirs", "owner": "AKIAOTHERACCOUNT0000", "objects": [
         {"key": "k", "text": "x"}]}]})");
  EXPECT_EQ(get("/theirs/k").code(), "AccessDenied");
  const Answer answer = s3.send({.target = "/theirs/k",
                                 .access_key = std::string(other_access_key),
                                 .secret_key = std::string(other_secret_key)});
  EXPECT_EQ(answer.body, "x");
}

TEST_F(SeedBuckets, OfOthersStayTheirs) {
  seed(R"({"buckets": [{"name": "theirs", "owner": "AKIAOTHERACCOUNT0000"}]})");
  EXPECT_EQ(mistake(R"({"buckets": [{"name": "theirs"}]})"),
            "seed.json:1: buckets[0]: the bucket belongs to another account");
}

TEST_F(SeedBuckets, StayWhereTheyAre) {
  seed(R"({"buckets": [{"name": "bbb", "region": "eu-west-1"}]})");
  EXPECT_EQ(seed(R"({"buckets": [{"name": "bbb"}]})").buckets_made, 0U);
  EXPECT_EQ(mistake(R"({"buckets": [{"name": "bbb", "region": "us-east-1"}]})"),
            "seed.json:1: buckets[0]: the bucket is there already, in eu-west-1");
}

}  // namespace
}  // namespace pail::emulator::testing
