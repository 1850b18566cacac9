#include "client/ops/iam.hpp"
#include "client/ops/objects.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {
namespace {

using namespace std::chrono_literals;

constexpr const char* reads_only =
    R"({"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]})";
constexpr const char* everything =
    R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

std::string make_role(Scene& scene, const std::string& principal, const std::string& action) {
  const ops::IamRole role = scene.call(
      ops::create_role("uploader", R"({"Statement":[{"Effect":"Allow","Action":")" + action +
                                       R"(","Principal":)" + principal + "}]}"));
  scene.call(ops::put_role_policy("uploader", "all", everything));
  return role.arn;
}

// What the keys may: "read", "write", both, or what they were refused with.
void expect_reads_only(Scene& scene, const ops::SessionKeys& keys) {
  scene.put("cat", "meow");
  Config config = scene.stage.config();
  config.credentials = keys.credentials;
  BlockingClient session(config, scene.stage.clock);
  EXPECT_EQ(get_text(session, "photos", "cat"), "meow");
  EXPECT_EQ(code_of(session.call(ops::delete_object("photos", "cat"))), "AccessDenied");
}

void assume_role(Scene& scene) {
  const std::string arn =
      make_role(scene, R"({"AWS":")" + scene.account() + R"("})", "sts:AssumeRole");
  ops::AssumeRoleOptions options;
  options.policy = reads_only;
  options.duration = 900s;
  options.external_id = "photo app";
  const ops::AssumedRole role = scene.call(ops::assume_role(arn, "phone-1", options));
  EXPECT_TRUE(role.arn.ends_with(":assumed-role/uploader/phone-1")) << role.arn;
  EXPECT_TRUE(role.id.ends_with(":phone-1"));
  EXPECT_EQ(role.keys.expires, scene.stage.clock->now() + 900s);
  expect_reads_only(scene, role.keys);
  EXPECT_EQ(scene.refusal(ops::assume_role(arn, "x")), "ValidationError");
}

void assume_role_with_web_identity(Scene& scene) {
  const std::string provider =
      "arn:aws:iam::" + scene.account() + ":oidc-provider/idp.example.com/pool";
  const std::string arn =
      make_role(scene, R"({"Federated":")" + provider + R"("})", "sts:AssumeRoleWithWebIdentity");
  Config config = scene.stage.config();
  config.credentials.reset();
  BlockingClient nobody(config, scene.stage.clock);
  ops::SessionOptions options;
  options.policy = reads_only;
  const std::string token = scene.issuer.sign(signer::testing::test_claims());
  const ops::WebIdentityRole got =
      must(nobody.call(ops::assume_role_with_web_identity(arn, "phone", token, options)));
  EXPECT_EQ(got.subject, "user-1");
  EXPECT_EQ(got.audience, "phone-app");
  EXPECT_EQ(got.provider, signer::testing::test_issuer);
  expect_reads_only(scene, got.role.keys);
}

void get_federation_token(Scene& scene) {
  scene.call(ops::create_user("vendor"));
  scene.call(ops::put_user_policy("vendor", "all", everything));
  Config config = scene.stage.config();
  config.credentials = scene.call(ops::create_access_key("vendor")).credentials;
  BlockingClient vendor(config, scene.stage.clock);
  ops::SessionOptions options;
  options.policy = reads_only;
  const ops::FederatedUser user = must(vendor.call(ops::get_federation_token("ann", options)));
  EXPECT_TRUE(user.arn.ends_with(":federated-user/ann"));
  EXPECT_EQ(user.id, scene.account() + ":ann");
  expect_reads_only(scene, user.keys);
}

void get_session_token(Scene& scene) {
  const ops::SessionKeys keys = scene.call(ops::get_session_token(1800s));
  EXPECT_EQ(keys.expires, scene.stage.clock->now() + 1800s);
  Config config = scene.stage.config();
  config.credentials = keys.credentials;
  BlockingClient session(config, scene.stage.clock);
  must(session.call(ops::head_bucket("photos")));
}

void get_caller_identity(Scene& scene) {
  const ops::CallerIdentity caller = scene.call(ops::get_caller_identity());
  EXPECT_EQ(caller.account.size(), 12U);
  EXPECT_EQ(caller.arn, "arn:aws:iam::" + caller.account + ":root");
  EXPECT_NE(caller.user_id, "");
}

void get_access_key_info(Scene& scene) {
  EXPECT_EQ(scene.call(ops::get_access_key_info(emulator::default_access_key)), scene.account());
}

}  // namespace

Plays sts_plays() {
  return {{"AssumeRole", assume_role},
          {"AssumeRoleWithWebIdentity", assume_role_with_web_identity},
          {"GetFederationToken", get_federation_token},
          {"GetSessionToken", get_session_token},
          {"GetCallerIdentity", get_caller_identity},
          {"GetAccessKeyInfo", get_access_key_info}};
}

}  // namespace pail::client
