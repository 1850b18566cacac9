// Users, access keys, roles and policies, as SDKs ask for them.
#include <gtest/gtest.h>

#include "tests/emulator/support/query_client.hpp"

namespace pail::emulator::testing {
namespace {

constexpr const char* read_all =
    R"({"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]})";
constexpr const char* trust_everybody =
    R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]})";

class Iam : public ::testing::Test {
 protected:
  void SetUp() override {
    harness.make_bucket("bkt");
    harness.put("bkt/x", "1");
    account = text_at(root.sts("GetCallerIdentity"), "GetCallerIdentityResult/Account");
  }
  void allow(const std::string& user, const std::string& action, const std::string& resource) {
    root.iam("PutUserPolicy",
             {{"UserName", user},
              {"PolicyName", "allow"},
              {"PolicyDocument", R"({"Statement":[{"Effect":"Allow","Action":")" + action +
                                     R"(","Resource":")" + resource + R"("}]})"}});
  }
  std::string document(std::size_t characters) {
    std::string text =
        R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::"}]})";
    return text.insert(text.size() - 4, characters - text.size(), 'x');
  }

  Harness harness;
  QueryClient root{harness, default_keys()};
  std::string account;
};

TEST_F(Iam, AUserHasNamePathIdAndArn) {
  const Answer answer = root.iam("CreateUser", {{"UserName", "alice"}, {"Path", "/team/a/"}});
  for (const Answer& one : {answer, root.iam("GetUser", {{"UserName", "alice"}})}) {
    const std::string at =
        one.body.find("CreateUserResult") != std::string::npos ? "CreateUser" : "GetUser";
    const std::string user = at + "Result/User/";
    EXPECT_EQ(text_at(one, user + "UserName"), "alice");
    EXPECT_EQ(text_at(one, user + "Path"), "/team/a/");
    EXPECT_EQ(text_at(one, user + "Arn"), "arn:aws:iam::" + account + ":user/team/a/alice");
    EXPECT_EQ(text_at(one, user + "CreateDate"), "2026-03-01T12:00:00Z");
    EXPECT_EQ(text_at(one, user + "UserId"), text_at(answer, "CreateUserResult/User/UserId"));
  }
  const std::string id = text_at(answer, "CreateUserResult/User/UserId");
  EXPECT_TRUE(id.starts_with("AIDA"));
  EXPECT_EQ(id.size(), 21U);
}

TEST_F(Iam, AUsersKeysWorkWithItsPoliciesAndOnlyThen) {
  const auto keys = root.make_user("alice");
  EXPECT_TRUE(keys.access_key.starts_with("AKIA"));
  EXPECT_EQ(keys.access_key.size(), 20U);
  EXPECT_EQ(keys.access_key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            std::string::npos);
  EXPECT_EQ(keys.secret_key.size(), 40U);
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "403 AccessDenied");
  allow("alice", "s3:GetObject", "*");
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "200");
  EXPECT_EQ(put_with(harness, keys, "/bkt/x"), "403 AccessDenied");
  root.iam("DeleteUserPolicy", {{"UserName", "alice"}, {"PolicyName", "allow"}});
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "403 AccessDenied");
}

TEST_F(Iam, AnInactiveKeyIsUnknownUntilItIsActiveAgain) {
  const auto keys = root.make_user("alice");
  allow("alice", "s3:*", "*");
  const auto turn = [&](const char* status) {
    root.iam("UpdateAccessKey",
             {{"UserName", "alice"}, {"AccessKeyId", keys.access_key}, {"Status", status}});
    EXPECT_EQ(text_at(root.iam("ListAccessKeys", {{"UserName", "alice"}}),
                      "ListAccessKeysResult/AccessKeyMetadata/member/Status"),
              status);
  };
  turn("Inactive");
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "403 InvalidAccessKeyId");
  root.iam("DeleteUserPolicy", {{"UserName", "alice"}, {"PolicyName", "allow"}});
  turn("Active");
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "403 AccessDenied") << "its policy went meanwhile";
  EXPECT_TRUE(
      root.iam_refusal("UpdateAccessKey",
                       {{"UserName", "alice"}, {"AccessKeyId", keys.access_key}, {"Status", "Off"}})
          .starts_with("400 ValidationError"));
}

TEST_F(Iam, AUserHasTwoKeysAtMost) {
  const auto first = root.make_user("alice");
  root.iam("CreateAccessKey", {{"UserName", "alice"}});
  EXPECT_EQ(root.iam_refusal("CreateAccessKey", {{"UserName", "alice"}}),
            "409 LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2");
  root.iam("DeleteAccessKey", {{"UserName", "alice"}, {"AccessKeyId", first.access_key}});
  EXPECT_EQ(get_with(harness, first, "/bkt/x"), "403 InvalidAccessKeyId");
  root.iam("CreateAccessKey", {{"UserName", "alice"}});
}

TEST_F(Iam, ADeletedKeyTakesItsSessionsWithIt) {
  const auto keys = root.make_user("alice");
  allow("alice", "*", "*");
  QueryClient alice(harness, keys);
  const auto session = credentials_in(alice.sts("GetSessionToken"), "GetSessionToken");
  EXPECT_EQ(get_with(harness, session, "/bkt/x"), "200");
  root.iam("DeleteAccessKey", {{"UserName", "alice"}, {"AccessKeyId", keys.access_key}});
  EXPECT_EQ(get_with(harness, session, "/bkt/x"), "403 InvalidAccessKeyId");
}

TEST_F(Iam, AUserCallsForItselfWithoutSayingItsName) {
  QueryClient alice(harness, root.make_user("alice"));
  allow("alice", "iam:*", "arn:aws:iam::" + account + ":user/alice");
  EXPECT_EQ(text_at(alice.iam("GetUser"), "GetUserResult/User/UserName"), "alice");
  EXPECT_EQ(text_at(alice.iam("ListAccessKeys"), "ListAccessKeysResult/UserName"), "alice");
  alice.iam("CreateAccessKey");
  EXPECT_EQ(text_at(root.iam("GetUser"), "GetUserResult/User/Arn"),
            "arn:aws:iam::" + account + ":root");
  EXPECT_TRUE(root.iam_refusal("CreateAccessKey")
                  .starts_with("400 ValidationError: Must specify userName"));
}

TEST_F(Iam, WhatAUserMayCallItsPoliciesSay) {
  QueryClient alice(harness, root.make_user("alice"));
  EXPECT_EQ(alice.iam_refusal("CreateUser", {{"UserName", "bob"}, {"Path", "/p/"}}),
            "403 AccessDenied: User: arn:aws:iam::" + account +
                ":user/alice is not authorized to perform: iam:CreateUser on resource: "
                "arn:aws:iam::" +
                account + ":user/p/bob");
  allow("alice", "iam:CreateUser", "arn:aws:iam::*:user/p/*");
  alice.iam("CreateUser", {{"UserName", "bob"}, {"Path", "/p/"}});
  EXPECT_TRUE(
      alice.iam_refusal("CreateUser", {{"UserName", "carol"}}).starts_with("403 AccessDenied"));
  EXPECT_TRUE(alice.iam_refusal("ListUsers").starts_with("403 AccessDenied"));
}

TEST_F(Iam, AccountsDoNotSeeEachOther) {
  QueryClient stranger(harness, other_keys());
  root.iam("CreateUser", {{"UserName", "alice"}});
  EXPECT_EQ(stranger.iam_refusal("GetUser", {{"UserName", "alice"}}),
            "404 NoSuchEntity: The user with name alice cannot be found.");
  stranger.iam("CreateUser", {{"UserName", "alice"}});
  const std::string arn =
      text_at(root.iam("CreatePolicy", {{"PolicyName", "read"}, {"PolicyDocument", read_all}}),
              "CreatePolicyResult/Policy/Arn");
  EXPECT_EQ(stranger.iam_refusal("GetPolicy", {{"PolicyArn", arn}}).substr(0, 16),
            "404 NoSuchEntity");
}

TEST_F(Iam, WhatIsInUseIsNotDeleted) {
  const auto keys = root.make_user("alice");
  const FormFieldList alice = {{"UserName", "alice"}};
  EXPECT_EQ(root.iam_refusal("DeleteUser", alice),
            "409 DeleteConflict: Cannot delete entity, must delete access keys first.");
  root.iam("DeleteAccessKey", {{"UserName", "alice"}, {"AccessKeyId", keys.access_key}});
  allow("alice", "s3:*", "*");
  EXPECT_EQ(root.iam_refusal("DeleteUser", alice),
            "409 DeleteConflict: Cannot delete entity, must delete policies first.");
  root.iam("DeleteUserPolicy", {{"UserName", "alice"}, {"PolicyName", "allow"}});
  const std::string arn =
      text_at(root.iam("CreatePolicy", {{"PolicyName", "read"}, {"PolicyDocument", read_all}}),
              "CreatePolicyResult/Policy/Arn");
  root.iam("AttachUserPolicy", {{"UserName", "alice"}, {"PolicyArn", arn}});
  EXPECT_EQ(root.iam_refusal("DeleteUser", alice),
            "409 DeleteConflict: Cannot delete entity, must detach all policies first.");
  EXPECT_EQ(root.iam_refusal("DeletePolicy", {{"PolicyArn", arn}}),
            "409 DeleteConflict: Cannot delete a policy attached to entities.");
  root.iam("DetachUserPolicy", {{"UserName", "alice"}, {"PolicyArn", arn}});
  root.iam("DeletePolicy", {{"PolicyArn", arn}});
  root.iam("DeleteUser", alice);
  EXPECT_EQ(root.iam_refusal("GetUser", alice),
            "404 NoSuchEntity: The user with name alice cannot be found.");
}

TEST_F(Iam, NamesAreTakenOnce) {
  root.iam("CreateUser", {{"UserName", "x"}});
  root.make_role("x", trust_everybody);
  root.iam("CreatePolicy", {{"PolicyName", "x"}, {"PolicyDocument", read_all}});
  EXPECT_EQ(root.iam_refusal("CreateUser", {{"UserName", "x"}}),
            "409 EntityAlreadyExists: User with name x already exists.");
  EXPECT_EQ(root.iam_refusal("CreateRole",
                             {{"RoleName", "x"}, {"AssumeRolePolicyDocument", trust_everybody}}),
            "409 EntityAlreadyExists: Role with name x already exists.");
  EXPECT_EQ(
      root.iam_refusal("CreatePolicy",
                       {{"PolicyName", "x"}, {"Path", "/other/"}, {"PolicyDocument", read_all}}),
      "409 EntityAlreadyExists: A policy called x already exists. Duplicate names are not "
      "allowed.");
}

TEST_F(Iam, NamesAndPathsAreChecked) {
  root.iam("CreateUser", {{"UserName", std::string(64, 'u')}});
  for (const std::string& name : {std::string(), std::string(65, 'u'), std::string("a b"),
                                  std::string("a/b"), std::string("ü")}) {
    EXPECT_TRUE(
        root.iam_refusal("CreateUser", {{"UserName", name}}).starts_with("400 ValidationError"))
        << name;
  }
  for (const char* path : {"x", "/x", "x/", "/a b/"}) {
    EXPECT_TRUE(root.iam_refusal("CreateUser", {{"UserName", "u"}, {"Path", path}})
                    .starts_with("400 ValidationError"))
        << path;
  }
  EXPECT_EQ(root.iam_refusal("PutUserPolicy", {{"UserName", std::string(64, 'u')},
                                               {"PolicyName", std::string(129, 'p')},
                                               {"PolicyDocument", read_all}})
                .substr(0, 19),
            "400 ValidationError");
}

TEST_F(Iam, ListsComeInPages) {
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    root.iam("CreateUser", {{"UserName", name}, {"Path", name == std::string("c") ? "/c/" : "/"}});
  }
  std::string names;
  std::string marker;
  int pages = 0;
  do {
    const Answer page = root.iam("ListUsers", {{"MaxItems", "2"}, {"Marker", marker}});
    for (std::size_t i = 0; i < 2; ++i) {
      names += text_at(page, "ListUsersResult/Users/member/UserName", i);
    }
    marker = text_at(page, "ListUsersResult/Marker");
    EXPECT_EQ(text_at(page, "ListUsersResult/IsTruncated"), marker.empty() ? "false" : "true");
    ++pages;
  } while (!marker.empty());
  EXPECT_EQ(names, "abcde");
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(text_at(root.iam("ListUsers", {{"PathPrefix", "/c"}}),
                    "ListUsersResult/Users/member/UserName"),
            "c");
  for (const char* wrong : {"0", "1001", "x"}) {
    EXPECT_TRUE(
        root.iam_refusal("ListUsers", {{"MaxItems", wrong}}).starts_with("400 ValidationError"));
  }
  EXPECT_TRUE(
      root.iam_refusal("ListUsers", {{"Marker", "???"}}).starts_with("400 ValidationError"));
}

TEST_F(Iam, APolicyComesBackAsItWentInPercentEncoded) {
  root.iam("CreateUser", {{"UserName", "alice"}});
  const std::string text = std::string(" ") + read_all + "\n";
  root.iam("PutUserPolicy", {{"UserName", "alice"}, {"PolicyName", "p"}, {"PolicyDocument", text}});
  const Answer answer = root.iam("GetUserPolicy", {{"UserName", "alice"}, {"PolicyName", "p"}});
  const std::string sent = text_at(answer, "GetUserPolicyResult/PolicyDocument");
  EXPECT_TRUE(sent.starts_with("%20%7B%22Statement%22%3A")) << sent;
  EXPECT_EQ(wire::percent_decode(sent), text);
  EXPECT_EQ(text_at(root.iam("ListUserPolicies", {{"UserName", "alice"}}),
                    "ListUserPoliciesResult/PolicyNames/member"),
            "p");
  EXPECT_EQ(root.iam_refusal("GetUserPolicy", {{"UserName", "alice"}, {"PolicyName", "q"}}),
            "404 NoSuchEntity: The user policy with name q cannot be found.");
  EXPECT_EQ(root.iam_refusal("PutUserPolicy",
                             {{"UserName", "alice"}, {"PolicyName", "q"}, {"PolicyDocument", "{"}})
                .substr(0, 27),
            "400 MalformedPolicyDocument");
}

TEST_F(Iam, PoliciesAreMeasuredWithoutWhiteSpace) {
  root.iam("CreateUser", {{"UserName", "alice"}});
  root.make_role("role", trust_everybody);
  const auto put = [&](const char* kind, std::size_t characters, const char* name = "p") {
    const bool user = std::string_view(kind) == "User";
    return root.iam_refusal(std::string("Put") + kind + "Policy",
                            {{std::string(kind) + "Name", user ? "alice" : "role"},
                             {"PolicyName", name},
                             {"PolicyDocument", " \n\t" + document(characters) + "  "}});
  };
  EXPECT_EQ(put("User", 2048), "200 : ");
  EXPECT_EQ(put("User", 2049),
            "409 LimitExceeded: Maximum policy size of 2048 bytes exceeded for user alice");
  EXPECT_EQ(put("User", 100, "q").substr(0, 17), "409 LimitExceeded") << "all of them together";
  EXPECT_EQ(put("User", 2000), "200 : ") << "it replaces the one of its name";
  EXPECT_EQ(put("Role", 10'240), "200 : ");
  EXPECT_EQ(put("Role", 10'241).substr(0, 17), "409 LimitExceeded");
  EXPECT_EQ(
      root.iam_refusal("CreatePolicy", {{"PolicyName", "m"}, {"PolicyDocument", document(6145)}}),
      "409 LimitExceeded: Cannot exceed quota for PolicySize: 6144");
  root.iam("CreatePolicy", {{"PolicyName", "m"}, {"PolicyDocument", document(6144)}});
}

TEST_F(Iam, WhiteSpaceIsMeasuredInTheEndAsWell) {
  const auto create = [&](std::size_t blanks) {
    return root.iam_refusal(
        "CreatePolicy",
        {{"PolicyName", "p"}, {"PolicyDocument", std::string(blanks, ' ') + read_all}});
  };
  const std::size_t most = 131'072 - std::string_view(read_all).size();
  EXPECT_TRUE(create(most + 1).starts_with("400 ValidationError"));
  EXPECT_EQ(create(most), "200 : ");
  EXPECT_TRUE(root.iam_refusal("CreatePolicy", {{"PolicyName", "q"},
                                                {"Description", std::string(1001, 'd')},
                                                {"PolicyDocument", read_all}})
                  .starts_with("400 ValidationError"));
}

TEST_F(Iam, ARoleHasATrustPolicyAndALongestSession) {
  const Answer answer = root.iam("CreateRole", {{"RoleName", "demo"},
                                                {"Description", "for tests"},
                                                {"MaxSessionDuration", "7200"},
                                                {"AssumeRolePolicyDocument", trust_everybody}});
  const std::string role = "CreateRoleResult/Role/";
  EXPECT_EQ(text_at(answer, role + "Arn"), "arn:aws:iam::" + account + ":role/demo");
  EXPECT_TRUE(text_at(answer, role + "RoleId").starts_with("AROA"));
  EXPECT_EQ(text_at(answer, role + "Description"), "for tests");
  EXPECT_EQ(text_at(answer, role + "MaxSessionDuration"), "7200");
  EXPECT_EQ(wire::percent_decode(text_at(answer, role + "AssumeRolePolicyDocument")),
            trust_everybody);
  for (const char* wrong : {"3599", "43201"}) {
    EXPECT_TRUE(root.iam_refusal("CreateRole", {{"RoleName", "r"},
                                                {"MaxSessionDuration", wrong},
                                                {"AssumeRolePolicyDocument", trust_everybody}})
                    .starts_with("400 ValidationError"));
  }
  EXPECT_EQ(
      root.iam_refusal("CreateRole", {{"RoleName", "r"}, {"AssumeRolePolicyDocument", read_all}})
          .substr(0, 27),
      "400 MalformedPolicyDocument")
      << "a trust policy names principals";
}

TEST_F(Iam, ATrustPolicyCanBeReplaced) {
  const std::string role = root.make_role("demo", trust_everybody);
  root.assume(role);
  root.iam(
      "UpdateAssumeRolePolicy",
      {{"RoleName", "demo"}, {"PolicyDocument", R"({"Statement":[{"Effect":"Deny","Principal":"*",
                               "Action":"sts:AssumeRole"}]})"}});
  EXPECT_TRUE(root.sts_refusal("AssumeRole", {{"RoleArn", role}, {"RoleSessionName", "s1"}})
                  .starts_with("403 AccessDenied"));
}

TEST_F(Iam, ManagedPoliciesAreAttachedAndListed) {
  const auto keys = root.make_user("alice");
  root.make_role("role", trust_everybody);
  const Answer made = root.iam(
      "CreatePolicy", {{"PolicyName", "read"}, {"Path", "/s3/"}, {"PolicyDocument", read_all}});
  const std::string arn = text_at(made, "CreatePolicyResult/Policy/Arn");
  EXPECT_EQ(arn, "arn:aws:iam::" + account + ":policy/s3/read");
  root.iam("AttachUserPolicy", {{"UserName", "alice"}, {"PolicyArn", arn}});
  root.iam("AttachUserPolicy", {{"UserName", "alice"}, {"PolicyArn", arn}});  // twice is once
  root.iam("AttachRolePolicy", {{"RoleName", "role"}, {"PolicyArn", arn}});
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "200");
  EXPECT_EQ(text_at(root.iam("GetPolicy", {{"PolicyArn", arn}}),
                    "GetPolicyResult/Policy/AttachmentCount"),
            "2");
  EXPECT_EQ(text_at(root.iam("ListAttachedUserPolicies", {{"UserName", "alice"}}),
                    "ListAttachedUserPoliciesResult/AttachedPolicies/member/PolicyArn"),
            arn);
  EXPECT_EQ(text_at(root.iam("ListAttachedRolePolicies", {{"RoleName", "role"}}),
                    "ListAttachedRolePoliciesResult/AttachedPolicies/member/PolicyName"),
            "read");
  EXPECT_EQ(text_at(root.iam("ListPolicies", {{"OnlyAttached", "true"}}),
                    "ListPoliciesResult/Policies/member/Arn"),
            arn);
  EXPECT_EQ(text_at(root.iam("ListPolicies", {{"Scope", "AWS"}}),
                    "ListPoliciesResult/Policies/member/Arn"),
            "");
  const Answer version = root.iam("GetPolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v1"}});
  EXPECT_EQ(wire::percent_decode(text_at(version, "GetPolicyVersionResult/PolicyVersion/Document")),
            read_all);
  root.iam("DetachUserPolicy", {{"UserName", "alice"}, {"PolicyArn", arn}});
  root.iam("DetachRolePolicy", {{"RoleName", "role"}, {"PolicyArn", arn}});
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "403 AccessDenied");
  EXPECT_EQ(root.iam_refusal("DetachUserPolicy", {{"UserName", "alice"}, {"PolicyArn", arn}}),
            "404 NoSuchEntity: Policy " + arn + " was not found.");
  EXPECT_EQ(root.iam_refusal("AttachUserPolicy", {{"UserName", "alice"}, {"PolicyArn", arn + "x"}}),
            "404 NoSuchEntity: Policy " + arn + "x does not exist or is not attachable.");
}

TEST_F(Iam, WhatWouldChangePermissionsAndIsNotBuiltIsRefused) {
  EXPECT_EQ(root.iam_refusal("CreateUser", {{"UserName", "u"}, {"PermissionsBoundary", "arn:x"}}),
            "501 NotImplemented: Pail does not implement the parameter PermissionsBoundary of "
            "CreateUser.");
  EXPECT_EQ(root.iam_refusal("GetUser", {{"UserName", "u"}}).substr(0, 16), "404 NoSuchEntity");
}

}  // namespace
}  // namespace pail::emulator::testing
