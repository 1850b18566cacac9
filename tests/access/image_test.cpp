#include "emulator/access/image_json.hpp"

#include <gtest/gtest.h>

#include <map>

#include "emulator/access/directory.hpp"

namespace pail::access {
namespace {

constexpr wire::Time now{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)};

std::shared_ptr<const Policy> policy(const std::string& action,
                                     PolicyKind kind = PolicyKind::identity) {
  const std::string rest = kind == PolicyKind::trust ? R"("Principal":"*")" : R"("Resource":"*")";
  return Policy::parse(
             R"({"Statement":[{"Effect":"Allow","Action":")" + action + R"(",)" + rest + "}]}",
             kind)
      .value();
}

// A user with two keys, one of them inactive, a role, policies of every kind, and sessions.
class ImageTest : public ::testing::Test {
 protected:
  ImageTest() : directory({{"AKIAONE", "se\xffret"}, {"AKIATWO", "s"}}) {
    directory.create({.account = account, .path = "/p/", .name = "user"}).value();
    active = directory.create_key(user, now).value();
    inactive = directory.create_key(user, now).value();
    EXPECT_TRUE(directory.set_active(user, inactive.access_key, false));
    EXPECT_TRUE(directory.put_policy(user, "inline", policy("s3:GetObject")));
    Entity made{.kind = EntityKind::role, .account = account, .name = "role"};
    made.trust = policy("sts:AssumeRole", PolicyKind::trust);
    made.description = "d\"";
    made.max_session = std::chrono::hours(2);
    directory.create(made).value();
    ManagedPolicy shared;
    shared.name = "m";
    shared.policy = policy("s3:PutObject");
    const auto managed = directory.create_managed(account, shared).value();
    EXPECT_TRUE(directory.attach(user, managed.arn));
    EXPECT_TRUE(directory.attach(role, managed.arn));
    SessionTerms terms{.name = "s", .issued = now, .expires = now + std::chrono::hours(1)};
    assumed = directory.assume(role, terms).value();
    terms.policies = Policies{policy("s3:ListBucket")};
    federated = directory.begin_federation(*directory.first(), terms).value();
  }

  // Through the text.
  static Image again(const Image& image) {
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true;
    const auto text = boost::json::serialize(to_json(image));
    const auto value = boost::json::parse(text, {}, options);
    auto read = image_from_json(value.get_object());
    EXPECT_TRUE(read);
    return std::move(read.value());
  }
  static void expect_same_identity(const Directory& one, const Directory& other,
                                   const signer::Credentials& pair) {
    SCOPED_TRACE(pair.access_key);
    const auto a = one.identity(pair.access_key), b = other.identity(pair.access_key);
    ASSERT_NE(a, nullptr);
    ASSERT_NE(b, nullptr);
    EXPECT_EQ(a->key->sign_v2("text"), b->key->sign_v2("text"));
    EXPECT_EQ(a->key->session_token(), b->key->session_token());
    EXPECT_EQ(a->key->expires(), b->key->expires());
    EXPECT_EQ(std::tie(a->kind, a->account, a->canonical_id, a->arn, a->issuer_arn, a->user_id,
                       a->user_name, a->issued, a->session_token_only),
              std::tie(b->kind, b->account, b->canonical_id, b->arn, b->issuer_arn, b->user_id,
                       b->user_name, b->issued, b->session_token_only));
    const auto texts = [](const Policies& policies) {
      std::vector<std::string> all;
      for (const auto& one_policy : policies) all.push_back(one_policy->text());
      return all;
    };
    EXPECT_EQ(texts(a->policies), texts(b->policies));
    ASSERT_EQ(a->session_policies.has_value(), b->session_policies.has_value());
    if (!a->session_policies) return;
    EXPECT_EQ(texts(*a->session_policies), texts(*b->session_policies));
  }

  Directory directory;
  const std::string account = directory.first()->account;
  const EntityName user{EntityKind::user, account, "user"}, role{EntityKind::role, account, "role"};
  signer::Credentials active, inactive, assumed, federated;
};

TEST_F(ImageTest, ADirectoryMadeOfItIsTheSame) {
  Directory copy(again(directory.image()), {}, nullptr);
  for (const auto& pair : {signer::Credentials("AKIAONE", ""), signer::Credentials("AKIATWO", ""),
                           active, assumed, federated}) {
    expect_same_identity(directory, copy, pair);
  }
  EXPECT_EQ(copy.first()->key->access_key(), "AKIAONE");
  EXPECT_EQ(copy.identity(inactive.access_key), nullptr);
  EXPECT_TRUE(copy.set_active(user, inactive.access_key, true));
  EXPECT_NE(copy.identity(inactive.access_key), nullptr);
  const Entity is = copy.entity(role).value(), was = directory.entity(role).value();
  EXPECT_EQ(is.trust->text(), was.trust->text());
  EXPECT_EQ(std::tie(is.arn, is.id, is.path, is.description, is.max_session, is.created),
            std::tie(was.arn, was.id, was.path, was.description, was.max_session, was.created));
  EXPECT_EQ(copy.attached(user).value().front().attachments, 2U);
  EXPECT_EQ(
      boost::json::serialize(to_json(copy.image()).at("accounts")),
      boost::json::serialize(to_json([&] {
                               Image image = directory.image();
                               image.accounts.at(account).users.at("user").keys[1].record.active =
                                   true;
                               return image;
                             }())
                                 .at("accounts")));
}

TEST_F(ImageTest, SessionsLiveOnWithTheirOwners) {
  Directory copy(again(directory.image()), {}, nullptr);
  EXPECT_TRUE(copy.put_policy(role, "more", policy("s3:DeleteObject")));
  EXPECT_EQ(copy.identity(assumed.access_key)->policies.size(), 2U);
  EXPECT_TRUE(copy.detach(role, copy.attached(role).value().front().arn));
  EXPECT_TRUE(copy.remove_policy(role, "more"));
  EXPECT_TRUE(copy.remove(role));
  EXPECT_EQ(copy.identity(assumed.access_key), nullptr);
  EXPECT_NE(directory.identity(assumed.access_key), nullptr);
}

TEST_F(ImageTest, KeysThatAreMissingAreDrawn) {
  Image image = directory.image();
  for (Root& root : image.roots) root.key = nullptr;
  for (OwnKey& own : image.accounts.at(account).users.at("user").keys) own.key = nullptr;
  image.sessions.clear();
  const Directory copy(std::move(image), {}, nullptr);
  EXPECT_EQ(copy.identity("AKIAONE"), nullptr);
  EXPECT_EQ(copy.identity(active.access_key), nullptr);
  EXPECT_EQ(copy.first()->account, account);
  const auto keys = copy.keys(user).value();
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_NE(copy.identity(keys[0].access_key), nullptr);
  EXPECT_EQ(copy.identity(keys[1].access_key), nullptr) << "it was inactive";
  EXPECT_GT(copy.changes(), 0U);
}

TEST_F(ImageTest, AccountsWithoutARootAreCarriedAlong) {
  Image image = directory.image();
  image.former_roots.push_back(image.roots.front());
  image.roots.erase(image.roots.begin());
  const Directory without(again(image), {}, nullptr);
  EXPECT_EQ(without.identity(active.access_key), nullptr);
  Image back = again(without.image());
  ASSERT_EQ(back.former_roots.size(), 1U);
  back.roots.push_back(back.former_roots.front());
  const Directory with(std::move(back), {}, nullptr);
  expect_same_identity(directory, with, active);
}

TEST_F(ImageTest, ChangesAreCountedButSessionsAreNot) {
  std::uint64_t last = directory.changes();
  const auto changed = [&] { return std::exchange(last, directory.changes()) != last; };
  const SessionTerms terms{.name = "t", .issued = now, .expires = now + std::chrono::hours(1)};
  const auto session = directory.assume(role, terms).value();
  EXPECT_FALSE(changed());
  EXPECT_TRUE(directory.revoke(session.access_key));
  EXPECT_TRUE(changed());
  directory.create({.account = account, .name = "second"}).value();
  EXPECT_TRUE(changed());
  EXPECT_TRUE(directory.set_active(user, active.access_key, false));
  EXPECT_TRUE(changed());
  EXPECT_TRUE(directory.remove_key(user, active.access_key));
  EXPECT_TRUE(changed());
  EXPECT_TRUE(directory.set_trust(role, policy("sts:AssumeRole", PolicyKind::trust)));
  EXPECT_TRUE(changed());
  EXPECT_TRUE(directory.remove_policy(user, "inline"));
  EXPECT_TRUE(changed());
  EXPECT_FALSE(directory.remove_policy(user, "inline"));
  EXPECT_FALSE(changed());
}

TEST_F(ImageTest, WhatIsNoImageIsRefused) {
  const auto refused = [](const std::string& text) {
    return !image_from_json(boost::json::parse(text).get_object());
  };
  EXPECT_TRUE(refused("{}"));
  EXPECT_TRUE(refused(R"({"roots":[{}],"former_roots":[],"accounts":[],"sessions":[]})"));
  EXPECT_FALSE(refused(R"({"roots":[],"former_roots":[],"accounts":[],"sessions":[]})"));
  auto json = to_json(directory.image());
  for (auto& one : json["accounts"].as_array()) one.as_object()["policies"].emplace_array();
  EXPECT_FALSE(image_from_json(json)) << "a user is attached to a policy that is not there";
}

// Everybody's keys, as an index of worlds has them.
class Registry final : public KeyRegistry {
 public:
  bool claim(std::string_view access_key) override {
    if (taken == access_key) return false;
    ++claimed[std::string(access_key)];
    return true;
  }
  void release(std::string_view access_key) noexcept override {
    const auto found = claimed.find(std::string(access_key));
    if (--found->second == 0) claimed.erase(found);
  }
  std::map<std::string, int> claimed;
  std::string taken;
};

TEST_F(ImageTest, EveryKeyIsClaimedAndGivenBack) {
  const auto registry = std::make_shared<Registry>();
  {
    Directory copy(directory.image(), {}, registry);
    EXPECT_EQ(registry->claimed.size(), 6U) << "two roots, two of a user, two sessions";
    const SessionTerms terms{.name = "t", .issued = now, .expires = now + std::chrono::hours(1)};
    const auto session = copy.assume(role, terms).value();
    EXPECT_EQ(registry->claimed.count(session.access_key), 1U);
    EXPECT_TRUE(copy.revoke(session.access_key));
    EXPECT_EQ(registry->claimed.count(session.access_key), 0U);
    EXPECT_TRUE(copy.set_active(user, active.access_key, false));
    EXPECT_EQ(registry->claimed.count(active.access_key), 1U);
    EXPECT_TRUE(copy.remove_key(user, active.access_key));
    EXPECT_EQ(registry->claimed.count(active.access_key), 0U);
    EXPECT_EQ(registry->claimed.count(copy.create_key(user, now).value().access_key), 1U);
  }
  EXPECT_TRUE(registry->claimed.empty());
}

TEST_F(ImageTest, AKeyThatIsAnothersIsDrawnAnew) {
  const auto registry = std::make_shared<Registry>();
  registry->taken = active.access_key;
  const Directory copy(directory.image(), {}, registry);
  EXPECT_EQ(copy.identity(active.access_key), nullptr);
  EXPECT_NE(copy.identity(copy.keys(user).value().front().access_key), nullptr);
}

}  // namespace
}  // namespace pail::access
