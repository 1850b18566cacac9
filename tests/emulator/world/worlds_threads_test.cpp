// Everything that can be done to worlds, from several threads at once. Without requests: what they
// do to a world is done by the same calls, and the sanitizers see the more of it.
#include <gtest/gtest.h>

#include <atomic>

#include "emulator/store/disk.hpp"
#include "emulator/world/worlds.hpp"
#include "tests/store/support/temporary_directory.hpp"
#include "tests/support/threads.hpp"

namespace pail::world {
namespace {

constexpr int rounds = 30;

class WorldsThreads : public ::testing::TestWithParam<bool> {
 protected:
  std::unique_ptr<Worlds> open() {
    std::unique_ptr<store::Engine> engine =
        GetParam()
            ? std::move(
                  store::open_disk_engine({directory.path(), store::Durability::none}).value())
            : store::make_memory_engine();
    return std::move(
        Worlds::open(
            std::move(engine),
            {{"default", "us-east-1", {{"AKIAROOT", "s"}}, std::make_shared<wire::SystemClock>()}},
            [this](World&) { ++moved; })
            .value());
  }

  store::testing::TemporaryDirectory directory;
  std::atomic<int> moved = 0;
};

// As a request: takes the contents once, and uses them whatever becomes of the world.
void write_and_read(World& world, int number) {
  const auto contents = world.contents();
  auto& model = contents->model();
  static_cast<void>(model.create_bucket("bucket", "owner", "us-east-1", world.now()));
  const auto bucket = model.bucket("bucket");
  ASSERT_TRUE(bucket) << "what made it holds it";
  const std::string key = "key" + std::to_string(number), body(50'000, 'x');
  auto incoming = model.incoming();
  ASSERT_TRUE(incoming.write(wire::as_bytes(body)));
  ASSERT_TRUE(model.put(bucket.value(), key, {}, std::move(incoming), {}, world.now()));
  EXPECT_TRUE(model.get(bucket.value(), key));
}

// As a call of IAM, and one of STS.
void make_user(World& world, int number) {
  const auto contents = world.contents();
  auto& directory = contents->directory();
  const access::EntityName name{access::EntityKind::user, directory.first()->account,
                                "user" + std::to_string(number)};
  static_cast<void>(directory.create({.account = name.account, .name = name.name}));
  const auto keys = directory.create_key(name, world.now());
  EXPECT_TRUE(contents->save());
  access::SessionTerms terms;
  terms.issued = world.now();
  terms.expires = terms.issued + std::chrono::hours(1);
  EXPECT_TRUE(directory.begin_session(*directory.first(), terms));
  if (keys) static_cast<void>(directory.remove_key(name, keys.value().access_key));
}

void fork_use_remove(Worlds& worlds, int round) {
  const auto created = worlds.create({.from = round % 2 == 0 ? "default" : "default@s"});
  ASSERT_TRUE(created);
  World& fork = *created.value().world;
  EXPECT_EQ(worlds.of_access_key(created.value().keys.front().keys.access_key).get(), &fork);
  write_and_read(fork, round);
  EXPECT_TRUE(worlds.remove(fork.name()));
}

void look_around(Worlds& worlds, int round) {
  worlds.default_world().advance_clock(std::chrono::seconds(1));
  for (const auto& world : worlds.list()) make_user(*world, round);
  EXPECT_NE(worlds.of_access_key("AKIAROOT"), nullptr);
}

TEST_P(WorldsThreads, MayDoAllOfItAtOnce) {
  const auto worlds = open();
  World& world = worlds->default_world();
  ASSERT_TRUE(worlds->take_snapshot(world, "s"));
  const std::function<void(int)> work[] = {
      [&](int) { EXPECT_TRUE(worlds->reset(world)); },
      [&](int) { EXPECT_TRUE(worlds->restore(world, "s")); },
      [&](int) { EXPECT_TRUE(worlds->take_snapshot(world, "s")); },
      [&](int round) { fork_use_remove(*worlds, round); },
      [&](int round) { make_user(world, round); },
      [&](int round) { look_around(*worlds, round); },
      [&](int round) { write_and_read(world, round); },
      [&](int round) { write_and_read(world, rounds + round); },
  };
  pail::testing::on_threads(std::ssize(work), [&](std::ptrdiff_t thread) {
    for (int round = 0; round < rounds; ++round) work[thread](round);
  });
  EXPECT_TRUE(worlds->single());
  EXPECT_EQ(moved, rounds);
  EXPECT_EQ(world.keys().front().keys.access_key, "AKIAROOT");
}

TEST_P(WorldsThreads, OnlyOneWorldGetsAName) {
  const auto worlds = open();
  std::atomic<int> made = 0;
  pail::testing::on_threads(8, [&](int) {
    for (int i = 0; i < 10; ++i) {
      if (worlds->create({.name = "w" + std::to_string(i)})) ++made;
    }
  });
  EXPECT_EQ(made, 10);
  EXPECT_EQ(worlds->size(), 11U);
  pail::testing::on_threads(8, [&](int) {
    for (int i = 0; i < 10; ++i) {
      if (worlds->remove("w" + std::to_string(i))) --made;
    }
  });
  EXPECT_EQ(made, 0);
  EXPECT_TRUE(worlds->single());
}

INSTANTIATE_TEST_SUITE_P(Engines, WorldsThreads, ::testing::Values(false, true),
                         [](const auto& tested) { return tested.param ? "disk" : "memory"; });

}  // namespace
}  // namespace pail::world
