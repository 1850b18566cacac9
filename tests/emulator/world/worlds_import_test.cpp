// What an import puts into a world's place, and whose it is then.
#include "emulator/world/world_row.hpp"
#include "tests/emulator/world/world_case.hpp"

namespace pail::emulator::testing {
namespace {

class AdoptTest : public EveryEngine {
 protected:
  // A copy of all that a world holds, row by row, as an import makes it.
  std::unique_ptr<store::Space> copy_of(world::World& world) {
    const auto contents = world.contents();
    EXPECT_TRUE(contents->save());
    auto space = std::move(pail.worlds().scratch_space().value());
    const auto rows = contents->space().range();
    for (rows.value()->seek(""); rows.value()->valid(); rows.value()->next()) {
      const store::Change change{std::string(rows.value()->key()), {}, rows.value()->entry()};
      EXPECT_TRUE(space->swap({&change, 1}).value());
    }
    return space;
  }
  std::string world_of(const signer::Credentials& keys) {
    const auto world = pail.worlds().of_access_key(keys.access_key);
    return world ? world->name() : "none";
  }
};

TEST_P(AdoptTest, TheWorldsOwnRootOwnsWhatCame) {
  const User source = pail.make("source");
  ASSERT_EQ(source.puts("bucket", {}), "200");
  ASSERT_EQ(source.puts("bucket/key", "body"), "200");
  const signer::Credentials user = QueryClient(pail.s3(), source.keys()).make_user("user");
  const User target = pail.make("target");
  ASSERT_EQ(target.puts("old", {}), "200");
  const std::vector<std::string> names = pail.engine().names();
  ASSERT_TRUE(pail.worlds().adopt(pail.world("target"), copy_of(pail.world("source"))));
  EXPECT_EQ(target.gets("bucket/key"), "body");
  EXPECT_EQ(target.does("HEAD", "/old"), "404");
  EXPECT_EQ(target.puts("bucket/key", "target's"), "200");
  EXPECT_EQ(source.gets("bucket/key"), "body");
  EXPECT_EQ(target.does("DELETE", "/bucket/key"), "204");
  EXPECT_EQ(target.does("DELETE", "/bucket"), "204") << "it is its own";
  EXPECT_EQ(world_of(source.keys()), "source");
  EXPECT_EQ(world_of(user), "source");
  const auto keys = pail.world("target").keys();
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].keys.access_key, target.keys().access_key);
  EXPECT_NE(keys[1].keys.access_key, user.access_key) << "the source has that key";
  EXPECT_EQ(world_of(keys[1].keys), "target");
  EXPECT_EQ(pail.engine().names().size(), names.size()) << "nothing of the import stays";
}

TEST_P(AdoptTest, UsersKeysAreKeptWhenNobodyHasThem) {
  const User source = pail.make("source");
  const signer::Credentials user = QueryClient(pail.s3(), source.keys()).make_user("user");
  const User target = pail.make("target");
  auto space = copy_of(pail.world("source"));
  ASSERT_TRUE(pail.worlds().remove("source"));
  ASSERT_TRUE(pail.worlds().adopt(pail.world("target"), std::move(space)));
  EXPECT_EQ(world_of(user), "target");
  EXPECT_EQ(User(pail.s3(), user).does("GET", "/"), "403 AccessDenied") << "known, without rights";
  EXPECT_EQ(world_of(source.keys()), "none");
}

TEST_P(AdoptTest, ItsOwnExportComesBackAsItWas) {
  pail.s3().make_bucket("bucket");
  const auto before = pail.worlds().default_world().keys();
  auto again = copy_of(pail.worlds().default_world());
  ASSERT_TRUE(pail.worlds().reset(pail.worlds().default_world()));
  ASSERT_TRUE(pail.worlds().adopt(pail.worlds().default_world(), std::move(again)));
  EXPECT_EQ(pail.root().does("HEAD", "/bucket"), "200");
  const auto after = pail.worlds().default_world().keys();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].arn, before[i].arn);
    EXPECT_EQ(after[i].keys.access_key, before[i].keys.access_key);
  }
}

TEST_P(AdoptTest, WhatNamesNoIdentitiesBelongsToTheWorldsOwn) {
  auto space = std::move(pail.worlds().scratch_space().value());
  const auto arn = pail.worlds().default_world().keys().front().arn;
  ASSERT_TRUE(pail.worlds().adopt(pail.worlds().default_world(), std::move(space)));
  EXPECT_EQ(pail.worlds().default_world().keys().front().arn, arn);
}

TEST_P(AdoptTest, AnImportThatIsGivenUpLeavesNothing) {
  const std::vector<std::string> names = pail.engine().names();
  { const auto space = std::move(pail.worlds().scratch_space().value()); }
  { const auto space = std::move(pail.worlds().scratch_space().value()); }
  EXPECT_LE(pail.engine().names().size(), names.size() + 1) << "the last one may wait";
}

TEST_P(AdoptTest, IdentitiesThatCannotBeReadAreRefused) {
  pail.s3().make_bucket("bucket");
  auto space = std::move(pail.worlds().scratch_space().value());
  const store::Change change{"w", {}, store::make_entry("{}")};
  ASSERT_TRUE(space->swap({&change, 1}).value());
  EXPECT_EQ(refusal(pail.worlds().adopt(pail.worlds().default_world(), std::move(space))),
            "InvalidArgument: Row \"w\" cannot be read: another version of pail wrote it.");
  EXPECT_EQ(pail.root().does("HEAD", "/bucket"), "200");
}

INSTANTIATE_TEST_SUITE_P(Engines, AdoptTest,
                         ::testing::Values(EngineKind::memory, EngineKind::disk),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace pail::emulator::testing
