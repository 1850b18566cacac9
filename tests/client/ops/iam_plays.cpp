#include "client/ops/iam.hpp"
#include "tests/client/ops/scene.hpp"

namespace pail::client {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view policy =
    R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a+b/*"}]})";
constexpr std::string_view trust =
    R"({"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]})";

void users(Scene& scene) {
  const ops::IamUser made = scene.call(ops::create_user("ann", "/staff/"));
  EXPECT_EQ(made.name, "ann");
  EXPECT_EQ(made.path, "/staff/");
  EXPECT_TRUE(made.arn.ends_with(":user/staff/ann"));
  EXPECT_TRUE(made.id.starts_with("AIDA"));
  EXPECT_EQ(made.created, scene.stage.clock->now());
  EXPECT_EQ(scene.call(ops::get_user("ann")).id, made.id);
  EXPECT_TRUE(scene.call(ops::get_user()).arn.ends_with(":root"));
  scene.call(ops::create_user("bob"));
  ops::IamList list;
  list.items_max = 1;
  const auto first = scene.call(ops::list_users(list));
  ASSERT_EQ(first.items.size(), 1U);
  EXPECT_EQ(first.items[0].name, "ann");
  list.marker = first.next_marker;
  const auto second = scene.call(ops::list_users(list));
  EXPECT_EQ(second.items.at(0).name, "bob");
  EXPECT_EQ(second.next_marker, "");
  list = {};
  list.path_prefix = "/staff/";
  EXPECT_EQ(scene.call(ops::list_users(list)).items.size(), 1U);
  scene.call(ops::delete_user("ann"));
  EXPECT_EQ(scene.refusal(ops::get_user("ann")), "NoSuchEntity");
}

void access_keys(Scene& scene) {
  scene.call(ops::create_user("ann"));
  const ops::CreatedAccessKey made = scene.call(ops::create_access_key("ann"));
  EXPECT_EQ(made.user, "ann");
  Config config = scene.stage.config();
  config.credentials = made.credentials;
  BlockingClient ann(config, scene.stage.clock);
  EXPECT_TRUE(must(ann.call(ops::get_caller_identity())).arn.ends_with(":user/ann"));
  scene.call(ops::update_access_key("ann", made.credentials.access_key, false));
  const auto keys = scene.call(ops::list_access_keys("ann")).items;
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].access_key, made.credentials.access_key);
  EXPECT_FALSE(keys[0].active);
  EXPECT_EQ(code_of(ann.call(ops::get_caller_identity())), "InvalidClientTokenId");
  scene.call(ops::delete_access_key("ann", made.credentials.access_key));
  EXPECT_TRUE(scene.call(ops::list_access_keys("ann")).items.empty());
}

void roles(Scene& scene) {
  ops::RoleOptions options;
  options.path = "/apps/";
  options.description = "uploads & more";
  options.max_session = 7200s;
  const ops::IamRole made = scene.call(ops::create_role("uploader", trust, options));
  EXPECT_EQ(made.name, "uploader");
  EXPECT_EQ(made.path, "/apps/");
  EXPECT_TRUE(made.id.starts_with("AROA"));
  EXPECT_EQ(made.trust_policy, trust);
  EXPECT_EQ(made.description, options.description);
  EXPECT_EQ(made.max_session, 7200s);
  EXPECT_EQ(scene.call(ops::list_roles()).items.at(0).arn, made.arn);
  const std::string other =
      R"({"Statement":[{"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]})";
  scene.call(ops::update_assume_role_policy("uploader", other));
  EXPECT_EQ(scene.call(ops::get_role("uploader")).trust_policy, other);
  scene.call(ops::delete_role("uploader"));
  EXPECT_EQ(scene.refusal(ops::get_role("uploader")), "NoSuchEntity");
}

void user_policies(Scene& scene) {
  scene.call(ops::create_user("ann"));
  scene.call(ops::put_user_policy("ann", "own", policy));
  EXPECT_EQ(scene.call(ops::get_user_policy("ann", "own")), policy);
  EXPECT_EQ(scene.call(ops::list_user_policies("ann")).items, std::vector<std::string>{"own"});
  scene.call(ops::delete_user_policy("ann", "own"));
  const std::string arn = scene.call(ops::create_policy("shared", policy)).arn;
  scene.call(ops::attach_user_policy("ann", arn));
  const auto attached = scene.call(ops::list_attached_user_policies("ann")).items;
  ASSERT_EQ(attached.size(), 1U);
  EXPECT_EQ(attached[0].name, "shared");
  EXPECT_EQ(attached[0].arn, arn);
  scene.call(ops::detach_user_policy("ann", arn));
  EXPECT_TRUE(scene.call(ops::list_attached_user_policies("ann")).items.empty());
}

void role_policies(Scene& scene) {
  scene.call(ops::create_role("uploader", trust));
  scene.call(ops::put_role_policy("uploader", "own", policy));
  EXPECT_EQ(scene.call(ops::get_role_policy("uploader", "own")), policy);
  EXPECT_EQ(scene.call(ops::list_role_policies("uploader")).items, std::vector<std::string>{"own"});
  scene.call(ops::delete_role_policy("uploader", "own"));
  const std::string arn = scene.call(ops::create_policy("shared", policy)).arn;
  scene.call(ops::attach_role_policy("uploader", arn));
  EXPECT_EQ(scene.call(ops::list_attached_role_policies("uploader")).items.at(0).arn, arn);
  scene.call(ops::detach_role_policy("uploader", arn));
  EXPECT_TRUE(scene.call(ops::list_attached_role_policies("uploader")).items.empty());
}

void policies(Scene& scene) {
  ops::PolicyOptions options;
  options.path = "/shared/";
  options.description = "for all";
  const ops::IamPolicy made = scene.call(ops::create_policy("readers", policy, options));
  EXPECT_EQ(made.name, "readers");
  EXPECT_EQ(made.path, "/shared/");
  EXPECT_EQ(made.description, "for all");
  EXPECT_EQ(made.attachments, 0U);
  EXPECT_EQ(scene.call(ops::get_policy(made.arn)).id, made.id);
  EXPECT_EQ(scene.call(ops::get_policy_version(made.arn, made.default_version)), policy);
  EXPECT_EQ(scene.call(ops::list_policies()).items.at(0).arn, made.arn);
  scene.call(ops::delete_policy(made.arn));
  EXPECT_EQ(scene.refusal(ops::get_policy(made.arn)), "NoSuchEntity");
}

}  // namespace

Plays iam_plays() {
  return {{"CreateUser", users},
          {"GetUser", users},
          {"ListUsers", users},
          {"DeleteUser", users},
          {"CreateAccessKey", access_keys},
          {"ListAccessKeys", access_keys},
          {"UpdateAccessKey", access_keys},
          {"DeleteAccessKey", access_keys},
          {"CreateRole", roles},
          {"GetRole", roles},
          {"ListRoles", roles},
          {"UpdateAssumeRolePolicy", roles},
          {"DeleteRole", roles},
          {"PutUserPolicy", user_policies},
          {"GetUserPolicy", user_policies},
          {"ListUserPolicies", user_policies},
          {"DeleteUserPolicy", user_policies},
          {"AttachUserPolicy", user_policies},
          {"DetachUserPolicy", user_policies},
          {"ListAttachedUserPolicies", user_policies},
          {"PutRolePolicy", role_policies},
          {"GetRolePolicy", role_policies},
          {"ListRolePolicies", role_policies},
          {"DeleteRolePolicy", role_policies},
          {"AttachRolePolicy", role_policies},
          {"DetachRolePolicy", role_policies},
          {"ListAttachedRolePolicies", role_policies},
          {"CreatePolicy", policies},
          {"GetPolicy", policies},
          {"GetPolicyVersion", policies},
          {"ListPolicies", policies},
          {"DeletePolicy", policies}};
}

}  // namespace pail::client
