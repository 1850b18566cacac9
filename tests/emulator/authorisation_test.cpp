// Policies in force, end to end: users, roles and sessions made over the wire, then S3 asked with
// their keys. What each policy means is policy_test's; here it is whether every operation asks, and
// asks the right question.
#include <gtest/gtest.h>

#include "tests/emulator/support/query_client.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {
namespace {

using Texts = std::vector<std::string>;
using Credentials = signer::Credentials;

std::string rule(const std::string& effect, const std::string& action, const std::string& resource,
                 const std::string& condition = "{}") {
  return R"({"Effect":")" + effect + R"(","Action":")" + action + R"(","Resource":")" + resource +
         R"(","Condition":)" + condition + "}";
}

std::string allow(const std::string& action, const std::string& resource,
                  const std::string& condition = "{}") {
  return rule("Allow", action, resource, condition);
}

std::string deny(const std::string& action, const std::string& resource,
                 const std::string& condition = "{}") {
  return rule("Deny", action, resource, condition);
}

std::string policy(const Texts& rules) {
  std::string all;
  for (const std::string& one : rules) all += (all.empty() ? "" : ",") + one;
  return R"({"Version":"2012-10-17","Statement":[)" + all + "]}";
}

const std::string bucket_arn = "arn:aws:s3:::photos";
const std::string objects_arn = bucket_arn + "/*";

class Authorisation : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("photos");
    for (const std::string key : {"home/ann/cat.jpg", "home/bob/dog.jpg", "a", "b"}) {
      s3.put("photos/" + key, key);
    }
  }

  Credentials user(const Texts& rules, const std::string& name = "ann") {
    Credentials keys = root.make_user(name);
    if (!rules.empty()) give(rules, name);
    return keys;
  }
  void give(const Texts& rules, const std::string& name = "ann") {
    root.iam("PutUserPolicy",
             {{"UserName", name}, {"PolicyName", "rules"}, {"PolicyDocument", policy(rules)}});
  }
  Credentials federated(const Credentials& by, const Texts& rules) {
    QueryClient client(s3, by);
    FormFieldList fields = {{"Name", "phone"}};
    if (!rules.empty()) fields.emplace_back("Policy", policy(rules));
    return credentials_in(client.sts("GetFederationToken", fields), "GetFederationToken");
  }

  Answer send(const Credentials& keys, Sent request) {
    request.access_key = keys.access_key;
    request.secret_key = keys.secret_key;
    if (!keys.session_token.empty()) {
      request.headers.emplace_back("x-amz-security-token", keys.session_token);
    }
    return s3.send(request);
  }
  // "200", or "403 AccessDenied"; of HEAD the status alone.
  std::string outcome(const Credentials& keys, Sent request) {
    const Answer answer = send(keys, std::move(request));
    if (answer.status < 300) return "allowed";
    if (answer.code() == "AccessDenied") {
      EXPECT_EQ(answer.message(), "Access Denied");
    }
    return std::to_string(answer.status) + (answer.body.empty() ? "" : " " + answer.code());
  }
  std::string get(const Credentials& keys, const std::string& target) {
    return outcome(keys, {.target = "/photos" + target});
  }
  std::string put(const Credentials& keys, const std::string& key, HeaderList headers = {}) {
    return outcome(
        keys,
        {.method = "PUT", .target = "/photos/" + key, .headers = std::move(headers), .body = "x"});
  }

  Harness s3;
  QueryClient root{s3, default_keys()};
};

constexpr const char* denied = "403 AccessDenied";

TEST_F(Authorisation, AUserWithoutPolicyMayDoNothing) {
  const Credentials ann = user({});
  for (const Sent& request :
       {Sent{.target = "/"}, Sent{.target = "/photos"}, Sent{.target = "/photos?list-type=2"},
        Sent{.target = "/photos?location"}, Sent{.target = "/photos/a"},
        Sent{.method = "PUT", .target = "/photos/a"},
        Sent{.method = "DELETE", .target = "/photos/a"},
        Sent{.method = "PUT", .target = "/new-bucket"},
        Sent{.method = "DELETE", .target = "/photos"}}) {
    EXPECT_EQ(outcome(ann, request), denied) << request.method << " " << request.target;
  }
  EXPECT_EQ(outcome(ann, {.method = "HEAD", .target = "/photos"}), "403");
  EXPECT_EQ(outcome(ann, {.method = "HEAD", .target = "/photos/a"}), "403");
}

TEST_F(Authorisation, EveryOperationAsksForItsOwnActionOnItsOwnResource) {
  struct Row {
    std::string action, resource;
    Sent request;
  };
  const std::vector<Row> rows = {
      {"s3:ListAllMyBuckets", "*", {.target = "/"}},
      {"s3:ListAllMyBuckets", "arn:aws:s3:::*", {.target = "/"}},
      {"s3:CreateBucket", "arn:aws:s3:::new-bucket", {.method = "PUT", .target = "/new-bucket"}},
      {"s3:ListBucket", bucket_arn, {.target = "/photos"}},
      {"s3:ListBucket", bucket_arn, {.target = "/photos?list-type=2"}},
      {"s3:ListBucket", bucket_arn, {.method = "HEAD", .target = "/photos"}},
      {"s3:GetBucketLocation", bucket_arn, {.target = "/photos?location"}},
      {"s3:GetObject", bucket_arn + "/a", {.target = "/photos/a"}},
      {"s3:GetObjectVersion", bucket_arn + "/a", {.target = "/photos/a?versionId=null"}},
      {"s3:GetObject", bucket_arn + "/a", {.method = "HEAD", .target = "/photos/a"}},
      {"s3:PutObject", bucket_arn + "/c d", {.method = "PUT", .target = "/photos/c%20d"}},
      {"s3:DeleteObject", bucket_arn + "/a", {.method = "DELETE", .target = "/photos/a"}},
      {"s3:DeleteObjectVersion",
       bucket_arn + "/b",
       {.method = "DELETE", .target = "/photos/b?versionId=null"}}};
  const Credentials ann = user({});
  for (const Row& row : rows) {
    SCOPED_TRACE(row.request.method + " " + row.request.target);
    give({allow("*", "*"), deny(row.action, row.resource)});
    EXPECT_EQ(outcome(ann, row.request).substr(0, 3), "403") << "all but " << row.action;
    give({allow(row.action, row.resource)});
    EXPECT_EQ(outcome(ann, row.request), "allowed") << "nothing but " << row.action;
  }
}

TEST_F(Authorisation, AnExplicitDenyWins) {
  const Credentials ann = user({allow("s3:*", "*"), deny("s3:DeleteObject", "*")});
  EXPECT_EQ(put(ann, "a"), "allowed");
  EXPECT_EQ(outcome(ann, {.method = "DELETE", .target = "/photos/a"}), denied);
  EXPECT_EQ(s3.get("photos/a"), "x");
}

TEST_F(Authorisation, APolicyThatChangesIsInForceAtOnce) {
  const Credentials ann = user({allow("s3:GetObject", objects_arn)});
  EXPECT_EQ(get(ann, "/a"), "allowed");
  give({allow("s3:GetObject", bucket_arn + "/b")});
  EXPECT_EQ(get(ann, "/a"), denied);
  EXPECT_EQ(get(ann, "/b"), "allowed");
}

TEST_F(Authorisation, KeysAreMatchedDecoded) {
  const Credentials ann = user({allow("s3:PutObject", bucket_arn + "/50%/é *")});
  EXPECT_EQ(put(ann, "50%25/%C3%A9%20x"), "allowed");
  EXPECT_EQ(put(ann, "50/%C3%A9%20x"), denied);
}

TEST_F(Authorisation, AnotherAccountsBucketStaysShut) {
  QueryClient other(s3, other_keys());
  const Credentials bob = other.make_user("bob");
  other.iam("PutUserPolicy", {{"UserName", "bob"},
                              {"PolicyName", "rules"},
                              {"PolicyDocument", policy({allow("*", "*")})}});
  EXPECT_EQ(get(bob, "/a"), denied);
  EXPECT_EQ(outcome(bob, {.method = "PUT", .target = "/bobs-own"}), "allowed");
  EXPECT_EQ(get(user({allow("*", "*")}), "/a"), "allowed") << "its own account's users are let in";
}

TEST_F(Authorisation, TheTokenVendingMachineKeepsAPhoneInItsFolder) {
  const Credentials backend = user({allow("s3:*", "*"), allow("sts:GetFederationToken", "*")});
  const Credentials phone = federated(
      backend,
      {allow("s3:*", bucket_arn + "/home/ann/*"),
       allow("s3:ListBucket", bucket_arn, R"({"StringLike":{"s3:prefix":"home/ann/*"}})")});
  EXPECT_EQ(get(phone, "/home/ann/cat.jpg"), "allowed");
  EXPECT_EQ(put(phone, "home/ann/new.jpg"), "allowed");
  EXPECT_EQ(get(phone, "/home/bob/dog.jpg"), denied);
  EXPECT_EQ(put(phone, "home/anna.jpg"), denied);
  EXPECT_EQ(get(phone, "?prefix=home/ann/"), "allowed");
  EXPECT_EQ(get(phone, "?list-type=2&prefix=home/ann/2026"), "allowed");
  EXPECT_EQ(get(phone, "?prefix=home/"), denied);
  EXPECT_EQ(get(phone, ""), denied) << "no prefix is no permission";
  EXPECT_EQ(outcome(phone, {.target = "/"}), denied);
}

TEST_F(Authorisation, ASessionNeverMayMoreThanItsUser) {
  const Credentials backend =
      user({allow("s3:GetObject", objects_arn), allow("sts:GetFederationToken", "*")});
  const Credentials phone = federated(backend, {allow("s3:*", "*")});
  EXPECT_EQ(get(phone, "/a"), "allowed");
  EXPECT_EQ(put(phone, "a"), denied);
}

TEST_F(Authorisation, AFederatedUserWithoutSessionPolicyMayDoNothing) {
  const Credentials backend = user({allow("*", "*")});
  EXPECT_EQ(get(federated(backend, {}), "/a"), denied);
}

TEST_F(Authorisation, ARolesSessionMayWhatRoleAndSessionPolicyAllow) {
  const std::string account =
      text_at(root.sts("GetCallerIdentity"), "GetCallerIdentityResult/Account");
  const std::string arn = root.make_role(
      "app", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":")" +
                 account + R"("},"Action":"sts:AssumeRole"}})");
  root.iam("PutRolePolicy", {{"RoleName", "app"},
                             {"PolicyName", "rules"},
                             {"PolicyDocument", policy({allow("s3:*", objects_arn)})}});
  QueryClient ann(s3, user({allow("sts:AssumeRole", "*")}));
  const Credentials whole = ann.assume(arn);
  EXPECT_EQ(get(whole, "/a"), "allowed");
  EXPECT_EQ(get(whole, ""), denied);
  const Credentials limited = ann.assume(arn, {{"Policy", policy({allow("s3:Get*", "*")})}});
  EXPECT_EQ(get(limited, "/a"), "allowed");
  EXPECT_EQ(put(limited, "a"), denied);
}

TEST_F(Authorisation, WhoMayNotListMayNotLearnThatAKeyIsMissing) {
  const Credentials ann = user({allow("s3:GetObject", objects_arn)});
  EXPECT_EQ(get(ann, "/missing"), denied);
  EXPECT_EQ(outcome(ann, {.method = "HEAD", .target = "/photos/missing"}), "403");
  give({allow("s3:GetObject", objects_arn), allow("s3:ListBucket", bucket_arn)});
  EXPECT_EQ(get(ann, "/missing"), "404 NoSuchKey");
  EXPECT_EQ(outcome(ann, {.method = "HEAD", .target = "/photos/missing"}), "404");
}

TEST_F(Authorisation, ListingAPrefixTellsOfTheKeysBelowIt) {
  const Credentials ann =
      user({allow("s3:GetObject", objects_arn),
            allow("s3:ListBucket", bucket_arn, R"({"StringLike":{"s3:prefix":"home/ann/*"}})")});
  EXPECT_EQ(get(ann, "/home/ann/missing"), "404 NoSuchKey");
  EXPECT_EQ(get(ann, "/home/bob/missing"), denied);
}

TEST_F(Authorisation, DeleteObjectsIsJudgedKeyByKey) {
  const Credentials ann =
      user({allow("s3:DeleteObject", objects_arn), deny("s3:DeleteObject", bucket_arn + "/b")});
  const std::string body =
      "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object>"
      "<Object><Key>home/ann/cat.jpg</Key><VersionId>null</VersionId></Object></Delete>";
  const Answer answer =
      send(ann, {.method = "POST",
                 .target = "/photos?delete",
                 .headers = {{"Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(body)))}},
                 .body = body});
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.texts("Deleted", "Key"), (Texts{"a"}));
  EXPECT_EQ(answer.texts("Error", "Key"), (Texts{"b", "home/ann/cat.jpg"}))
      << "a version wants s3:DeleteObjectVersion";
  EXPECT_EQ(answer.texts("Error", "Code"), (Texts{"AccessDenied", "AccessDenied"}));
  EXPECT_EQ(answer.texts("Error", "Message"), (Texts{"Access Denied", "Access Denied"}));
  EXPECT_EQ(s3.get("photos/b"), "b");
}

TEST_F(Authorisation, StrangersDeleteNothing) {
  const std::string body = "<Delete><Object><Key>a</Key></Object></Delete>";
  Sent request{.method = "POST",
               .target = "/photos?delete",
               .headers = {{"Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(body)))}},
               .body = body};
  EXPECT_EQ(send(other_keys(), request).texts("Error", "Code"), Texts{"AccessDenied"});
  request.signing = Signing::none;
  const Answer anonymous = s3.send(request);
  EXPECT_EQ(anonymous.code(), "AccessDenied");
  EXPECT_FALSE(anonymous.body_was_asked_for);
  EXPECT_EQ(s3.get("photos/a"), "a");
}

TEST_F(Authorisation, AclHeadersNeedAPermissionOfTheirOwn) {
  const Credentials ann = user({allow("s3:PutObject", "*"), allow("s3:CreateBucket", "*")});
  const HeaderList acl = {{"x-amz-acl", "private"}};
  EXPECT_EQ(put(ann, "c"), "allowed");
  EXPECT_EQ(put(ann, "c", acl), denied);
  EXPECT_EQ(outcome(ann, {.method = "PUT", .target = "/new-bucket", .headers = acl}), denied);
  give({allow("s3:PutObject*", objects_arn), allow("s3:CreateBucket", "*"),
        allow("s3:PutBucketAcl", "arn:aws:s3:::new-bucket")});
  EXPECT_EQ(put(ann, "c", acl), "allowed");
  EXPECT_EQ(outcome(ann, {.method = "PUT", .target = "/new-bucket", .headers = acl}), "allowed");
}

TEST_F(Authorisation, ConditionsSeeTheRequest) {
  struct Row {
    std::string condition;
    HeaderList headers;
    const char* expected;
  };
  const std::vector<Row> rows = {
      {R"({"Bool":{"aws:SecureTransport":"true"}})", {}, denied},
      {R"({"StringEquals":{"aws:username":"ann"}})", {}, "allowed"},
      {R"({"DateLessThan":{"aws:CurrentTime":"2026-03-01T12:00:00Z"}})", {}, denied},
      {R"({"DateLessThan":{"aws:CurrentTime":"2026-03-01T12:00:01Z"}})", {}, "allowed"},
      {R"({"StringEquals":{"s3:signatureversion":"AWS4-HMAC-SHA256"}})", {}, "allowed"},
      {R"({"StringEquals":{"s3:authType":"REST-QUERY-STRING"}})", {}, denied},
      {R"({"StringEquals":{"s3:x-amz-server-side-encryption":"AES256"}})", {}, denied},
      {R"({"StringEquals":{"s3:x-amz-server-side-encryption":"AES256"}})",
       {{"x-amz-server-side-encryption", "AES256"}},
       "allowed"},
      {R"({"StringLike":{"aws:UserAgent":"curl/*"}})", {{"User-Agent", "curl/8.1"}}, "allowed"},
      {R"({"Null":{"s3:if-none-match":"false"}})", {}, denied},
      {R"({"Null":{"s3:if-none-match":"false"}})", {{"If-None-Match", "*"}}, "allowed"},
      {R"({"StringEquals":{"s3:ResourceAccount":"${aws:PrincipalAccount}"}})", {}, "allowed"}};
  const Credentials ann = user({});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SCOPED_TRACE(rows[i].condition);
    give({allow("s3:PutObject", objects_arn, rows[i].condition)});
    EXPECT_EQ(put(ann, "new-" + std::to_string(i), rows[i].headers), rows[i].expected);
  }
}

TEST_F(Authorisation, PermissionIsJudgedBehindTheBucketAndBeforeTheKey) {
  const Credentials ann = user({});
  EXPECT_EQ(outcome(ann, {.target = "/no-such-bucket/a"}), "404 NoSuchBucket");
  EXPECT_EQ(get(ann, "/a?versionId=broken"), denied);
  const Answer refused = send(ann, {.method = "PUT", .target = "/photos/a", .body = "x"});
  EXPECT_FALSE(refused.body_was_asked_for) << "before the body is read";
}

}  // namespace
}  // namespace pail::emulator::testing
