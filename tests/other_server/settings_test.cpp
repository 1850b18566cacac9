// What is set of a bucket comes back as it was put, and URLs and keys of others' making work.
#include "client/ops/acl.hpp"
#include "client/ops/cors.hpp"
#include "client/ops/iam.hpp"
#include "client/ops/lifecycle.hpp"
#include "client/ops/sts.hpp"
#include "tests/other_server/server.hpp"

namespace pail::client {
namespace {

class SettingsOfBucket : public Server {};

TEST_F(SettingsOfBucket, CorsRules) {
  ops::CorsRule rule;
  rule.allowed_origins = {"https://photos.example.com"};
  rule.allowed_methods = {"PUT", "GET"};
  rule.allowed_headers = {"*"};
  rule.expose_headers = {"ETag"};
  rule.max_age_s = 600;
  must(s3.call(ops::put_bucket_cors(bucket, {rule})));
  const auto rules = must(s3.call(ops::get_bucket_cors(bucket)));
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].allowed_origins, rule.allowed_origins);
  EXPECT_EQ(rules[0].allowed_headers, rule.allowed_headers);
  EXPECT_EQ(rules[0].expose_headers, rule.expose_headers);
  EXPECT_EQ(rules[0].max_age_s, 600U);
  EXPECT_EQ(rules[0].allowed_methods.size(), 2U) << "radosgw sorts them";
  must(s3.call(ops::delete_bucket_cors(bucket)));
  EXPECT_EQ(code_of(s3.call(ops::get_bucket_cors(bucket))), "NoSuchCORSConfiguration");
}

TEST_F(SettingsOfBucket, LifecycleRules) {
  ops::LifecycleRule rule;
  rule.id = "tidy";
  rule.filter.prefix = "tmp/";
  rule.expiration = ops::Expiration{.days = 7};
  rule.abort_uploads_after_days = 1;
  must(s3.call(ops::put_bucket_lifecycle_configuration(bucket, {{rule}})));
  const auto lifecycle = must(s3.call(ops::get_bucket_lifecycle_configuration(bucket)));
  ASSERT_EQ(lifecycle.rules.size(), 1U);
  EXPECT_EQ(lifecycle.rules[0].id, "tidy");
  EXPECT_EQ(lifecycle.rules[0].filter.prefix, "tmp/");
  ASSERT_TRUE(lifecycle.rules[0].expiration);
  EXPECT_EQ(lifecycle.rules[0].expiration->days, 7U);
  EXPECT_EQ(lifecycle.rules[0].abort_uploads_after_days, 1U);
  must(s3.call(ops::delete_bucket_lifecycle(bucket)));
  EXPECT_EQ(code_of(s3.call(ops::get_bucket_lifecycle_configuration(bucket))),
            "NoSuchLifecycleConfiguration");
}

TEST_F(SettingsOfBucket, AnAclNamesItsOwner) {
  const auto acl = must(s3.call(ops::get_bucket_acl(bucket)));
  EXPECT_NE(acl.owner, "");
  ASSERT_EQ(acl.grants.size(), 1U);
  EXPECT_EQ(acl.grants[0].grantee.name, acl.owner);
  EXPECT_EQ(acl.grants[0].permission, ops::Permission::full_control);
}

class Urls : public Server {
 protected:
  // The answer to a request that knows nothing but the URL.
  net::HttpResponse ask(const std::string& method, const std::string& url, std::string body = {}) {
    const net::Url parsed = must(net::parse_url(url));
    net::HttpRequest request;
    request.method = method;
    request.target = parsed.target;
    request.body = std::move(body);
    boost::asio::io_context loop;
    net::HttpClient http(loop.get_executor());
    return must(net::run_blocking(loop, http.fetch(parsed.origin, request)));
  }
};

TEST_F(Urls, APresignedUrlIsAllThatItTakes) {
  for (const Signature signature : {Signature::v2, Signature::v4}) {
    SCOPED_TRACE(signature == Signature::v2 ? "v2" : "v4");
    Config changed = config;
    changed.signature = signature;
    BlockingClient signing(changed);
    const auto url = [&](const std::string& method) {
      return must(signing.wait(signing.async().presigned_url(method, bucket, "a b+c/\xC3\xA4",
                                                             std::chrono::seconds(60))));
    };
    EXPECT_EQ(ask("PUT", url("PUT"), "by url").status(), 200U);
    const net::HttpResponse got = ask("GET", url("GET"));
    EXPECT_EQ(got.status(), 200U);
    EXPECT_EQ(got.body, "by url");
    EXPECT_EQ(ask("DELETE", url("GET")).status(), 403U) << "signed for another method";
  }
}

class Roles : public Server {};

TEST_F(Roles, ARoleIsAssumedAndWorks) {
  const bool radosgw = name() == "radosgw";
  const std::string principal =
      radosgw ? "arn:aws:iam:::user/pail" : must(s3.call(ops::get_caller_identity())).account;
  const std::string role = bucket;  // a name of this test's own
  const auto created = must(s3.call(ops::create_role(
      role, R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":[")" +
                principal + R"("]},"Action":["sts:AssumeRole"]}]})")));
  must(s3.call(ops::put_role_policy(
      role, "all",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],)"
      R"("Resource":"arn:aws:s3:::*"}]})")));
  credentials::Role assumed;
  assumed.arn = created.arn;
  assumed.session_name = "phone";
  assumed.base =
      std::make_shared<const credentials::Source>(credentials::Source{*config.credentials});
  Config as_role = config;
  as_role.credentials.reset();
  as_role.source = credentials::Source{assumed};
  BlockingClient phone(as_role);
  put_text(phone, bucket, "x", "by role");
  EXPECT_EQ(get_text(phone, bucket, "x"), "by role");
  must(s3.call(ops::delete_role_policy(role, "all")));
  must(s3.call(ops::delete_role(role)));
}

}  // namespace
}  // namespace pail::client
