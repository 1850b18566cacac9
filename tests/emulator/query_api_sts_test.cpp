// Temporary credentials: who gets them, for how long, and what they may do with S3.
#include <gtest/gtest.h>

#include "tests/emulator/support/query_client.hpp"
#include "wire/date.hpp"

namespace pail::emulator::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view read_all =
    R"({"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]})";
constexpr std::string_view everything =
    R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
constexpr std::string_view trust_account_of_default = R"({"Statement":[{"Effect":"Allow",
    "Principal":{"AWS":"$"},"Action":"sts:AssumeRole"}]})";

std::string with_account(std::string_view text, const std::string& account) {
  std::string out(text);
  return out.replace(out.find('$'), 1, account);
}

class Sts : public ::testing::Test {
 protected:
  void SetUp() override {
    harness.make_bucket("bkt");
    harness.put("bkt/in/x", "1");
    harness.put("bkt/out/x", "2");
    account = text_at(root.sts("GetCallerIdentity"), "GetCallerIdentityResult/Account");
  }
  signer::Credentials session(const QueryCall& call) {
    const Answer answer = send(harness, call);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    return credentials_in(answer, call.action);
  }
  // A user who may do everything, and its keys.
  signer::Credentials powerful_user(const std::string& name) {
    const auto keys = root.make_user(name);
    root.iam(
        "PutUserPolicy",
        {{"UserName", name}, {"PolicyName", "all"}, {"PolicyDocument", std::string(everything)}});
    return keys;
  }
  std::string get(const signer::Credentials& keys, const std::string& path) {
    return get_with(harness, keys, path);
  }

  Harness harness;
  QueryClient root{harness, default_keys()};
  std::string account;
};

TEST_F(Sts, TellsWhoIsCalling) {
  const Answer answer = root.sts("GetCallerIdentity");
  EXPECT_EQ(text_at(answer, "GetCallerIdentityResult/Arn"), "arn:aws:iam::" + account + ":root");
  EXPECT_EQ(text_at(answer, "GetCallerIdentityResult/UserId"), account);
  EXPECT_EQ(text_at(answer, "ResponseMetadata/RequestId"), answer.header("x-amzn-RequestId"));
  EXPECT_EQ(answer.header("x-amzn-RequestId").size(), 36U);
  EXPECT_EQ(answer.header("Content-Type"), "text/xml");
  EXPECT_FALSE(answer.has("x-amz-id-2")) << "that is S3's";
  EXPECT_NE(answer.body.find(
                "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"),
            std::string::npos);
}

TEST_F(Sts, TellsWhoASessionIs) {
  const std::string role = root.make_role("demo", with_account(trust_account_of_default, account));
  QueryClient assumed(harness, root.assume(role));
  const Answer answer = assumed.sts("GetCallerIdentity");
  EXPECT_EQ(text_at(answer, "GetCallerIdentityResult/Arn"),
            "arn:aws:sts::" + account + ":assumed-role/demo/session");
  EXPECT_TRUE(text_at(answer, "GetCallerIdentityResult/UserId").starts_with("AROA"));
}

TEST_F(Sts, ASessionOfARootSignsInAllFourFormsUntilItsTimeIsOver) {
  const auto keys =
      session({.keys = default_keys(), .service = "sts", .action = "GetSessionToken"});
  EXPECT_TRUE(keys.access_key.starts_with("ASIA"));
  EXPECT_EQ(keys.access_key.size(), 20U);
  EXPECT_EQ(keys.secret_key.size(), 40U);
  const S3Form forms[] = {S3Form::v4_header, S3Form::v4_query, S3Form::v2_header, S3Form::v2_query};
  for (const S3Form form : forms) EXPECT_EQ(get_with(harness, keys, "/bkt/in/x", form), "200");
  harness.clock().advance(3599s);
  for (const S3Form form : forms) EXPECT_EQ(get_with(harness, keys, "/bkt/in/x", form), "200");
  harness.clock().advance(1s);
  for (const S3Form form : forms) {
    EXPECT_EQ(get_with(harness, keys, "/bkt/in/x", form), "400 ExpiredToken");
  }
}

TEST_F(Sts, WithoutItsTokenASessionKeyIsUnknownAndWithAnotherInvalid) {
  auto keys = session({.keys = default_keys(), .service = "sts", .action = "GetSessionToken"});
  const std::string token = std::exchange(keys.session_token, "");
  for (const S3Form form :
       {S3Form::v4_header, S3Form::v4_query, S3Form::v2_header, S3Form::v2_query}) {
    keys.session_token.clear();
    EXPECT_EQ(get_with(harness, keys, "/bkt/in/x", form), "403 InvalidAccessKeyId");
    keys.session_token = token.substr(1);
    EXPECT_EQ(get_with(harness, keys, "/bkt/in/x", form), "400 InvalidToken");
  }
}

TEST_F(Sts, AnExpiredKeyIsForgottenADayLater) {
  const auto keys =
      session({.keys = default_keys(), .service = "sts", .action = "GetSessionToken"});
  harness.clock().advance(25h);
  root.sts("GetSessionToken");
  EXPECT_EQ(get(keys, "/bkt/in/x"), "400 ExpiredToken") << "over for 24 hours";
  harness.clock().advance(1s);
  root.sts("GetSessionToken");
  EXPECT_EQ(get(keys, "/bkt/in/x"), "403 InvalidAccessKeyId");
}

TEST_F(Sts, AFederatedUserMayWhatUserAndSessionPolicyBothAllow) {
  QueryClient user(harness, powerful_user("vendor"));
  const std::string limited =
      R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bkt/in/*"}]})";
  const Answer answer = user.sts("GetFederationToken", {{"Name", "phone"}, {"Policy", limited}});
  const auto keys = credentials_in(answer, "GetFederationToken");
  EXPECT_EQ(text_at(answer, "GetFederationTokenResult/FederatedUser/FederatedUserId"),
            account + ":phone");
  EXPECT_EQ(text_at(answer, "GetFederationTokenResult/FederatedUser/Arn"),
            "arn:aws:sts::" + account + ":federated-user/phone");
  EXPECT_NE(text_at(answer, "GetFederationTokenResult/PackedPolicySize"), "");
  for (const S3Form form :
       {S3Form::v4_header, S3Form::v4_query, S3Form::v2_header, S3Form::v2_query}) {
    EXPECT_EQ(get_with(harness, keys, "/bkt/in/x", form), "200");
    EXPECT_EQ(get_with(harness, keys, "/bkt/out/x", form), "403 AccessDenied");
  }
  EXPECT_EQ(put_with(harness, keys, "/bkt/in/new"), "200");
  EXPECT_EQ(put_with(harness, keys, "/bkt/out/new"), "403 AccessDenied");
}

TEST_F(Sts, AFederatedUserWithoutASessionPolicyMayNothing) {
  QueryClient user(harness, powerful_user("vendor"));
  const auto keys =
      credentials_in(user.sts("GetFederationToken", {{"Name", "phone"}}), "GetFederationToken");
  EXPECT_EQ(get(keys, "/bkt/in/x"), "403 AccessDenied");
  const auto of_root =
      credentials_in(root.sts("GetFederationToken", {{"Name", "phone"}}), "GetFederationToken");
  EXPECT_EQ(get(of_root, "/bkt/in/x"), "403 AccessDenied");
}

TEST_F(Sts, ARootVendsTokensToo) {
  const auto keys = credentials_in(
      root.sts("GetFederationToken", {{"Name", "phone"}, {"Policy", std::string(read_all)}}),
      "GetFederationToken");
  EXPECT_EQ(get(keys, "/bkt/in/x"), "200");
  EXPECT_EQ(put_with(harness, keys, "/bkt/in/new"), "403 AccessDenied");
}

TEST_F(Sts, ARolesSessionFollowsTheRolesPoliciesAtOnce) {
  const std::string role = root.make_role("demo", with_account(trust_account_of_default, account));
  const auto keys = root.assume(role);
  EXPECT_EQ(get(keys, "/bkt/in/x"), "403 AccessDenied") << "the role has no policy yet";
  root.iam(
      "PutRolePolicy",
      {{"RoleName", "demo"}, {"PolicyName", "read"}, {"PolicyDocument", std::string(read_all)}});
  EXPECT_EQ(get(keys, "/bkt/in/x"), "200");
  root.iam("DeleteRolePolicy", {{"RoleName", "demo"}, {"PolicyName", "read"}});
  EXPECT_EQ(get(keys, "/bkt/in/x"), "403 AccessDenied");
  root.iam("DeleteRole", {{"RoleName", "demo"}});
  EXPECT_EQ(get(keys, "/bkt/in/x"), "403 InvalidAccessKeyId");
}

TEST_F(Sts, AnInlinePolicyRevokesTheSessionsIssuedBeforeIt) {
  const std::string role = root.make_role("demo", with_account(trust_account_of_default, account));
  root.iam(
      "PutRolePolicy",
      {{"RoleName", "demo"}, {"PolicyName", "all"}, {"PolicyDocument", std::string(everything)}});
  const auto old_keys = root.assume(role);
  harness.clock().advance(10s);
  root.iam("PutRolePolicy", {{"RoleName", "demo"},
                             {"PolicyName", "revoke"},
                             {"PolicyDocument",
                              R"({"Statement":[{"Effect":"Deny","Action":"*","Resource":"*",
                 "Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-01T12:00:05Z"}}}]})"}});
  const auto new_keys = root.assume(role);
  EXPECT_EQ(get(old_keys, "/bkt/in/x"), "403 AccessDenied");
  EXPECT_EQ(get(new_keys, "/bkt/in/x"), "200");
}

TEST_F(Sts, ARoleIsAssumedByWhomItTrusts) {
  const std::string alice = "arn:aws:iam::" + account + ":user/alice";
  QueryClient trusted(harness, root.make_user("alice"));
  QueryClient other(harness, root.make_user("bob"));
  const std::string role = root.make_role("named", with_account(trust_account_of_default, alice));
  trusted.assume(role);  // named itself: needs no policy of its own
  EXPECT_EQ(other.sts_refusal("AssumeRole", {{"RoleArn", role}, {"RoleSessionName", "s1"}}),
            "403 AccessDenied: User: arn:aws:iam::" + account +
                ":user/bob is not authorized to perform: sts:AssumeRole on resource: " + role);
}

TEST_F(Sts, ARoleThatTrustsAnAccountLeavesItToThatAccountsPolicies) {
  const std::string role = root.make_role("open", with_account(trust_account_of_default, account));
  QueryClient bob(harness, root.make_user("bob"));
  const FormFieldList fields = {{"RoleArn", role}, {"RoleSessionName", "s1"}};
  EXPECT_TRUE(bob.sts_refusal("AssumeRole", fields).starts_with("403 AccessDenied"));
  root.iam("PutUserPolicy",
           {{"UserName", "bob"},
            {"PolicyName", "assume"},
            {"PolicyDocument", R"({"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                               "Resource":"*"}]})"}});
  bob.assume(role);
}

TEST_F(Sts, ARoleOfAnotherAccountHasToTrustTheCallersAccount) {
  QueryClient stranger(harness, other_keys());
  const std::string other =
      text_at(stranger.sts("GetCallerIdentity"), "GetCallerIdentityResult/Account");
  const std::string closed =
      root.make_role("closed", with_account(trust_account_of_default, account));
  const std::string open = root.make_role("open", with_account(trust_account_of_default, other));
  root.iam(
      "PutRolePolicy",
      {{"RoleName", "open"}, {"PolicyName", "read"}, {"PolicyDocument", std::string(read_all)}});
  EXPECT_TRUE(stranger.sts_refusal("AssumeRole", {{"RoleArn", closed}, {"RoleSessionName", "s1"}})
                  .starts_with("403 AccessDenied"));
  EXPECT_EQ(get(other_keys(), "/bkt/in/x"), "403 AccessDenied");
  EXPECT_EQ(get(stranger.assume(open), "/bkt/in/x"), "200") << "a role acts in its own account";
}

TEST_F(Sts, ExternalIdIsAConditionOfTheTrustPolicy) {
  const std::string role =
      root.make_role("external", R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},
      "Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"42"}}}]})");
  root.assume(role, {{"ExternalId", "42"}});
  for (const char* wrong : {"", "41"}) {
    EXPECT_TRUE(
        root.sts_refusal("AssumeRole",
                         {{"RoleArn", role}, {"RoleSessionName", "s1"}, {"ExternalId", wrong}})
            .starts_with("403 AccessDenied"))
        << wrong;
  }
}

TEST_F(Sts, ARoleNobodyHasIsADenialLikeOneThatTrustsNobody) {
  const std::string role = "arn:aws:iam::" + account + ":role/none";
  EXPECT_EQ(root.sts_refusal("AssumeRole", {{"RoleArn", role}, {"RoleSessionName", "s1"}}),
            "403 AccessDenied: User: arn:aws:iam::" + account +
                ":root is not authorized to perform: sts:AssumeRole on resource: " + role);
}

struct Lifetime {
  const char* action;
  const char* asked;
  long seconds;  // 0: refused
};

// operations.md §5; the role allows two hours.
TEST_F(Sts, LifetimesAreThoseOfTheTable) {
  const std::string role = text_at(
      root.iam("CreateRole",
               {{"RoleName", "two-hours"},
                {"MaxSessionDuration", "7200"},
                {"AssumeRolePolicyDocument", with_account(trust_account_of_default, account)}}),
      "CreateRoleResult/Role/Arn");
  const auto user = powerful_user("user");
  for (const Lifetime& row : std::vector<Lifetime>{{"GetSessionToken", "", 43'200},
                                                   {"GetSessionToken", "900", 900},
                                                   {"GetSessionToken", "899", 0},
                                                   {"GetSessionToken", "129600", 129'600},
                                                   {"GetSessionToken", "129601", 0},
                                                   {"GetSessionToken", "one", 0},
                                                   {"GetFederationToken", "", 43'200},
                                                   {"GetFederationToken", "899", 0},
                                                   {"GetFederationToken", "129600", 129'600},
                                                   {"GetFederationToken", "129601", 0},
                                                   {"AssumeRole", "", 3600},
                                                   {"AssumeRole", "900", 900},
                                                   {"AssumeRole", "899", 0},
                                                   {"AssumeRole", "7200", 7200},
                                                   {"AssumeRole", "7201", 0},
                                                   {"AssumeRole", "43201", 0}}) {
    SCOPED_TRACE(std::string(row.action) + " " + row.asked);
    const Answer answer = send(harness, {.keys = user,
                                         .service = "sts",
                                         .action = row.action,
                                         .fields = {{"DurationSeconds", row.asked},
                                                    {"Name", "phone"},
                                                    {"RoleArn", role},
                                                    {"RoleSessionName", "session"}}});
    if (row.seconds == 0) {
      EXPECT_TRUE(refusal(answer).starts_with("400 ValidationError")) << answer.body;
      continue;
    }
    const std::string expires =
        text_at(answer, std::string(row.action) + "Result/Credentials/Expiration");
    EXPECT_EQ(expires, wire::format_iso_extended(test_time() + std::chrono::seconds(row.seconds)));
  }
}

TEST_F(Sts, ARootsSessionLastsAnHourWhateverItAsksFor) {
  for (const char* asked : {"", "3600", "43200"}) {
    const Answer answer = root.sts("GetSessionToken", {{"DurationSeconds", asked}});
    EXPECT_EQ(text_at(answer, "GetSessionTokenResult/Credentials/Expiration"),
              "2026-03-01T13:00:00Z");
  }
}

TEST_F(Sts, AChainedRoleLastsAnHourAtMost) {
  const std::string trust = with_account(trust_account_of_default, account);
  const std::string first = root.make_role("first", trust);
  root.iam(
      "PutRolePolicy",
      {{"RoleName", "first"}, {"PolicyName", "all"}, {"PolicyDocument", std::string(everything)}});
  root.iam("CreateRole", {{"RoleName", "second"},
                          {"MaxSessionDuration", "43200"},
                          {"AssumeRolePolicyDocument", trust}});
  const std::string second = "arn:aws:iam::" + account + ":role/second";
  QueryClient chained(harness, root.assume(first));
  chained.assume(second, {{"DurationSeconds", "3600"}});
  EXPECT_TRUE(chained
                  .sts_refusal(
                      "AssumeRole",
                      {{"RoleArn", second}, {"RoleSessionName", "s1"}, {"DurationSeconds", "3601"}})
                  .starts_with("400 ValidationError: The requested DurationSeconds exceeds the 1 "
                               "hour session limit"));
  root.assume(second, {{"DurationSeconds", "43200"}});
}

TEST_F(Sts, SessionsMayNotCallWhatTheTableKeepsFromThem) {
  const auto user = powerful_user("user");
  QueryClient own(harness, session({.keys = user, .service = "sts", .action = "GetSessionToken"}));
  QueryClient federated(
      harness, session({.keys = user,
                        .service = "sts",
                        .action = "GetFederationToken",
                        .fields = {{"Name", "phone"}, {"Policy", std::string(everything)}}}));
  const std::string role = root.make_role("r", with_account(trust_account_of_default, account));
  QueryClient assumed(harness, root.assume(role));
  own.sts("GetCallerIdentity");
  own.assume(role);
  federated.sts("GetCallerIdentity");
  const std::string denied = "403 AccessDenied: Cannot call ";
  for (QueryClient* client : {&own, &federated, &assumed}) {
    EXPECT_EQ(client->sts_refusal("GetSessionToken"),
              denied + "GetSessionToken with session credentials");
    EXPECT_EQ(client->sts_refusal("GetFederationToken", {{"Name", "phone"}}),
              denied + "GetFederationToken with session credentials");
  }
  EXPECT_EQ(
      federated.sts_refusal("AssumeRole", {{"RoleArn", role}, {"RoleSessionName", "session"}}),
      denied + "AssumeRole with session credentials");
  for (QueryClient* client : {&own, &federated}) {
    EXPECT_EQ(client->iam_refusal("ListUsers"),
              "403 InvalidClientTokenId: The security token included in the request is invalid.");
  }
}

TEST_F(Sts, ManagedPoliciesLimitASessionAsWell) {
  const std::string arn = text_at(
      root.iam("CreatePolicy", {{"PolicyName", "read"}, {"PolicyDocument", std::string(read_all)}}),
      "CreatePolicyResult/Policy/Arn");
  const auto keys = credentials_in(
      root.sts("GetFederationToken", {{"Name", "phone"}, {"PolicyArns.member.1.arn", arn}}),
      "GetFederationToken");
  EXPECT_EQ(get(keys, "/bkt/in/x"), "200");
  EXPECT_EQ(put_with(harness, keys, "/bkt/in/new"), "403 AccessDenied");
  EXPECT_EQ(root.sts_refusal("GetFederationToken",
                             {{"Name", "phone"}, {"PolicyArns.member.1.arn", arn + "x"}}),
            "400 ValidationError: Policy " + arn + "x was not found.");
}

TEST_F(Sts, SessionPoliciesAreMeasured) {
  const auto policy_of = [](std::size_t characters) {
    std::string text =
        R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::"}]})";
    return text.insert(text.size() - 4, characters - text.size(), 'x');
  };
  const auto ask = [&](const std::string& policy, const std::string& arn = {}) {
    return root.sts_refusal(
        "GetFederationToken",
        {{"Name", "phone"}, {"Policy", policy}, {"PolicyArns.member.1.arn", arn}});
  };
  root.sts("GetFederationToken", {{"Name", "phone"}, {"Policy", policy_of(2048)}});
  EXPECT_TRUE(ask(policy_of(2049)).starts_with("400 ValidationError: 1 validation error"));
  const std::string arn = text_at(
      root.iam("CreatePolicy", {{"PolicyName", "read"}, {"PolicyDocument", std::string(read_all)}}),
      "CreatePolicyResult/Policy/Arn");
  EXPECT_EQ(ask(policy_of(2048), arn),
            "400 PackedPolicyTooLarge: Packed policy consumes 102% of allotted space, please use "
            "smaller policy.");
  EXPECT_TRUE(ask("{").starts_with("400 MalformedPolicyDocument: "));
}

TEST_F(Sts, NamesAreChecked) {
  for (const char* name : {"x", "", "a b", "ünïcode", "a/b"}) {
    EXPECT_TRUE(root.sts_refusal("GetFederationToken", {{"Name", name}})
                    .starts_with("400 ValidationError: 1 validation error detected: Value "))
        << name;
  }
  EXPECT_EQ(root.sts_refusal("GetFederationToken", {{"Name", std::string(33, 'n')}}).substr(0, 19),
            "400 ValidationError");
  EXPECT_TRUE(root.sts_refusal("AssumeRole", {{"RoleArn", "role/x"}, {"RoleSessionName", "s1"}})
                  .starts_with("400 ValidationError: role/x is invalid"));
}

TEST_F(Sts, TellsTheAccountOfAKey) {
  const auto user = root.make_user("user");
  for (const std::string& key : {user.access_key, std::string(default_access_key)}) {
    EXPECT_EQ(text_at(root.sts("GetAccessKeyInfo", {{"AccessKeyId", key}}),
                      "GetAccessKeyInfoResult/Account"),
              account);
  }
  EXPECT_TRUE(root.sts_refusal("GetAccessKeyInfo", {{"AccessKeyId", "AKIANOBODY"}})
                  .starts_with("400 ValidationError"));
}

TEST_F(Sts, WhatPailLacksIsNamed) {
  EXPECT_EQ(root.sts_refusal("DecodeAuthorizationMessage", {{"EncodedMessage", "x"}}),
            "501 NotImplemented: Pail does not implement DecodeAuthorizationMessage.");
  EXPECT_EQ(root.sts_refusal("GetSessionToken", {{"SerialNumber", "x"}, {"TokenCode", "1"}}),
            "501 NotImplemented: Pail does not implement the parameter TokenCode of "
            "GetSessionToken.");
  EXPECT_EQ(root.sts_refusal("AssumeRole", {{"Tags.member.1.Key", "a"}}).substr(0, 18),
            "501 NotImplemented");
}

}  // namespace
}  // namespace pail::emulator::testing
