#include "emulator/access/identities.hpp"

#include <gtest/gtest.h>

namespace pail::access {
namespace {

TEST(Identities, FindsKeysByAccessKey) {
  const Identities identities({{"AKIAONE", "secret-one"}, {"AKIATWO", "secret-two"}});
  ASSERT_NE(identities.find("AKIAONE"), nullptr);
  EXPECT_EQ(identities.find("AKIAONE")->access_key(), "AKIAONE");
  EXPECT_EQ(identities.find("AKIATWO")->sign_v2("text"),
            signer::Key({"AKIATWO", "secret-two"}).sign_v2("text"));
  EXPECT_EQ(identities.find("AKIA"), nullptr);
  EXPECT_EQ(identities.find(""), nullptr);
  EXPECT_EQ(identities.identity("akiaone"), nullptr) << "access keys compare with case";
}

TEST(Identities, EveryPairIsAnAccountOfItsOwn) {
  const Identities identities({{"AKIAONE", "s"}, {"AKIATWO", "s"}});
  const Identity& one = *identities.identity("AKIAONE");
  const Identity& two = *identities.identity("AKIATWO");
  EXPECT_NE(one.account, two.account);
  EXPECT_NE(one.canonical_id, two.canonical_id);
  EXPECT_EQ(one.account.size(), 12U);
  EXPECT_EQ(one.account.find_first_not_of("0123456789"), std::string::npos);
  EXPECT_EQ(one.canonical_id.size(), 64U);
  EXPECT_EQ(one.canonical_id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(one.arn, "arn:aws:iam::" + one.account + ":root");
}

TEST(Identities, AnAccountStaysTheSameWhateverStandsBesideIt) {
  const Identities alone(std::vector<signer::Credentials>{{"AKIAONE", "s"}});
  const Identities among({{"AKIATWO", "s"}, {"AKIAONE", "another secret"}});
  EXPECT_EQ(alone.identity("AKIAONE")->canonical_id, among.identity("AKIAONE")->canonical_id);
  EXPECT_EQ(alone.identity("AKIAONE")->account, among.identity("AKIAONE")->account);
}

TEST(Identities, TellWhoseCanonicalIdItIs) {
  const Identities identities({{"AKIAONE", "s"}, {"AKIATWO", "s"}});
  const Identity* const two = identities.identity("AKIATWO");
  EXPECT_EQ(identities.account_of(two->canonical_id), two);
  EXPECT_EQ(identities.account_of("nobody"), nullptr);
}

TEST(Identities, TheFirstPairOfAnAccessKeyCounts) {
  const Identities identities({{"AKIAONE", "first"}, {"AKIAONE", "second"}});
  EXPECT_EQ(identities.find("AKIAONE")->sign_v2("x"),
            signer::Key({"AKIAONE", "first"}).sign_v2("x"));
}

}  // namespace
}  // namespace pail::access
