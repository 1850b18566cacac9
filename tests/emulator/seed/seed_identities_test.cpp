#include "tests/emulator/seed/seed_case.hpp"

namespace pail::emulator::testing {
namespace {

class SeedIdentities : public SeedCase {
 protected:
  Answer as_reader(const std::string& method, const std::string& target) {
    return s3.send({.method = method,
                    .target = target,
                    .access_key = "AKIAREADER0000000000",
                    .secret_key = "the/readers+secret"});
  }
  access::Directory& directory() {
    return s3.emulator().worlds().default_world().contents()->directory();
  }
  std::string account() { return directory().first()->account; }
};

constexpr const char* people = R"({
  "identities": {
    "policies": [{"name": "lists", "path": "/team/", "document": {"Version": "2012-10-17",
      "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}}}],
    "users": [{"name": "reader", "access_key": "AKIAREADER0000000000",
      "secret_key": "the/readers+secret",
      "policies": {"reads": {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bbb/*"}}},
      "attached": ["lists"]}, {"name": "nobody", "path": "/x/"}],
    "roles": [{"name": "batch", "trust": {"Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}}}]},
  "buckets": [{"name": "bbb", "objects": [{"key": "k", "text": "x"}]}]})";

TEST_F(SeedIdentities, SignWithTheirKeysAndHaveTheirPolicies) {
  EXPECT_EQ(seed(people).identities_made, 4U);
  EXPECT_EQ(as_reader("GET", "/bbb/k").body, "x") << "the policy of its own";
  EXPECT_EQ(as_reader("GET", "/bbb").status, 200U) << "the attached one";
  EXPECT_EQ(as_reader("PUT", "/bbb/k").code(), "AccessDenied");
  EXPECT_TRUE(directory().entity({access::EntityKind::role, account(), "batch"}));
}

TEST_F(SeedIdentities, MayBeSeededAgain) {
  seed(people);
  const seed::Report again = seed(people);
  EXPECT_EQ(again.identities_made, 0U);
  EXPECT_EQ(directory().keys({access::EntityKind::user, account(), "reader"}).value().size(), 1U);
  EXPECT_EQ(as_reader("GET", "/bbb/k").body, "x");
}

TEST_F(SeedIdentities, TakeOtherPoliciesTheSecondTime) {
  seed(people);
  std::string other = people;
  other.replace(other.find("s3:GetObject"), 12, "s3:PutObject");
  seed(other);
  EXPECT_EQ(as_reader("GET", "/bbb/k").code(), "AccessDenied");
}

TEST_F(SeedIdentities, CannotHaveTheKeyOfAnotherWorld) {
  const auto made = s3.emulator().worlds().create({.name = "mars"});
  ASSERT_TRUE(made);
  const std::string key = made.value().keys.front().keys.access_key;
  EXPECT_EQ(mistake(R"({"identities": {"users": [
    {"name": "u", "access_key": ")" +
                    key + R"(", "secret_key": "s"}]}})"),
            "seed.json:2: identities.users[0]: the access key " + key + " is one of another world");
  EXPECT_FALSE(directory().entity({access::EntityKind::user, account(), "u"}));
}

TEST_F(SeedIdentities, CannotHaveSomebodyElsesKey) {
  seed(people);
  const auto with = [](const std::string& name, const std::string& secret) {
    return R"({"identities": {"users": [{"name": ")" + name +
           R"(", "access_key": "AKIAREADER0000000000", "secret_key": ")" + secret + R"("}]}})";
  };
  const std::string refusal =
      "seed.json:1: identities.users[0]: the access key AKIAREADER0000000000 is somebody else's, "
      "or has another secret";
  EXPECT_EQ(mistake(with("nobody", "the/readers+secret")), refusal);
  EXPECT_EQ(mistake(with("reader", "another")), refusal);
  EXPECT_EQ(mistake(with("reader", "the/readers+secret")), "");
}

TEST_F(SeedIdentities, AreRefusedInIamsWords) {
  const std::string text = mistake(R"({"identities": {"users": [
    {"name": "u", "policies": {"p": {"Version": "2012-10-17", "Statement": [
       {"Effect": "Perhaps", "Action": "*", "Resource": "*"}]}}}]}})");
  EXPECT_TRUE(text.starts_with("seed.json:2: identities.users[0].policies.p: MalformedPolicy"))
      << text;
  EXPECT_FALSE(directory().entity({access::EntityKind::user, account(), "u"}));
}

TEST_F(SeedIdentities, LeaveNoKeyOfTheRehearsalBehind) {
  seed(people);
  EXPECT_EQ(s3.emulator().worlds().size(), 1U);
  const auto owner = s3.emulator().worlds().of_access_key("AKIAREADER0000000000");
  ASSERT_NE(owner, nullptr);
  EXPECT_EQ(owner->name(), "default");
}

}  // namespace
}  // namespace pail::emulator::testing
