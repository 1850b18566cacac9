// ACLs in force, end to end: who is let in by a grant, to what, and what grants cannot do. How ACLs
// are written and kept is acl_test's and bucket_ownership_test's.
#include <gtest/gtest.h>

#include "tests/emulator/support/forms.hpp"
#include "tests/emulator/support/query_client.hpp"
#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

using Texts = std::vector<std::string>;
using Credentials = signer::Credentials;

const std::string all_users_uri = "uri=http://acs.amazonaws.com/groups/global/AllUsers";
const std::string authenticated_uri =
    "uri=http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

std::string statement(const std::string& effect, const std::string& action) {
  return R"({"Effect":")" + effect + R"(","Action":")" + action + R"(","Resource":"*"})";
}

std::string policy(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

// "photos" belongs to the default account, its objects to whoever writes them, and nothing public
// is blocked.
class AclEnforcement : public ::testing::Test {
 protected:
  void SetUp() override {
    make_bucket("photos", "ObjectWriter");
    s3.put("photos/a", "value");
  }
  void make_bucket(const std::string& name, const std::string& ownership) {
    const HeaderList headers = {{"x-amz-object-ownership", ownership}};
    ASSERT_EQ(s3.send({.method = "PUT", .target = "/" + name, .headers = headers}).status, 200U);
    const Sent unblock = {.method = "DELETE", .target = "/" + name + "?publicAccessBlock"};
    ASSERT_EQ(s3.send(unblock).status, 204U);
  }
  // By the owner: the default account's root, unless said otherwise.
  void set_acl(const std::string& path, const std::string& header, const std::string& value) {
    set_acl_by(default_keys(), path, header, value);
  }
  void set_acl_by(const Credentials& keys, const std::string& path, const std::string& header,
                  const std::string& value) {
    const Answer answer = send_by(
        keys, {.method = "PUT", .target = "/" + path + "?acl", .headers = {{header, value}}});
    ASSERT_EQ(answer.status, 200U) << answer.body;
  }
  void set_document(const std::string& target, const std::string& document) {
    const std::string md5 = wire::to_base64(wire::md5(wire::as_bytes(document)));
    const Answer answer = s3.send(
        {.method = "PUT", .target = target, .headers = {{"Content-MD5", md5}}, .body = document});
    ASSERT_EQ(answer.status, 200U) << answer.body;
  }

  Answer send_by(const Credentials& keys, Sent request) {
    request.access_key = keys.access_key;
    request.secret_key = keys.secret_key;
    if (!keys.session_token.empty()) {
      request.headers.emplace_back("x-amz-security-token", keys.session_token);
    }
    return s3.send(request);
  }
  Answer send_by_nobody(Sent request) {
    request.signing = Signing::none;
    return s3.send(request);
  }
  // The body, or the error's code.
  static std::string told(const Answer& answer) {
    return answer.status < 300 ? answer.body : answer.code();
  }
  std::string get_by(const Credentials& keys, const std::string& path) {
    return told(send_by(keys, {.target = "/" + path}));
  }
  std::string get_by_nobody(const std::string& path) {
    return told(send_by_nobody({.target = "/" + path}));
  }
  unsigned put_by(const Credentials& keys, const std::string& path, HeaderList headers = {}) {
    return send_by(keys, {.method = "PUT",
                          .target = "/" + path,
                          .headers = std::move(headers),
                          .body = "theirs"})
        .status;
  }
  unsigned delete_by(const Credentials& keys, const std::string& path) {
    return send_by(keys, {.method = "DELETE", .target = "/" + path}).status;
  }

  std::string id_of(const Credentials& keys) {
    return send_by(keys, {.target = "/"}).texts("Owner", "ID").front();
  }
  Credentials user(const Credentials& root, const std::string& statements) {
    QueryClient client(s3, root);
    Credentials keys = client.make_user("ann");
    if (!statements.empty()) give(root, statements);
    return keys;
  }
  void give(const Credentials& root, const std::string& statements) {
    QueryClient(s3, root).iam(
        "PutUserPolicy",
        {{"UserName", "ann"}, {"PolicyName", "rules"}, {"PolicyDocument", policy(statements)}});
  }

  Harness s3;
  const Credentials mine = default_keys();
  const Credentials theirs = other_keys();
};

constexpr const char* denied = "AccessDenied";

const Texts permissions = {"read", "write", "read-acp", "write-acp", "full-control"};

struct Row {
  std::string needs;  // a permission of the table in semantics.md §17; "": no grant helps
  std::string method;
  std::string target;
  HeaderList headers = {};
};

// Grants each permission on `path` to everybody, to whoever has an account, and to one account, and
// asks as a stranger and as that account.
class AclTable : public AclEnforcement {
 protected:
  void check(const std::string& path, const std::vector<Row>& rows) {
    const std::string id = "id=" + id_of(theirs);
    for (const std::string& permission : permissions) {
      for (const std::string& grantee : {all_users_uri, authenticated_uri, id}) {
        for (const Row& row : rows) {
          SCOPED_TRACE(permission + " to " + grantee + ": " + row.method + " " + row.target);
          const bool granted =
              !row.needs.empty() && (permission == row.needs || permission == "full-control");
          const auto allowed = [&](bool anonymous) {
            set_acl(path, "x-amz-grant-" + permission, grantee);
            const Sent request{.method = row.method, .target = row.target, .headers = row.headers};
            const Answer answer = anonymous ? send_by_nobody(request) : send_by(theirs, request);
            s3.put("photos/a", "value");
            return answer.status != 403U;
          };
          EXPECT_EQ(allowed(false), granted) << "of another account";
          EXPECT_EQ(allowed(true), granted && grantee == all_users_uri) << "anonymous";
        }
      }
    }
  }
};

TEST_F(AclTable, OfABucket) {
  const HeaderList acl = {{"x-amz-acl", "private"}};
  check("photos", {{"read", "GET", "/photos"},
                   {"read", "GET", "/photos?list-type=2"},
                   {"read", "HEAD", "/photos"},
                   {"read", "GET", "/photos?versions"},
                   {"read", "GET", "/photos?uploads"},
                   {"write", "PUT", "/photos/new"},
                   {"write", "DELETE", "/photos/a"},
                   {"write", "POST", "/photos/new?uploads"},
                   {"write", "PUT", "/photos/new?partNumber=1&uploadId=x"},
                   {"write", "GET", "/photos/new?uploadId=x"},
                   {"write", "DELETE", "/photos/new?uploadId=x"},
                   {"read-acp", "GET", "/photos?acl"},
                   {"write-acp", "PUT", "/photos?acl", acl},
                   {"", "GET", "/photos/a"},
                   {"", "GET", "/photos/a?acl"},
                   {"", "PUT", "/photos/a?acl", acl},
                   {"", "DELETE", "/photos/a?versionId=null"},
                   {"", "GET", "/photos?location"},
                   {"", "GET", "/photos?cors"},
                   {"", "GET", "/photos?ownershipControls"},
                   {"", "DELETE", "/photos?publicAccessBlock"},
                   {"", "DELETE", "/photos"}});
}

TEST_F(AclTable, OfAnObject) {
  const HeaderList acl = {{"x-amz-acl", "private"}};
  check("photos/a", {{"read", "GET", "/photos/a"},
                     {"read", "HEAD", "/photos/a"},
                     {"read", "GET", "/photos/a?versionId=null"},
                     {"read-acp", "GET", "/photos/a?acl"},
                     {"read-acp", "GET", "/photos/a?acl&versionId=null"},
                     {"write-acp", "PUT", "/photos/a?acl", acl},
                     {"write-acp", "PUT", "/photos/a?acl&versionId=null", acl},
                     {"", "PUT", "/photos/a"},
                     {"", "DELETE", "/photos/a"},
                     {"", "GET", "/photos/a?tagging"},
                     {"", "GET", "/photos"}});
}

TEST_F(AclEnforcement, NothingIsGrantedWhereAclsAreOff) {
  set_acl("photos/a", "x-amz-acl", "public-read");
  EXPECT_EQ(get_by_nobody("photos/a"), "value");
  set_document("/photos?ownershipControls",
               "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership>"
               "</Rule></OwnershipControls>");
  EXPECT_EQ(get_by_nobody("photos/a"), denied);
  EXPECT_EQ(get_by(theirs, "photos/a"), denied);
  EXPECT_EQ(get_by(mine, "photos/a"), "value");
}

TEST_F(AclEnforcement, PublicGrantsMayBeIgnored) {
  set_acl("photos", "x-amz-acl", "public-read-write");
  set_acl("photos/a", "x-amz-grant-read", all_users_uri + ",id=" + id_of(theirs));
  set_document("/photos?publicAccessBlock",
               "<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls>"
               "</PublicAccessBlockConfiguration>");
  EXPECT_EQ(get_by_nobody("photos/a"), denied);
  EXPECT_EQ(get_by(theirs, "photos"), denied);
  EXPECT_EQ(put_by(theirs, "photos/b"), 403U);
  EXPECT_EQ(get_by(theirs, "photos/a"), "value") << "a grant to one account is not public";
}

TEST_F(AclEnforcement, NoBucketComesBeforeNoPermission) {
  EXPECT_EQ(get_by_nobody("no-such-bucket/a"), "NoSuchBucket");
}

TEST_F(AclEnforcement, AMissingKeyIsMissingForWhoeverMayList) {
  EXPECT_EQ(get_by_nobody("photos/missing"), denied);
  EXPECT_EQ(get_by_nobody("photos/missing?versionId=null"), denied);
  set_acl("photos", "x-amz-acl", "public-read");
  EXPECT_EQ(get_by_nobody("photos/missing"), "NoSuchKey");
  EXPECT_EQ(get_by_nobody("photos/missing?versionId=null"), "NoSuchVersion");
  EXPECT_EQ(get_by_nobody("photos/missing?acl"), "NoSuchKey");
  EXPECT_EQ(get_by_nobody("photos/a"), denied) << "what lists need not be readable";
}

TEST_F(AclEnforcement, TheVersionAskedForCounts) {
  set_versioning(s3, "photos", "Enabled");
  const std::string open = put_version(s3, "photos/b", "open");
  const std::string shut = put_version(s3, "photos/b", "shut");
  set_acl("photos/b", "x-amz-acl", "private");
  const Sent publish{.method = "PUT",
                     .target = "/photos/b?acl&versionId=" + open,
                     .headers = {{"x-amz-acl", "public-read"}}};
  ASSERT_EQ(s3.send(publish).status, 200U);
  EXPECT_EQ(get_by_nobody("photos/b"), denied);
  EXPECT_EQ(get_by_nobody("photos/b?versionId=" + shut), denied);
  EXPECT_EQ(get_by_nobody("photos/b?versionId=" + open), "open");
}

TEST_F(AclEnforcement, ADeleteMarkerHasNoAclOfItsOwn) {
  set_versioning(s3, "photos", "Enabled");
  s3.put("photos/b", "open", {{"x-amz-acl", "public-read"}});
  const std::string marker = delete_key(s3, "photos/b");
  EXPECT_EQ(get_by_nobody("photos/b"), denied);
  EXPECT_EQ(get_by_nobody("photos/b?versionId=" + marker), denied);
  set_acl("photos", "x-amz-acl", "public-read");
  EXPECT_EQ(get_by_nobody("photos/b"), "NoSuchKey");
  EXPECT_EQ(get_by_nobody("photos/b?versionId=" + marker), "MethodNotAllowed");
}

TEST_F(AclEnforcement, AnObjectIsItsWritersThoughTheBucketIsNot) {
  set_acl("photos", "x-amz-grant-write", "id=" + id_of(theirs));
  ASSERT_EQ(put_by(theirs, "photos/b"), 200U);
  EXPECT_EQ(get_by(theirs, "photos/b"), "theirs");
  EXPECT_EQ(get_by(mine, "photos/b"), denied) << "the bucket's owner has not been granted it";
  EXPECT_EQ(get_by(mine, "photos/b?acl"), denied);
  EXPECT_EQ(get_by(theirs, "photos"), denied) << "to write is not to list";
  EXPECT_NE(get_by(mine, "photos").find("<Key>b</Key>"), std::string::npos);
  set_acl_by(theirs, "photos/b", "x-amz-acl", "bucket-owner-read");
  EXPECT_EQ(get_by(mine, "photos/b"), "theirs");
  EXPECT_EQ(get_by(mine, "photos/b?acl"), denied);
  set_acl_by(theirs, "photos/b", "x-amz-acl", "bucket-owner-full-control");
  set_acl("photos/b", "x-amz-acl", "public-read");
  EXPECT_EQ(get_by_nobody("photos/b"), "theirs");
}

TEST_F(AclEnforcement, AnObjectMadeOfPartsIsItsWritersToo) {
  set_acl("photos", "x-amz-grant-write", "id=" + id_of(theirs));
  const std::string id =
      send_by(theirs, {.method = "POST", .target = "/photos/b?uploads"}).element("UploadId");
  ASSERT_EQ(put_by(theirs, "photos/b?partNumber=1&uploadId=" + id), 200U);
  const std::string etag = wire::to_hex(wire::md5(wire::as_bytes("theirs")));
  const Answer completed =
      send_by(theirs, {.method = "POST",
                       .target = "/photos/b?uploadId=" + id,
                       .body = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                               etag + "</ETag></Part></CompleteMultipartUpload>"});
  ASSERT_EQ(completed.status, 200U) << completed.body;
  EXPECT_EQ(get_by(theirs, "photos/b"), "theirs");
  EXPECT_EQ(get_by(mine, "photos/b"), denied);
}

TEST_F(AclEnforcement, AUserOfTheBucketsOwnerReadsAnothersObjectByPolicyAndGrant) {
  set_acl("photos", "x-amz-grant-write", "id=" + id_of(theirs));
  ASSERT_EQ(put_by(theirs, "photos/b"), 200U);
  const Credentials ann = user(mine, statement("Allow", "s3:*"));
  EXPECT_EQ(get_by(ann, "photos/b"), denied);
  set_acl_by(theirs, "photos/b", "x-amz-acl", "bucket-owner-read");
  EXPECT_EQ(get_by(ann, "photos/b"), "theirs");
  give(mine, statement("Allow", "s3:ListBucket"));
  EXPECT_EQ(get_by(ann, "photos/b"), denied) << "the grant is the account's, not the user's";
}

TEST_F(AclEnforcement, ABucketsOwnerOverwritesAndDeletesWhatIsAnothers) {
  set_acl("photos", "x-amz-acl", "public-read-write");
  for (const std::string key : {"b", "c"}) ASSERT_EQ(put_by(theirs, "photos/" + key), 200U);
  EXPECT_EQ(delete_by(mine, "photos/b"), 204U);
  EXPECT_EQ(get_by(theirs, "photos/b"), "NoSuchKey");
  EXPECT_EQ(put_by(mine, "photos/c"), 200U);
  EXPECT_EQ(get_by(theirs, "photos/c"), denied) << "the new object is the bucket owner's";
}

TEST_F(AclEnforcement, AnOwnerKeepsItsRightsWhateverTheAclSays) {
  set_acl("photos", "x-amz-grant-write", "id=" + id_of(theirs));
  ASSERT_EQ(put_by(theirs, "photos/b"), 200U);
  set_acl_by(theirs, "photos/b", "x-amz-grant-read", "id=" + id_of(mine));
  EXPECT_EQ(get_by(theirs, "photos/b"), "theirs");
  EXPECT_EQ(put_by(mine, "photos/c"), 200U) << "nor does the bucket's ACL name its owner";
}

TEST_F(AclEnforcement, APreferredOwnerIsGivenWhatIsOfferedToIt) {
  make_bucket("inbox", "BucketOwnerPreferred");
  set_acl("inbox", "x-amz-acl", "public-read-write");
  ASSERT_EQ(put_by(theirs, "inbox/kept"), 200U);
  ASSERT_EQ(put_by(theirs, "inbox/given", {{"x-amz-acl", "bucket-owner-full-control"}}), 200U);
  EXPECT_EQ(get_by(mine, "inbox/kept"), denied);
  EXPECT_EQ(get_by(theirs, "inbox/kept"), "theirs");
  EXPECT_EQ(get_by(mine, "inbox/given"), "theirs");
  EXPECT_EQ(get_by(theirs, "inbox/given"), denied);
}

TEST_F(AclEnforcement, WhatNobodySignedForBelongsToAnybody) {
  set_acl("photos", "x-amz-acl", "public-read-write");
  const HeaderList open = {{"x-amz-acl", "public-read"}};
  Sent request{.method = "PUT", .target = "/photos/b", .body = "found"};
  ASSERT_EQ(send_by_nobody(request).status, 200U);
  EXPECT_EQ(get_by_nobody("photos/b"), "found");
  EXPECT_EQ(get_by(mine, "photos/b"), denied);
  EXPECT_NE(get_by(mine, "photos").find("<ID>65a011a29cdf8ec533ec3d1ccaae921c</ID>"),
            std::string::npos);
  request.headers = open;
  ASSERT_EQ(send_by_nobody(request).status, 200U);
  EXPECT_EQ(get_by(mine, "photos/b"), "found");
  EXPECT_EQ(delete_by(mine, "photos/b"), 204U);
}

TEST_F(AclEnforcement, AFormNeedsNoSignatureWhereEverybodyWrites) {
  const Form form{.fields = {{"key", "b"}, {"acl", "public-read"}}, .content = "posted"};
  EXPECT_EQ(s3.send(post_of("photos", form)).status, 403U);
  set_acl("photos", "x-amz-acl", "public-read-write");
  EXPECT_EQ(s3.send(post_of("photos", form)).status, 204U);
  EXPECT_EQ(get_by(mine, "photos/b"), "posted");
}

TEST_F(AclEnforcement, AUserOfAnotherAccountNeedsItsOwnPolicyToo) {
  set_acl("photos/a", "x-amz-acl", "public-read");
  const Credentials ann = user(theirs, "");
  EXPECT_EQ(get_by(ann, "photos/a"), denied) << "both must";
  give(theirs, statement("Allow", "s3:GetObject"));
  EXPECT_EQ(get_by(ann, "photos/a"), "value");
  give(theirs, statement("Allow", "s3:*") + "," + statement("Deny", "s3:GetObject"));
  EXPECT_EQ(get_by(ann, "photos/a"), denied);
  give(theirs, statement("Allow", "*"));
  EXPECT_EQ(get_by(ann, "photos"), denied) << "no policy of theirs opens what no grant does";
}

TEST_F(AclEnforcement, AUserOfTheOwnerIsLetInByAPublicGrantUnlessDenied) {
  const Credentials ann = user(mine, "");
  EXPECT_EQ(get_by(ann, "photos/a"), denied) << "the owner's full control is not every user's";
  set_acl("photos/a", "x-amz-acl", "authenticated-read");
  EXPECT_EQ(get_by(ann, "photos/a"), "value");
  give(mine, statement("Deny", "s3:GetObject"));
  EXPECT_EQ(get_by(ann, "photos/a"), denied);
}

TEST_F(AclEnforcement, ASessionPolicyLimitsWhatGrantsGive) {
  set_acl("photos/a", "x-amz-acl", "public-read");
  user(theirs, statement("Allow", "s3:*") + "," + statement("Allow", "sts:*"));
  QueryClient root(s3, theirs);
  const auto session = [&](const std::string& action) {
    const FormFieldList fields = {{"Name", "phone"},
                                  {"Policy", policy(statement("Allow", action))}};
    return credentials_in(root.sts("GetFederationToken", fields), "GetFederationToken");
  };
  EXPECT_EQ(get_by(session("s3:ListBucket"), "photos/a"), denied);
  EXPECT_EQ(get_by(session("s3:GetObject"), "photos/a"), "value");
}

TEST_F(AclEnforcement, WhatHeadersAskForIsForTheWritersPoliciesToAllow) {
  set_acl("photos", "x-amz-acl", "public-read-write");
  const HeaderList acl = {{"x-amz-acl", "bucket-owner-full-control"}};
  const Credentials ann = user(theirs, statement("Allow", "s3:PutObject"));
  EXPECT_EQ(put_by(ann, "photos/b"), 200U);
  EXPECT_EQ(put_by(ann, "photos/b", acl), 403U);
  give(theirs, statement("Allow", "s3:Put*"));
  EXPECT_EQ(put_by(ann, "photos/b", acl), 200U);
}

TEST_F(AclEnforcement, AnAclOnAnothersObjectDoesNotStopItsReplacement) {
  set_acl("photos", "x-amz-acl", "public-read-write");
  ASSERT_EQ(put_by(theirs, "photos/b"), 200U);
  const Credentials ann = user(mine, statement("Allow", "s3:Put*"));
  EXPECT_EQ(put_by(ann, "photos/b", {{"x-amz-acl", "private"}}), 200U);
}

TEST_F(AclEnforcement, ACopyReadsItsSourceByTheSourcesAcl) {
  ASSERT_EQ(send_by(theirs, {.method = "PUT", .target = "/elsewhere"}).status, 200U);
  const Sent copy{
      .method = "PUT", .target = "/elsewhere/copy", .headers = {{"x-amz-copy-source", "photos/a"}}};
  EXPECT_EQ(told(send_by(theirs, copy)), denied);
  set_acl("photos/a", "x-amz-acl", "public-read");
  EXPECT_EQ(send_by(theirs, copy).status, 200U);
  EXPECT_EQ(get_by(theirs, "elsewhere/copy"), "value");
}

TEST_F(AclEnforcement, DeleteObjectsAsksForEachKey) {
  const std::string body = "<Delete><Object><Key>a</Key></Object></Delete>";
  const Sent request{.method = "POST",
                     .target = "/photos?delete",
                     .headers = {{"Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(body)))}},
                     .body = body};
  EXPECT_EQ(send_by(theirs, request).texts("Error", "Code"), Texts{denied});
  EXPECT_EQ(told(send_by_nobody(request)), denied);
  set_acl("photos", "x-amz-grant-write", all_users_uri);
  EXPECT_EQ(send_by_nobody(request).texts("Deleted", "Key"), Texts{"a"});
}

}  // namespace
}  // namespace pail::emulator::testing
