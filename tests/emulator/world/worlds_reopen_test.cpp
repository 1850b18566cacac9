// What a directory says about worlds when it is opened again, also by a process that comes after
// one that died between two steps.
#include <gmock/gmock.h>

#include "emulator/world/world_row.hpp"
#include "tests/emulator/world/world_case.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReopenTest : public ::testing::Test {
 protected:
  void reopen(Options options = {}) {
    pail.close();
    pail.open(std::move(options));
  }
  // Works on the directory behind the emulator's back.
  template <class Work>
  void on_engine(Work work) {
    pail.close();
    {
      const auto engine = pail.open_engine();
      work(*engine);
    }
    pail.open();
  }
  static void write_row(store::Engine& engine, std::string_view space, world::WorldRow row) {
    ASSERT_TRUE(world::write_world_row(*engine.open(space).value(), row));
  }
  static void fork(store::Engine& engine, std::string_view from, std::string_view to) {
    ASSERT_TRUE(engine.fork(*engine.open(from).value(), to));
  }
  std::vector<std::string> worlds() {
    std::vector<std::string> names;
    for (const auto& world : pail.worlds().list()) names.push_back(world->name());
    return names;
  }
  // "a~7": what the world's Space is called now.
  std::string space_of(std::string_view world) {
    for (const std::string& name : pail.engine().names()) {
      const auto parsed = world::parse_space_name(name);
      if (parsed && parsed->world == world && parsed->snapshot.empty()) return name;
    }
    return {};
  }

  WorldCase pail{EngineKind::disk};
};

TEST_F(ReopenTest, WorldsUsersAndSnapshotsAreThereAgain) {
  const User root = pail.root_of(pail.worlds().create({.name = "a", .region = "eu-west-1"}));
  const signer::Credentials keys = root.keys();
  const std::string eu =
      "<CreateBucketConfiguration><LocationConstraint>EU</LocationConstraint>"
      "</CreateBucketConfiguration>";
  ASSERT_EQ(root.puts("bucket", eu), "200");
  ASSERT_EQ(root.puts("bucket/key", "then"), "200");
  ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
  ASSERT_EQ(root.puts("bucket/key", "now"), "200");
  const signer::Credentials user = QueryClient(pail.s3(), default_keys()).make_user("user");
  for (const char* const time : {"first", "second"}) {
    SCOPED_TRACE(time);
    reopen();
    EXPECT_THAT(worlds(), ElementsAre("a", "default"));
    EXPECT_EQ(pail.world("a").region(), "eu-west-1");
    EXPECT_EQ(User(pail.s3(), keys, "eu-west-1").gets("bucket/key"), "now");
    EXPECT_EQ(User(pail.s3(), user).does("GET", "/"), "403 AccessDenied")
        << "known, without rights";
    ASSERT_EQ(pail.worlds().snapshots(pail.world("a")).size(), 1U);
    EXPECT_EQ(pail.worlds().snapshot(pail.world("a"), "s")->taken, test_time());
  }
  ASSERT_TRUE(pail.worlds().restore(pail.world("a"), "s"));
  reopen();
  EXPECT_EQ(User(pail.s3(), keys, "eu-west-1").gets("bucket/key"), "then");
}

TEST_F(ReopenTest, WhatWasResetRemovedOrDroppedStaysSo) {
  const User a = pail.make("a");
  pail.make("b");
  ASSERT_EQ(a.puts("bucket", {}), "200");
  ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
  ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("b"), "s"));
  ASSERT_TRUE(pail.worlds().reset(pail.world("a")));
  ASSERT_TRUE(pail.worlds().drop_snapshot(pail.world("a"), "s"));
  ASSERT_TRUE(pail.worlds().remove("b"));
  const signer::Credentials keys = a.keys();
  reopen();
  EXPECT_THAT(worlds(), ElementsAre("a", "default"));
  EXPECT_EQ(User(pail.s3(), keys).gets("bucket/key"), "404 NoSuchBucket");
  EXPECT_THAT(pail.worlds().snapshots(pail.world("a")), IsEmpty());
  EXPECT_EQ(pail.engine().names().size(), 2U);
}

TEST_F(ReopenTest, SessionsEndWithTheProcess) {
  QueryClient client(pail.s3(), default_keys());
  const signer::Credentials session =
      credentials_in(client.sts("GetSessionToken"), "GetSessionToken");
  client.make_user("user");
  reopen();
  EXPECT_EQ(User(pail.s3(), session).does("GET", "/"), "403 InvalidAccessKeyId");
}

// Users of an account whose root was not named for once are there when it is again.
TEST_F(ReopenTest, TheCommandLineSaysTheRootsOfTheDefaultWorld) {
  const signer::Credentials user = QueryClient(pail.s3(), other_keys()).make_user("user");
  Options alone;
  alone.identities = {{std::string(default_access_key), "another secret"}};
  reopen(std::move(alone));
  EXPECT_EQ(User(pail.s3(), default_keys()).does("GET", "/"), "403 SignatureDoesNotMatch");
  EXPECT_EQ(User(pail.s3(), {std::string(default_access_key), "another secret"}).does("GET", "/"),
            "200");
  EXPECT_EQ(User(pail.s3(), user).does("GET", "/"), "403 InvalidAccessKeyId");
  QueryClient(pail.s3(), {std::string(default_access_key), "another secret"}).make_user("second");
  reopen();
  EXPECT_EQ(User(pail.s3(), user).does("GET", "/"), "403 AccessDenied");
  EXPECT_EQ(User(pail.s3(), other_keys()).does("GET", "/"), "200");
}

// The account that an import has given the default world's root is its own from then on.
TEST_F(ReopenTest, WhatWasImportedStaysItsRoots) {
  const User source = pail.make("a");
  ASSERT_EQ(source.puts("bucket", {}), "200");
  const std::string arn = pail.world("a").keys().front().arn;
  {
    auto space = std::move(pail.worlds().scratch_space().value());
    const auto contents = pail.world("a").contents();
    const auto rows = contents->space().range();
    for (rows.value()->seek(""); rows.value()->valid(); rows.value()->next()) {
      const store::Change change{std::string(rows.value()->key()), {}, rows.value()->entry()};
      ASSERT_TRUE(space->swap({&change, 1}).value());
    }
    ASSERT_TRUE(pail.worlds().adopt(pail.worlds().default_world(), std::move(space)));
  }
  ASSERT_TRUE(pail.worlds().remove("a"));
  reopen();
  EXPECT_EQ(pail.worlds().default_world().keys().front().arn, arn);
  EXPECT_EQ(pail.root().does("DELETE", "/bucket"), "204") << "it is its own";
  ASSERT_TRUE(pail.worlds().reset(pail.worlds().default_world()));
  EXPECT_EQ(pail.worlds().default_world().keys().front().arn, arn);
}

TEST_F(ReopenTest, ARestoreThatWasCutShortHasHappened) {
  const User root = pail.make("a");
  const signer::Credentials keys = root.keys();
  ASSERT_EQ(root.puts("bucket", {}), "200");
  ASSERT_EQ(root.puts("bucket/key", "then"), "200");
  ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
  ASSERT_EQ(root.puts("bucket/key", "later"), "200");
  on_engine([&](store::Engine& engine) {
    for (const std::string& name : engine.names()) {
      if (name.starts_with("a@s")) fork(engine, name, "a~99");
    }
  });
  EXPECT_EQ(User(pail.s3(), keys).gets("bucket/key"), "then");
  EXPECT_EQ(space_of("a"), "a~99");
  EXPECT_EQ(pail.engine().names().size(), 3U) << "the one before is dropped";
}

TEST_F(ReopenTest, AResetOrAForkThatWasCutShortHasNot) {
  const User root = pail.make("a");
  const signer::Credentials keys = root.keys();
  ASSERT_EQ(root.puts("bucket", {}), "200");
  on_engine([&](store::Engine& engine) {
    static_cast<void>(engine.open("a~99"));        // reset: no row yet
    static_cast<void>(engine.open("default~98"));  // the same of the default world
    fork(engine, engine.names().front(), "b~97");  // a fork with its source's row
    static_cast<void>(engine.open("~96"));         // an import
    static_cast<void>(engine.open("a@s~95"));      // a snapshot
  });
  EXPECT_THAT(worlds(), ElementsAre("a", "default"));
  EXPECT_EQ(User(pail.s3(), keys).does("HEAD", "/bucket"), "200");
  EXPECT_THAT(pail.worlds().snapshots(pail.world("a")), IsEmpty());
  EXPECT_EQ(pail.engine().names().size(), 2U);
}

TEST_F(ReopenTest, ARemovalThatWasCutShortHasHappened) {
  pail.make("a");
  ASSERT_TRUE(pail.worlds().take_snapshot(pail.world("a"), "s"));
  const std::string space = space_of("a");
  on_engine(
      [&](store::Engine& engine) { write_row(engine, space, {.world = "a", .removed = true}); });
  EXPECT_THAT(worlds(), ElementsAre("default"));
  EXPECT_THAT(pail.engine().names(), ElementsAre("default"));
}

TEST_F(ReopenTest, ARowThatCannotBeReadIsNotPassedOver) {
  on_engine([&](store::Engine& engine) {
    const auto space = engine.open("default").value();
    const auto row = space->read("w").value();
    const store::Change change{"w", row, store::make_entry("no JSON")};
    ASSERT_TRUE(space->swap({&change, 1}).value());
    EXPECT_EQ(refusal(world::read_world_row(*space)),
              "InvalidArgument: Row \"w\" cannot be read: it is no JSON object.");
    const store::Change back{"w", space->read("w").value(), row};
    ASSERT_TRUE(space->swap({&back, 1}).value());
  });
}

}  // namespace
}  // namespace pail::emulator::testing
