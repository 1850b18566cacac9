// Users, keys and sessions below the protocol: what is drawn, what ends with what, what is
// forgotten.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "emulator/access/directory.hpp"
#include "tests/access/policy_support.hpp"

namespace pail::access {
namespace {

using namespace std::chrono_literals;

constexpr wire::Time noon{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + 12h};

std::shared_ptr<const Policy> reading() {
  return testing::parsed(
      R"({"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]})");
}

class Sessions : public ::testing::Test {
 protected:
  Sessions() {
    EXPECT_TRUE(directory.create({.kind = EntityKind::user, .account = account, .name = "alice"}));
    EXPECT_TRUE(directory.create({.kind = EntityKind::role, .account = account, .name = "role"}));
  }
  SessionTerms terms(std::chrono::seconds lasts = 1h) const {
    return {.name = "session", .issued = now, .expires = now + lasts};
  }

  Directory directory{{{"AKIAROOT", "s"}}, std::make_shared<wire::SeededRandom>(1)};
  std::string account = directory.first()->account;
  EntityName alice{EntityKind::user, account, "alice"};
  EntityName role{EntityKind::role, account, "role"};
  wire::Time now = noon;
};

TEST_F(Sessions, OneSeedDrawsOneWorld) {
  const auto draw = [](std::uint64_t seed) {
    Directory fresh({{"AKIAROOT", "s"}}, std::make_shared<wire::SeededRandom>(seed));
    const auto pair =
        fresh.begin_session(*fresh.first(), {.issued = noon, .expires = noon + 1h}).value();
    return pair.access_key + pair.secret_key + pair.session_token;
  };
  EXPECT_EQ(draw(1), draw(1));
  EXPECT_NE(draw(1), draw(2));
}

TEST_F(Sessions, AnIdentityThatWasFoundStaysAsItWas) {
  const auto pair = directory.create_key(alice, now).value();
  const auto before = directory.identity(pair.access_key);
  ASSERT_TRUE(directory.put_policy(alice, "read", reading()));
  EXPECT_TRUE(before->policies.empty());
  EXPECT_EQ(directory.identity(pair.access_key)->policies.size(), 1U);
  ASSERT_TRUE(directory.remove_key(alice, pair.access_key));
  EXPECT_EQ(before->user_name, "alice");
  EXPECT_EQ(directory.find(pair.access_key), nullptr);
}

TEST_F(Sessions, ARevokedSessionIsUnknown) {
  const auto pair = directory.assume(role, terms()).value();
  EXPECT_NE(directory.find(pair.access_key), nullptr);
  EXPECT_TRUE(directory.revoke(pair.access_key));
  EXPECT_EQ(directory.find(pair.access_key), nullptr);
  EXPECT_FALSE(directory.revoke(pair.access_key));
  EXPECT_FALSE(directory.revoke("AKIAROOT")) << "only sessions end so";
  ASSERT_TRUE(directory.put_policy(role, "read", reading())) << "nothing of it is left behind";
}

TEST_F(Sessions, AnExpiredSessionIsRememberedForADay) {
  const auto pair = directory.assume(role, terms()).value();
  now += 1h + quotas::expired_sessions_kept;
  ASSERT_TRUE(directory.assume(role, terms()));
  EXPECT_NE(directory.find(pair.access_key), nullptr);
  now += 1s;
  ASSERT_TRUE(directory.assume(role, terms()));
  EXPECT_EQ(directory.find(pair.access_key), nullptr);
}

TEST_F(Sessions, AUsersSessionsHaveItsCurrentPoliciesAndEndWithIt) {
  const auto pair = directory.create_key(alice, now).value();
  const auto caller = directory.identity(pair.access_key);
  const auto own = directory.begin_session(*caller, terms()).value();
  const auto federated = directory.begin_federation(*caller, terms()).value();
  ASSERT_TRUE(directory.put_policy(alice, "read", reading()));
  for (const auto& session : {own, federated}) {
    EXPECT_EQ(directory.identity(session.access_key)->policies.size(), 1U);
    EXPECT_EQ(directory.identity(session.access_key)->issuer_arn, caller->arn);
  }
  ASSERT_TRUE(directory.remove_key(alice, pair.access_key));
  EXPECT_EQ(directory.find(own.access_key), nullptr);
  EXPECT_EQ(directory.find(federated.access_key), nullptr);
  const auto late = directory.begin_session(*caller, terms());
  ASSERT_FALSE(late) << "the caller's key went while it was calling";
  EXPECT_EQ(late.error().code(), wire::Errc::NoSuchEntity);
}

TEST_F(Sessions, ADeletedRoleTakesItsSessionsWithIt) {
  const auto pair = directory.assume(role, terms()).value();
  ASSERT_TRUE(directory.remove(role));
  EXPECT_EQ(directory.find(pair.access_key), nullptr);
  EXPECT_FALSE(directory.assume(role, terms()));
}

TEST_F(Sessions, TheAccountOfAnInactiveKeyIsStillKnown) {
  const auto pair = directory.create_key(alice, now).value();
  ASSERT_TRUE(directory.set_active(alice, pair.access_key, false));
  EXPECT_EQ(directory.find(pair.access_key), nullptr);
  EXPECT_EQ(directory.account_of(pair.access_key), account);
  EXPECT_EQ(directory.account_of("AKIANOBODY"), "");
}

TEST_F(Sessions, NobodyIsFoundInAnAccountThatIsNotThere) {
  EXPECT_FALSE(directory.entity({EntityKind::user, "000000000000", "alice"}));
  EXPECT_TRUE(directory.entities(EntityKind::user, "000000000000").empty());
  EXPECT_FALSE(directory.assume({EntityKind::role, "000000000000", "role"}, terms()));
}

TEST_F(Sessions, ReadersAndWritersDoNotDisturbEachOther) {
  const auto pair = directory.create_key(alice, now).value();
  const auto policy = reading();
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> found = 0;
  std::thread reader([&] {
    do {
      found += directory.identity(pair.access_key)->policies.size() < 2 ? 1 : 0;
      found += directory.find("AKIAROOT") != nullptr ? 1 : 0;
    } while (!done);
  });
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(directory.put_policy(alice, "p", policy));
    const auto session = directory.assume(role, terms());
    ASSERT_TRUE(directory.remove_policy(alice, "p"));
    ASSERT_TRUE(directory.revoke(session.value().access_key));
  }
  done = true;
  reader.join();
  EXPECT_GE(found.load(), 2U);
}

TEST(Quotas, WhiteSpaceBetweenTokensIsNotCounted) {
  const std::string tight =
      R"({"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]})";
  EXPECT_EQ(characters_of(*testing::parsed(tight)), tight.size());
  EXPECT_EQ(characters_of(*testing::parsed(
                R"( { "Statement" : [ {"Effect":"Allow","Action":"s3:Get*","Resource":"*"} ] })")),
            tight.size());
  const std::string spaced = R"({"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*",)"
                             R"("Condition":{"StringEquals":{"s3:prefix":"a \" b"}}}]})";
  EXPECT_EQ(characters_of(*testing::parsed(spaced)), spaced.size()) << "inside texts it is";
}

}  // namespace
}  // namespace pail::access
