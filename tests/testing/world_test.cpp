#include "testing/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "testing/emulator.hpp"
#include "testing/matchers.hpp"
#include "tests/testing/client.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

class WorldTest : public ::testing::Test {
 protected:
  Emulator s3;
  World world = s3.new_world();
};

TEST_F(WorldTest, ItsClockStandsRunsShiftedAndMovesOn) {
  world.set_time(at("2013-02-06T00:57:45Z"));
  world.advance(24h);
  EXPECT_EQ(world.now(), at("2013-02-07T00:57:45Z"));
  EXPECT_EQ(world.clock().mode, ClockSetting::Mode::fixed);
  world.shift(-16min);
  EXPECT_EQ(world.clock().mode, ClockSetting::Mode::offset);
  world.freeze();
  const wire::Time then = world.now();
  EXPECT_EQ(world.now(), then);
  world.set_clock({});
  EXPECT_EQ(world.clock().mode, ClockSetting::Mode::system);
}

TEST_F(WorldTest, AClockThatIsOffMakesHonestClientsTooLate) {
  world.shift(16min);
  TestClient client(world);
  // Ours learns the server's time from the refusal, and asks again.
  EXPECT_EQ(client.put("photos", "cat.jpg", "meow"), "NoSuchBucket");
  EXPECT_THAT(world.journal(),
              ElementsAre(Request().answered(403).refused(), Request().answered(404)));
}

TEST_F(WorldTest, TextsThatAreNoDatesAreTold) {
  EXPECT_THAT([] { at("yesterday"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("not a date: 'yesterday'")));
}

TEST_F(WorldTest, ItsJournalFindsWhatFits) {
  TestClient client(world);
  client.make_bucket("photos");
  EXPECT_EQ(client.put("photos", "cat.jpg", "meow"), "");
  EXPECT_EQ(client.get("photos", "dog.jpg"), "<NoSuchKey>");

  EXPECT_THAT(world.journal({.key = "cat.jpg"}),
              ElementsAre(Request("PutObject").on("photos", "cat.jpg").answered(200).accepted()));
  EXPECT_THAT(world.journal({.status = 404}),
              ElementsAre(Request("GetObject").with_code("NoSuchKey")));
  const std::uint64_t first = world.journal().front().id;
  EXPECT_THAT(world.journal({}, first), ElementsAre(Request("PutObject"), Request("GetObject")));
  EXPECT_THAT(world.journal_as_har(), HasSubstr("\"log\""));
  EXPECT_EQ(world.journal_dropped(), 0U);
  world.clear_journal();
  EXPECT_THAT(world.journal(), IsEmpty());
}

TEST_F(WorldTest, WaitsForWhatIsYetToCome) {
  auto waiting =
      std::async(std::launch::async, [&] { return world.wait_for({.operation = "PutObject"}, 2); });
  TestClient client(world);
  client.make_bucket("photos");
  EXPECT_EQ(client.put("photos", "a", "1"), "");
  EXPECT_EQ(client.put("photos", "b", "2"), "");
  EXPECT_THAT(waiting.get(), ElementsAre(Request().on("photos", "a"), Request().on("photos", "b")));
}

TEST_F(WorldTest, SaysWhatThereWasWhenItWaitedInVain) {
  TestClient client(world);
  client.make_bucket("photos");
  EXPECT_THAT([&] { world.wait_for({.bucket = "photos"}, 2, 1ms); },
              ThrowsMessage<std::runtime_error>(
                  HasSubstr("within 1 ms came 1 of 2 journal entries\n  PUT /photos")));
}

TEST_F(WorldTest, ComesBackToASnapshot) {
  TestClient client(world);
  client.make_bucket("photos");
  client.put("photos", "cat.jpg", "meow");
  world.snapshot("before");
  EXPECT_THAT(world.snapshots(), ElementsAre(Field(&Snapshot::name, "before")));

  client.put("photos", "cat.jpg", "woof");
  world.restore("before");
  EXPECT_EQ(client.get("photos", "cat.jpg"), "meow");

  world.drop_snapshot("before");
  EXPECT_THAT(world.snapshots(), IsEmpty());
  EXPECT_THROW(world.drop_snapshot("before"), std::runtime_error);
  EXPECT_THROW(world.restore("before"), std::runtime_error);
}

TEST_F(WorldTest, ForksGoOnByThemselves) {
  TestClient client(world);
  client.make_bucket("photos");
  client.put("photos", "cat.jpg", "meow");
  world.snapshot("first");
  client.put("photos", "cat.jpg", "purr");

  const World now = world.fork();
  const World then = world.fork("first");
  EXPECT_NE(now.access_key(), world.access_key());
  EXPECT_EQ(TestClient(now).get("photos", "cat.jpg"), "purr");
  EXPECT_EQ(TestClient(then).get("photos", "cat.jpg"), "meow");
  EXPECT_EQ(TestClient(then).put("photos", "cat.jpg", "woof"), "");
  EXPECT_EQ(client.get("photos", "cat.jpg"), "purr");
}

TEST_F(WorldTest, AForkHasNewKeysForTheUsersOfItsSource) {
  world.seed(R"({"identities": {"users": [{"name": "ci", "access_key": "AKIDCI",
                                           "secret_key": "secret of the source"}]}})");
  const World fork = world.fork();
  EXPECT_THAT(fork.keys(), ElementsAre(Field(&Key::access_key, fork.access_key()),
                                       Field(&Key::arn, EndsWith(":user/ci"))));
  EXPECT_NE(fork.keys().back().access_key, "AKIDCI");
}

TEST_F(WorldTest, ResetLeavesNothingButItsKeys) {
  TestClient client(world);
  client.make_bucket("photos");
  world.faults().add_profile("throttled");
  world.reset();
  EXPECT_THAT(world.faults().list(), IsEmpty());
  EXPECT_THAT(world.journal(), IsEmpty());
  EXPECT_THAT(client->list_buckets().value(), IsEmpty());
}

}  // namespace
}  // namespace pail::testing
