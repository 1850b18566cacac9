#include "testing/emulator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "testing/matchers.hpp"
#include "tests/store/support/temporary_directory.hpp"
#include "tests/testing/client.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;

TEST(EmulatorTest, AnswersAtOnceOnAFreePortOfLoopback) {
  const Emulator first;
  const Emulator second;
  EXPECT_THAT(first.endpoint(), StartsWith("http://127.0.0.1:"));
  EXPECT_NE(first.endpoint(), second.endpoint());
  EXPECT_EQ(first.control_url(), first.endpoint() + "/_pail/v1/");
  TestClient s3(first.default_world());
  EXPECT_THAT(s3->list_buckets().value(), IsEmpty());
}

TEST(EmulatorTest, TheDefaultWorldHasThePublicKeysOfTheDocumentation) {
  const Emulator s3;
  const World world = s3.default_world();
  EXPECT_EQ(world.name(), "default");
  EXPECT_EQ(world.access_key(), "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(world.secret_key(), "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  EXPECT_EQ(world.region(), "us-east-1");
}

TEST(EmulatorTest, AWorldGoesWithItsHandle) {
  const Emulator s3;
  {
    const World passing = s3.new_world({.name = "passing"});
    EXPECT_THAT(s3.world_names(), ElementsAre("default", "passing"));
  }
  EXPECT_THAT(s3.world_names(), ElementsAre("default"));
}

TEST(EmulatorTest, AWorldThatIsKeptOrFoundStays) {
  const Emulator s3;
  s3.new_world({.name = "kept"}).keep();
  { const World found = s3.world("kept"); }
  EXPECT_THAT(s3.world_names(), ElementsAre("default", "kept"));
}

TEST(EmulatorTest, AMovedHandleIsTheOnlyOne) {
  const Emulator s3;
  World first = s3.new_world({.name = "first"});
  World second = s3.new_world({.name = "second"});
  first = std::move(second);
  EXPECT_EQ(first.name(), "second");
  World third = std::move(first);
  EXPECT_EQ(third.name(), "second");
  EXPECT_THAT(s3.world_names(), Contains("second"));
}

TEST(EmulatorTest, SaysWhyThereIsNoSuchWorld) {
  const Emulator s3;
  EXPECT_THAT([&] { s3.world("nowhere"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("nowhere")));
  EXPECT_THROW(s3.new_world({.name = "No Label"}), std::runtime_error);
  EXPECT_THROW(s3.new_world({.from = "nowhere"}), std::runtime_error);
  EXPECT_THAT(s3.world_names(), ElementsAre("default"));
}

TEST(EmulatorTest, ANewWorldHasARegionAndAClockOfItsOwn) {
  const Emulator s3;
  const World world = s3.new_world(
      {.clock = ClockSetting::standing(at("2013-02-06T00:57:45Z")), .region = "eu-west-1"});
  EXPECT_EQ(world.region(), "eu-west-1");
  EXPECT_EQ(world.now(), at("2013-02-06T00:57:45Z"));
}

TEST(EmulatorTest, MayShareAClockWithTheCodeUnderTest) {
  const auto clock = std::make_shared<wire::ManualClock>(at("2013-02-06T00:57:45Z"));
  const Emulator s3({.clock = clock});
  const World world = s3.new_world();
  clock->advance(1h);
  EXPECT_EQ(world.now(), at("2013-02-06T01:57:45Z"));
  EXPECT_EQ(s3.default_world().now(), at("2013-02-06T01:57:45Z"));
}

TEST(EmulatorTest, ADataDirectoryIsThereAgainForTheNextOne) {
  const store::testing::TemporaryDirectory folder;
  std::string access_key;
  {
    const Emulator s3({.data = folder.path()});
    World world = s3.new_world({.name = "lasting"});
    world.keep();
    access_key = world.access_key();
    TestClient client(world);
    client.make_bucket("photos");
    EXPECT_EQ(client.put("photos", "cat.jpg", "meow"), "");
  }
  const Emulator s3({.data = folder.path()});
  const World world = s3.world("lasting");
  EXPECT_EQ(world.access_key(), access_key);
  EXPECT_EQ(TestClient(world).get("photos", "cat.jpg"), "meow");
}

TEST(EmulatorTest, ADirectoryThatIsInUseIsTold) {
  const store::testing::TemporaryDirectory folder;
  const Emulator first({.data = folder.path()});
  EXPECT_THROW(Emulator({.data = folder.path()}), std::runtime_error);
}

TEST(EmulatorTest, AHandleThatOutlivesItCanStillBeLookedAt) {
  auto s3 = std::make_unique<Emulator>();
  const World world = s3->new_world();
  TestClient client(world);
  client.make_bucket("photos");
  s3.reset();
  EXPECT_THAT(world.journal(), ElementsAre(Request("CreateBucket")));
  EXPECT_EQ(client.get("photos", "cat.jpg"), "<NetworkFailure>");
}

TEST(EmulatorTest, SignaturesMayBeForgiven) {
  const Emulator s3({.auth = Auth::off});
  client::Config config;
  config.endpoint = net::parse_url(s3.endpoint()).value().origin;
  client::BlockingClient nobody(config);
  EXPECT_TRUE(nobody.list_buckets());
}

TEST(EmulatorTest, CountsWhatItDid) {
  const Emulator s3;
  TestClient(s3.default_world()).make_bucket("photos");
  EXPECT_THAT(s3.metrics(), HasSubstr("CreateBucket"));
  EXPECT_GE(s3.uptime(), 0ms);
}

// What one world does shows in no other, however many there are at once.
TEST(EmulatorTest, WorldsKnowNothingOfEachOther) {
  const Emulator s3;
  std::vector<std::thread> tests;
  for (int i = 0; i < 8; ++i) {
    tests.emplace_back([&s3, i] {
      World world = s3.new_world();
      if (i % 2 == 1) world.faults().add({.then = {.error = FaultError{.code = Errc::SlowDown}}});
      TestClient client(world);
      const auto made = client->create_bucket("photos");  // the same name in all of them
      EXPECT_EQ(static_cast<bool>(made), i % 2 == 0);
      EXPECT_THAT(world.journal(),
                  AllOf(SizeIs(1), Each(Request("CreateBucket").by(world.access_key()))));
    });
  }
  for (std::thread& test : tests) test.join();
}

}  // namespace
}  // namespace pail::testing
