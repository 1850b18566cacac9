// Ownership controls, public access blocks, and the ACLs of buckets and objects they decide about.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {
namespace {

using Texts = std::vector<std::string>;

class Ownership : public ::testing::Test {
 protected:
  // ownership "": not named.
  Answer create(std::string ownership, HeaderList headers = {}) {
    if (!ownership.empty()) headers.emplace_back("x-amz-object-ownership", std::move(ownership));
    return s3.send({.method = "PUT", .target = "/bucket", .headers = std::move(headers)});
  }
  Answer put(std::string target, HeaderList headers, std::string body = {}) {
    return s3.send({.method = "PUT",
                    .target = std::move(target),
                    .headers = std::move(headers),
                    .body = std::move(body)});
  }
  Answer put_document(std::string target, std::string body) {
    const std::string md5 = wire::to_base64(wire::md5(wire::as_bytes(body)));
    return put(std::move(target), {{"Content-MD5", md5}}, std::move(body));
  }
  Answer get(std::string target) { return s3.send({.target = std::move(target)}); }
  void make_bucket_with_acls() {
    ASSERT_EQ(create("ObjectWriter").status, 200U);
    const Sent unblock = {.method = "DELETE", .target = "/bucket?publicAccessBlock"};
    ASSERT_EQ(s3.send(unblock).status, 204U);
    s3.put("bucket/key", "value");
  }
  std::string owner() { return get("/").texts("Owner", "ID").front(); }
  // "READ http://...;FULL_CONTROL abc..."
  std::string grants_of(std::string target) {
    const Answer answer = get(std::move(target));
    EXPECT_EQ(answer.status, 200U) << answer.body;
    const auto document = wire::XmlDocument::parse(answer.body);
    std::string list;
    if (!document) return list;
    for (const auto& grant : document.value().root().child("AccessControlList").children()) {
      list.append(list.empty() ? "" : ";").append(grant.child_text("Permission")).append(" ");
      const auto grantee = grant.child("Grantee");
      list.append(grantee.child_text("ID")).append(grantee.child_text("URI"));
    }
    return list;
  }
  Harness s3;
  const std::string everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
};

std::string controls(std::string_view ownership) {
  return "<OwnershipControls><Rule><ObjectOwnership>" + std::string(ownership) +
         "</ObjectOwnership></Rule></OwnershipControls>";
}

TEST_F(Ownership, OfANewBucketIsItsOwners) {
  ASSERT_EQ(create("").status, 200U);
  const Answer answer = get("/bucket?ownershipControls");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.texts("Rule", "ObjectOwnership"), Texts{"BucketOwnerEnforced"});
}

TEST_F(Ownership, IsNamedAtCreationChangedAndTakenAway) {
  ASSERT_EQ(create("BucketOwnerPreferred").status, 200U);
  const auto shown = [&] {
    return get("/bucket?ownershipControls").texts("Rule", "ObjectOwnership");
  };
  EXPECT_EQ(shown(), Texts{"BucketOwnerPreferred"});
  EXPECT_EQ(put_document("/bucket?ownershipControls", controls("ObjectWriter")).status, 200U);
  EXPECT_EQ(shown(), Texts{"ObjectWriter"});
  EXPECT_EQ(put_document("/bucket?ownershipControls", controls("BucketOwnerEnforced")).status,
            200U);
  EXPECT_EQ(shown(), Texts{"BucketOwnerEnforced"});
  const Sent remove = {.method = "DELETE", .target = "/bucket?ownershipControls"};
  EXPECT_EQ(s3.send(remove).status, 204U);
  EXPECT_EQ(s3.send(remove).status, 204U);
  const Answer none = get("/bucket?ownershipControls");
  EXPECT_EQ(none.status, 404U);
  EXPECT_EQ(none.code(), "OwnershipControlsNotFoundError");
  EXPECT_EQ(none.element("BucketName"), "bucket");
  EXPECT_EQ(put("/bucket?acl", {{"x-amz-acl", "private"}}).status, 200U) << "ACLs are back";
}

TEST_F(Ownership, ControlsHaveOneKnownRule) {
  ASSERT_EQ(create("").status, 200U);
  for (const std::string& bad :
       {controls("Nobody"), controls(""), std::string("<OwnershipControls/>"),
        std::string("<OwnershipControls><Rule/></OwnershipControls>"), std::string("<Rule/>")}) {
    EXPECT_EQ(put_document("/bucket?ownershipControls", bad).code(), "MalformedXML") << bad;
  }
  EXPECT_EQ(put_document("/bucket?ownershipControls", "").code(), "MissingRequestBodyError");
  EXPECT_EQ(put("/bucket?ownershipControls", {}, controls("ObjectWriter")).code(),
            "InvalidRequest");
}

TEST_F(Ownership, ABucketThatGrantsCannotDoWithoutAcls) {
  make_bucket_with_acls();
  ASSERT_EQ(put("/bucket?acl", {{"x-amz-acl", "public-read"}}).status, 200U);
  const Answer refused = put_document("/bucket?ownershipControls", controls("BucketOwnerEnforced"));
  EXPECT_EQ(refused.status, 400U);
  EXPECT_EQ(refused.code(), "InvalidBucketAclWithObjectOwnership");
  ASSERT_EQ(put("/bucket?acl", {{"x-amz-acl", "private"}}).status, 200U);
  EXPECT_EQ(put_document("/bucket?ownershipControls", controls("BucketOwnerEnforced")).status,
            200U);
}

TEST_F(Ownership, WithoutAclsTheyAreShownButNotSet) {
  ASSERT_EQ(create("").status, 200U);
  s3.put("bucket/key", "value");
  const std::string all = "FULL_CONTROL " + owner();
  EXPECT_EQ(grants_of("/bucket?acl"), all);
  EXPECT_EQ(grants_of("/bucket/key?acl"), all);
  for (const std::string canned : {"private", "public-read"}) {
    const Answer bucket = put("/bucket?acl", {{"x-amz-acl", canned}});
    EXPECT_EQ(bucket.code(), "AccessControlListNotSupported") << canned;
  }
  EXPECT_EQ(put("/bucket/key?acl", {{"x-amz-acl", "public-read"}}).code(),
            "AccessControlListNotSupported");
  EXPECT_EQ(put("/bucket/key?acl", {{"x-amz-acl", "bucket-owner-full-control"}}).status, 200U);
}

TEST_F(Ownership, AclsThatWereSetSleepWhileThereAreNone) {
  make_bucket_with_acls();
  ASSERT_EQ(put("/bucket/key?acl", {{"x-amz-acl", "public-read"}}).status, 200U);
  const std::string open = "FULL_CONTROL " + owner() + ";READ " + everybody;
  EXPECT_EQ(grants_of("/bucket/key?acl"), open);
  ASSERT_EQ(put_document("/bucket?ownershipControls", controls("BucketOwnerEnforced")).status,
            200U);
  EXPECT_EQ(grants_of("/bucket/key?acl"), "FULL_CONTROL " + owner());
  ASSERT_EQ(put_document("/bucket?ownershipControls", controls("ObjectWriter")).status, 200U);
  EXPECT_EQ(grants_of("/bucket/key?acl"), open);
}

TEST_F(Ownership, AclsAreKeptAsHeadersAndDocumentsSetThem) {
  make_bucket_with_acls();
  const std::string me = owner();
  ASSERT_EQ(put("/bucket?acl", {{"x-amz-acl", "public-read-write"}}).status, 200U);
  EXPECT_EQ(grants_of("/bucket?acl"),
            "FULL_CONTROL " + me + ";READ " + everybody + ";WRITE " + everybody);
  ASSERT_EQ(put("/bucket/key?acl", {{"x-amz-grant-read-acp", "id=\"" + me + "\""}}).status, 200U);
  EXPECT_EQ(grants_of("/bucket/key?acl"), "READ_ACP " + me);
  const std::string shown = get("/bucket?acl").body;
  ASSERT_EQ(put("/bucket/key?acl", {}, shown).status, 200U) << "without a digest, as s3cmd does";
  EXPECT_EQ(grants_of("/bucket/key?acl"),
            "FULL_CONTROL " + me + ";READ " + everybody + ";WRITE " + everybody);
  EXPECT_EQ(s3.get("bucket/key"), "value");
}

TEST_F(Ownership, ADocumentWithoutGrantsIsKeptSo) {
  make_bucket_with_acls();
  const std::string none = "<AccessControlPolicy><Owner><ID>" + owner() +
                           "</ID></Owner><AccessControlList/></AccessControlPolicy>";
  EXPECT_EQ(put("/bucket/key?acl", {}, none).status, 200U);
  EXPECT_EQ(grants_of("/bucket/key?acl"), "");
}

TEST_F(Ownership, NewObjectsTakeTheAclOfTheirHeaders) {
  make_bucket_with_acls();
  s3.put("bucket/open", "", {{"x-amz-acl", "public-read"}});
  EXPECT_EQ(grants_of("/bucket/open?acl"), "FULL_CONTROL " + owner() + ";READ " + everybody);
  const Answer unknown = put("/bucket/new", {{"x-amz-grant-read", "id=" + std::string(64, '0')}});
  EXPECT_EQ(unknown.code(), "InvalidArgument");
  EXPECT_EQ(unknown.message(), "Invalid id");
  EXPECT_EQ(get("/bucket/new").status, 404U);
}

TEST_F(Ownership, AnAclComesOnceAndFromOnePlace) {
  make_bucket_with_acls();
  const std::string document = get("/bucket?acl").body;
  for (const std::string target : {"/bucket?acl", "/bucket/key?acl"}) {
    SCOPED_TRACE(target);
    const Answer none = put(target, {});
    EXPECT_EQ(none.code(), "MissingSecurityHeader");
    EXPECT_EQ(none.element("MissingHeaderName"), "x-amz-acl");
    EXPECT_EQ(put(target, {{"x-amz-acl", "private"}}, document).code(), "UnexpectedContent");
    EXPECT_EQ(put(target, {{"x-amz-acl", "private"}, {"x-amz-grant-read", "id=1"}}).message(),
              "Specifying both Canned ACLs and Header Grants is not allowed");
    EXPECT_EQ(put(target, {}, "<AccessControlPolicy/>").code(), "MalformedACLError");
    EXPECT_EQ(put(target, {{"x-amz-grant-read", "emailAddress=a@b"}}).code(),
              "UnresolvableGrantByEmailAddress");
    EXPECT_EQ(put_document(target, "").code(), "MissingSecurityHeader");
    const Answer torn = put(target, {{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}}, document);
    EXPECT_EQ(torn.code(), "BadDigest");
  }
}

TEST_F(Ownership, AclsBelongToVersions) {
  make_bucket_with_acls();
  ASSERT_EQ(put_document("/bucket?versioning",
                         "<VersioningConfiguration><Status>Enabled</Status>"
                         "</VersioningConfiguration>")
                .status,
            200U);
  const std::string first = put("/bucket/key", {}, "1").header("x-amz-version-id");
  const std::string second = put("/bucket/key", {}, "2").header("x-amz-version-id");
  const Answer set =
      put("/bucket/key?acl&versionId=" + first, {{"x-amz-acl", "authenticated-read"}});
  ASSERT_EQ(set.status, 200U) << set.body;
  EXPECT_EQ(set.header("x-amz-version-id"), first);
  EXPECT_EQ(grants_of("/bucket/key?acl"), "FULL_CONTROL " + owner());
  EXPECT_NE(grants_of("/bucket/key?acl&versionId=" + first), "FULL_CONTROL " + owner());
  EXPECT_EQ(get("/bucket/key?acl").header("x-amz-version-id"), second);
  EXPECT_EQ(get("/bucket/none?acl").code(), "NoSuchKey");
  EXPECT_EQ(get("/bucket/key?acl&versionId=x").code(), "InvalidArgument");
}

TEST_F(Ownership, CreatingAgainSetsTheAclAnew) {
  make_bucket_with_acls();
  ASSERT_EQ(put("/bucket?acl", {{"x-amz-acl", "public-read"}}).status, 200U);
  ASSERT_EQ(create("ObjectWriter").status, 200U);
  EXPECT_EQ(grants_of("/bucket?acl"), "FULL_CONTROL " + owner());
  EXPECT_EQ(s3.get("bucket/key"), "value");
}

TEST_F(Ownership, ABucketIsMadeWithItsAcl) {
  ASSERT_EQ(create("ObjectWriter", {{"x-amz-acl", "log-delivery-write"}}).status, 200U);
  const std::string group = "http://acs.amazonaws.com/groups/s3/LogDelivery";
  EXPECT_EQ(grants_of("/bucket?acl"),
            "FULL_CONTROL " + owner() + ";WRITE " + group + ";READ_ACP " + group);
}

std::string block(std::string_view acls, std::string_view others = "false") {
  const std::string rest(others);
  return "<PublicAccessBlockConfiguration><BlockPublicAcls>" + std::string(acls) +
         "</BlockPublicAcls><RestrictPublicBuckets>" + rest +
         "</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
}

TEST_F(Ownership, NothingOfANewBucketCanBeMadePublic) {
  const Answer open = create("ObjectWriter", {{"x-amz-acl", "public-read"}});
  EXPECT_EQ(open.status, 403U);
  EXPECT_EQ(open.code(), "AccessDenied");
  EXPECT_EQ(get("/bucket").status, 404U);
  ASSERT_EQ(create("ObjectWriter").status, 200U);
  const Answer shown = get("/bucket?publicAccessBlock");
  EXPECT_EQ(shown.elements(),
            "BlockPublicAcls IgnorePublicAcls BlockPublicPolicy RestrictPublicBuckets");
  EXPECT_EQ(shown.element("BlockPublicAcls"), "true");
  s3.put("bucket/key", "value");
  for (const std::string canned : {"public-read", "public-read-write", "authenticated-read"}) {
    SCOPED_TRACE(canned);
    EXPECT_EQ(put("/bucket?acl", {{"x-amz-acl", canned}}).code(), "AccessDenied");
    EXPECT_EQ(put("/bucket/key?acl", {{"x-amz-acl", canned}}).code(), "AccessDenied");
    EXPECT_EQ(put("/bucket/key", {{"x-amz-acl", canned}}).code(), "AccessDenied");
  }
  EXPECT_EQ(put("/bucket?acl", {{"x-amz-acl", "log-delivery-write"}}).status, 200U);
}

TEST_F(Ownership, AccessBlocksAreKeptShownAndTakenAway) {
  ASSERT_EQ(create("ObjectWriter").status, 200U);
  EXPECT_EQ(put_document("/bucket?publicAccessBlock", block("FALSE", "true")).status, 200U);
  const Answer shown = get("/bucket?publicAccessBlock");
  EXPECT_EQ(shown.element("BlockPublicAcls"), "false");
  EXPECT_EQ(shown.element("IgnorePublicAcls"), "false") << "not named: off";
  EXPECT_EQ(shown.element("RestrictPublicBuckets"), "true");
  EXPECT_EQ(put("/bucket?acl", {{"x-amz-acl", "public-read"}}).status, 200U);
  EXPECT_EQ(put_document("/bucket?publicAccessBlock", block("maybe")).code(), "MalformedXML");
  EXPECT_EQ(put_document("/bucket?publicAccessBlock", "<Other/>").code(), "MalformedXML");
  EXPECT_EQ(put("/bucket?publicAccessBlock", {}, block("true")).code(), "InvalidRequest");
  const Sent remove = {.method = "DELETE", .target = "/bucket?publicAccessBlock"};
  EXPECT_EQ(s3.send(remove).status, 204U);
  const Answer none = get("/bucket?publicAccessBlock");
  EXPECT_EQ(none.status, 404U);
  EXPECT_EQ(none.code(), "NoSuchPublicAccessBlockConfiguration");
  EXPECT_EQ(s3.send(remove).status, 204U);
}

}  // namespace
}  // namespace pail::emulator::testing
