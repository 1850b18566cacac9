#include "emulator/access/decision.hpp"

#include <gtest/gtest.h>

#include "emulator/access/directory.hpp"
#include "tests/access/policy_support.hpp"

namespace pail::access::testing {
namespace {

constexpr std::string_view denied = "AccessDenied: Access Denied";

std::shared_ptr<const Policy> allowing(std::string_view action, std::string_view resource) {
  return parsed(R"({"Statement":{"Effect":"Allow","Action":")" + std::string(action) +
                R"(","Resource":")" + std::string(resource) + R"("}})");
}

std::shared_ptr<const Policy> denying(std::string_view action) {
  return parsed(R"({"Statement":{"Effect":"Deny","Action":")" + std::string(action) +
                R"(","Resource":"*"}})");
}

class Decision : public ::testing::Test {
 protected:
  std::string outcome(const Identity* caller, std::string_view action, std::string_view owner,
                      std::string_view resource = "arn:aws:s3:::b/k") {
    const auto decided = decide({caller, action, resource, owner, keys});
    return decided ? "allowed" : wire::describe(decided.error());
  }
  // Of root one's account.
  Identity identity(Kind kind, Policies policies = {}) {
    Identity who;
    who.kind = kind;
    who.account = one->account;
    who.canonical_id = one->canonical_id;
    who.policies = std::move(policies);
    return who;
  }
  std::string get(const Identity& who, std::string_view resource = "arn:aws:s3:::b/k") {
    return outcome(&who, "s3:GetObject", one->canonical_id, resource);
  }

  const TableKeys keys{};
  const Directory directory{{{"AKIAONE", "s"}, {"AKIATWO", "s"}}};
  const std::shared_ptr<const Identity> one = directory.identity("AKIAONE");
  const std::shared_ptr<const Identity> two = directory.identity("AKIATWO");
};

TEST_F(Decision, OnesOwnIsAllowed) {
  for (const std::string_view action : {"s3:GetObject", "s3:PutObject", "s3:DeleteBucket"}) {
    EXPECT_EQ(outcome(one.get(), action, one->canonical_id), "allowed") << action;
  }
}

TEST_F(Decision, WhatNobodyOwnsYetIsAllowed) {
  EXPECT_EQ(outcome(one.get(), "s3:CreateBucket", ""), "allowed");
  EXPECT_EQ(outcome(one.get(), "s3:ListAllMyBuckets", ""), "allowed");
}

TEST_F(Decision, AnothersIsDenied) {
  EXPECT_EQ(outcome(two.get(), "s3:GetObject", one->canonical_id), denied);
}

TEST_F(Decision, AnothersIsDeniedWhateverOnesOwnPoliciesSay) {
  const Identity user = identity(Kind::user, {allowing("*", "*")});
  EXPECT_EQ(outcome(&user, "s3:GetObject", two->canonical_id), denied);
}

TEST_F(Decision, AnonymousIsDenied) {
  EXPECT_EQ(outcome(nullptr, "s3:GetObject", one->canonical_id), denied);
  EXPECT_EQ(outcome(nullptr, "s3:CreateBucket", ""),
            "AccessDenied: Anonymous users cannot invoke this API. Please authenticate.");
}

TEST_F(Decision, AUserMayDoNothingWithoutAPolicy) {
  for (const Kind kind : {Kind::user, Kind::assumed_role}) {
    EXPECT_EQ(get(identity(kind)), denied);
    const Identity who = identity(kind);
    EXPECT_EQ(outcome(&who, "s3:CreateBucket", ""), denied) << "what nobody owns is no exception";
  }
}

TEST_F(Decision, AUserMayDoWhatAnyPolicyAllowsAndNoneDenies) {
  EXPECT_EQ(get(identity(Kind::user, {allowing("s3:PutObject", "*")})), denied);
  EXPECT_EQ(get(identity(Kind::user, {allowing("s3:PutObject", "*"), allowing("s3:Get*", "*")})),
            "allowed");
  EXPECT_EQ(get(identity(Kind::user, {allowing("s3:*", "*"), denying("s3:GetObject")})), denied);
}

TEST_F(Decision, ASessionPolicyTakesAwayAndNeverGives) {
  Identity role = identity(Kind::assumed_role, {allowing("s3:GetObject", "*")});
  EXPECT_EQ(get(role), "allowed") << "without one the role's policies stand alone";
  role.session_policies = Policies{allowing("s3:*", "arn:aws:s3:::b/user/*")};
  EXPECT_EQ(get(role, "arn:aws:s3:::b/user/1"), "allowed");
  EXPECT_EQ(get(role, "arn:aws:s3:::b/other"), denied);
  EXPECT_EQ(outcome(&role, "s3:PutObject", one->canonical_id, "arn:aws:s3:::b/user/1"), denied);
}

TEST_F(Decision, ADenialInASessionPolicyWins) {
  Identity role = identity(Kind::assumed_role, {allowing("*", "*")});
  role.session_policies = Policies{allowing("*", "*"), denying("s3:GetObject")};
  EXPECT_EQ(get(role), denied);
}

TEST_F(Decision, AnEmptyListOfSessionPoliciesAllowsNothing) {
  Identity role = identity(Kind::assumed_role, {allowing("*", "*")});
  role.session_policies = Policies{};
  EXPECT_EQ(get(role), denied);
}

TEST_F(Decision, ASessionPolicyLimitsEvenARoot) {
  Identity root = identity(Kind::root);
  EXPECT_EQ(get(root), "allowed");
  root.session_policies = Policies{allowing("s3:PutObject", "*")};
  EXPECT_EQ(get(root), denied);
}

TEST_F(Decision, AFederatedUserNeedsASessionPolicyBesideTheUsers) {
  Identity federated = identity(Kind::federated_user, {allowing("s3:*", "*")});
  EXPECT_EQ(get(federated), denied);
  federated.session_policies = Policies{allowing("s3:GetObject", "*")};
  EXPECT_EQ(get(federated), "allowed");
  federated.policies.clear();
  EXPECT_EQ(get(federated), denied) << "nobody hands on what they have not";
}

TEST_F(Decision, OwnPoliciesAreAskedWhoeverOwnsTheBucket) {
  const auto says = [&](const Identity* who) {
    return own_policies({who, "s3:GetObject", "arn:aws:s3:::b/k", two->canonical_id, keys});
  };
  EXPECT_EQ(says(nullptr), Effect::none);
  EXPECT_EQ(says(one.get()), Effect::allow);
  Identity who = identity(Kind::user);
  EXPECT_EQ(says(&who), Effect::none);
  who.policies = {allowing("s3:*", "*")};
  EXPECT_EQ(says(&who), Effect::allow);
  who.policies = {allowing("s3:*", "*"), denying("s3:GetObject")};
  EXPECT_EQ(says(&who), Effect::deny);
}

TEST_F(Decision, WhatASessionDoesNotLetThroughNothingBesideItHelps) {
  Identity who = identity(Kind::assumed_role, {allowing("s3:*", "*")});
  who.session_policies = Policies{allowing("s3:PutObject", "*")};
  const auto says = [&] {
    return own_policies({&who, "s3:GetObject", "arn:aws:s3:::b/k", two->canonical_id, keys});
  };
  EXPECT_EQ(says(), Effect::deny);
  who.session_policies = Policies{allowing("s3:GetObject", "*")};
  EXPECT_EQ(says(), Effect::allow);
  who.policies.clear();
  EXPECT_EQ(says(), Effect::none);
}

TEST_F(Decision, PoliciesLimitAllButARootWithoutSessionPolicy) {
  EXPECT_FALSE(limited_by_policies(nullptr));
  Identity root = identity(Kind::root);
  EXPECT_FALSE(limited_by_policies(&root));
  root.session_policies = Policies{};
  EXPECT_TRUE(limited_by_policies(&root));
  for (const Kind kind : {Kind::user, Kind::assumed_role, Kind::federated_user}) {
    const Identity who = identity(kind);
    EXPECT_TRUE(limited_by_policies(&who));
  }
}

}  // namespace
}  // namespace pail::access::testing
