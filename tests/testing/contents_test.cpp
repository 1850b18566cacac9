// What a world is filled with, written to and taken from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "testing/emulator.hpp"
#include "testing/matchers.hpp"
#include "tests/store/support/temporary_directory.hpp"
#include "tests/testing/client.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

constexpr std::string_view photos = R"({"buckets": [{"name": "photos", "objects": [
    {"key": "cat.jpg", "text": "meow"}]}]})";

class ContentsTest : public ::testing::Test {
 protected:
  Emulator s3;
  World world = s3.new_world();
  store::testing::TemporaryDirectory folder;
};

TEST_F(ContentsTest, ASeedIsThereAndDoesNothingASecondTime) {
  const Seeded first = world.seed(photos);
  EXPECT_EQ(first.buckets_made, 1U);
  EXPECT_EQ(first.objects_put, 1U);
  EXPECT_EQ(TestClient(world).get("photos", "cat.jpg"), "meow");
  const Seeded second = world.seed(photos);
  EXPECT_EQ(second.buckets_made + second.objects_put, 0U);
  EXPECT_GE(second.unchanged, 1U);
}

TEST_F(ContentsTest, ANewWorldMayBeginWithASeed) {
  const World seeded = s3.new_world({.seed = std::string(photos)});
  EXPECT_EQ(TestClient(seeded).get("photos", "cat.jpg"), "meow");
  EXPECT_THAT(seeded.journal({.operation = "PutObject"}), IsEmpty()) << "seeding is no request";
}

TEST_F(ContentsTest, AMistakeInASeedLeavesNoWorldBehind) {
  EXPECT_THAT([&] { s3.new_world({.name = "wrong", .seed = R"({"bukets": []})"}); },
              ThrowsMessage<std::runtime_error>(HasSubstr("bukets")));
  EXPECT_THAT(s3.world_names(), ::testing::Not(::testing::Contains("wrong")));
}

TEST_F(ContentsTest, ASeedOfAFolderIsItsTree) {
  std::filesystem::create_directories(folder.path() / "photos" / "2013");
  std::ofstream(folder.path() / "photos" / "2013" / "cat.jpg") << "meow";
  world.seed_from(folder.path());
  EXPECT_EQ(TestClient(world).get("photos", "2013/cat.jpg"), "meow");
  EXPECT_THROW(world.seed_from(folder.path() / "nowhere"), std::runtime_error);
}

TEST_F(ContentsTest, AnArchiveCarriesAWorldIntoAnother) {
  world.seed(photos);
  const auto archive = folder.path() / "world.tar";
  world.export_to(archive);
  World other = s3.new_world();
  other.import_from(archive);
  EXPECT_EQ(TestClient(other).get("photos", "cat.jpg"), "meow");
}

TEST_F(ContentsTest, AFileThatIsNoArchiveChangesNothing) {
  world.seed(photos);
  const auto file = folder.path() / "world.tar";
  std::ofstream(file) << "no archive";
  EXPECT_THROW(world.import_from(file), std::runtime_error);
  EXPECT_THROW(world.import_from(folder.path() / "nowhere"), std::runtime_error);
  EXPECT_THROW(world.export_to(folder.path() / "nowhere" / "world.tar"), std::runtime_error);
  EXPECT_EQ(TestClient(world).get("photos", "cat.jpg"), "meow");
}

constexpr std::string_view telling_bucket = R"({"buckets": [{"name": "photos",
    "notification": {"QueueConfiguration": {"Queue": "arn:aws:sqs:us-east-1:123456789012:work",
                                            "Event": "s3:ObjectCreated:*"}}}]})";

TEST_F(ContentsTest, EventsOfABucketMayShowInTheJournal) {
  const Emulator telling({.notify = {{"*", ""}}});
  World photo_world = telling.new_world({.seed = std::string(telling_bucket)});
  EXPECT_EQ(TestClient(photo_world).put("photos", "cat.jpg", "meow"), "");
  const auto told = photo_world.wait_for({.key = "cat.jpg", .kind = "notification"});
  EXPECT_THAT(line_of(told.front()), HasSubstr("notification on s3://photos/cat.jpg"));
}

TEST_F(ContentsTest, AWebhookIsAUrl) {
  EXPECT_THROW(Emulator({.notify = {{"*", "no url"}}}), std::runtime_error);
}

// Whoever moves the clock has the rules run; there is nothing left to do for whoever asks.
TEST_F(ContentsTest, LifecycleRulesActWhenTheClockIsMoved) {
  world.set_time(at("2024-03-01T12:00:00Z"));
  world.seed(R"({"buckets": [{"name": "photos",
      "lifecycle": {"Rule": {"ID": "a", "Status": "Enabled", "Filter": {"Prefix": ""},
                             "Expiration": {"Days": 1}}},
      "objects": [{"key": "cat.jpg", "text": "meow"}]}]})");
  world.advance(72h);
  EXPECT_THAT(world.journal({.kind = "lifecycle"}), ::testing::SizeIs(1));
  EXPECT_EQ(world.run_lifecycle().expired, 0U);
}

}  // namespace
}  // namespace pail::testing
