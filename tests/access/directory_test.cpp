#include "emulator/access/directory.hpp"

#include <gtest/gtest.h>

namespace pail::access {
namespace {

TEST(Directory, FindsKeysByAccessKey) {
  const Directory directory({{"AKIAONE", "secret-one"}, {"AKIATWO", "secret-two"}});
  ASSERT_NE(directory.find("AKIAONE"), nullptr);
  EXPECT_EQ(directory.find("AKIAONE")->access_key(), "AKIAONE");
  EXPECT_EQ(directory.find("AKIATWO")->sign_v2("text"),
            signer::Key({"AKIATWO", "secret-two"}).sign_v2("text"));
  EXPECT_EQ(directory.find("AKIA"), nullptr);
  EXPECT_EQ(directory.find(""), nullptr);
  EXPECT_EQ(directory.identity("akiaone"), nullptr) << "access keys compare with case";
}

TEST(Directory, EveryPairIsAnAccountOfItsOwn) {
  const Directory directory({{"AKIAONE", "s"}, {"AKIATWO", "s"}});
  const Identity& one = *directory.identity("AKIAONE");
  const Identity& two = *directory.identity("AKIATWO");
  EXPECT_NE(one.account, two.account);
  EXPECT_NE(one.canonical_id, two.canonical_id);
  EXPECT_EQ(one.account.size(), 12U);
  EXPECT_EQ(one.account.find_first_not_of("0123456789"), std::string::npos);
  EXPECT_EQ(one.canonical_id.size(), 64U);
  EXPECT_EQ(one.canonical_id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(one.arn, "arn:aws:iam::" + one.account + ":root");
}

TEST(Directory, AnAccountStaysTheSameWhateverStandsBesideIt) {
  const Directory alone(std::vector<signer::Credentials>{{"AKIAONE", "s"}});
  const Directory among({{"AKIATWO", "s"}, {"AKIAONE", "another secret"}});
  EXPECT_EQ(alone.identity("AKIAONE")->canonical_id, among.identity("AKIAONE")->canonical_id);
  EXPECT_EQ(alone.identity("AKIAONE")->account, among.identity("AKIAONE")->account);
}

TEST(Directory, TellWhoseCanonicalIdItIs) {
  const Directory directory({{"AKIAONE", "s"}, {"AKIATWO", "s"}});
  const auto two = directory.identity("AKIATWO");
  EXPECT_EQ(directory.account_number(two->canonical_id), two->account);
  EXPECT_EQ(directory.account_number("nobody"), "");
}

TEST(Directory, TheFirstPairOfAnAccessKeyCounts) {
  const Directory directory({{"AKIAONE", "first"}, {"AKIAONE", "second"}});
  EXPECT_EQ(directory.find("AKIAONE")->sign_v2("x"),
            signer::Key({"AKIAONE", "first"}).sign_v2("x"));
}

}  // namespace
}  // namespace pail::access
