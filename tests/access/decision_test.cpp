#include "emulator/access/decision.hpp"

#include <gtest/gtest.h>

#include "emulator/access/directory.hpp"

namespace pail::access {
namespace {

class NoKeys final : public ConditionKeys {
 public:
  void append(std::string_view, std::vector<std::string>&) const override {}
};

class Decision : public ::testing::Test {
 protected:
  std::string outcome(const std::shared_ptr<const Identity>& caller, std::string_view action,
                      std::string_view owner) {
    const NoKeys keys;
    const auto decided = decide({caller.get(), action, "arn:aws:s3:::b/k", owner, keys});
    return decided ? "allowed" : wire::describe(decided.error());
  }
  const Directory directory{{{"AKIAONE", "s"}, {"AKIATWO", "s"}}};
  const std::shared_ptr<const Identity> one = directory.identity("AKIAONE");
  const std::shared_ptr<const Identity> two = directory.identity("AKIATWO");
};

TEST_F(Decision, OnesOwnIsAllowed) {
  for (const std::string_view action : {"s3:GetObject", "s3:PutObject", "s3:DeleteBucket"}) {
    EXPECT_EQ(outcome(one, action, one->canonical_id), "allowed") << action;
  }
}

TEST_F(Decision, WhatNobodyOwnsYetIsAllowed) {
  EXPECT_EQ(outcome(one, "s3:CreateBucket", ""), "allowed");
  EXPECT_EQ(outcome(one, "s3:ListAllMyBuckets", ""), "allowed");
}

TEST_F(Decision, AnothersIsDenied) {
  EXPECT_EQ(outcome(two, "s3:GetObject", one->canonical_id), "AccessDenied: Access Denied");
}

TEST_F(Decision, AnonymousIsDenied) {
  EXPECT_EQ(outcome(nullptr, "s3:GetObject", one->canonical_id), "AccessDenied: Access Denied");
  EXPECT_EQ(outcome(nullptr, "s3:CreateBucket", ""),
            "AccessDenied: Anonymous users cannot invoke this API. Please authenticate.");
}

}  // namespace
}  // namespace pail::access
