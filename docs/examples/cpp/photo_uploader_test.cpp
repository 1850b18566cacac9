// How to test code that talks to S3: each test gets a world of its own, makes it behave as badly as
// it likes, and asks its journal what really happened.
#include "photo_uploader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <pail/testing/emulator.hpp>
#include <pail/testing/matchers.hpp>

using namespace std::chrono_literals;
using ::pail::testing::Request;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Not;

namespace {

class PhotoUpload : public ::testing::Test {
 protected:
  // One server for all tests: a world costs microseconds.
  static pail::testing::Emulator& s3() {
    static pail::testing::Emulator emulator;
    return emulator;
  }

  PhotoUploader uploader() const {
    return PhotoUploader(
        {world.endpoint(), world.region(), world.access_key(), world.secret_key()});
  }

  pail::testing::World world = s3().new_world({.seed = R"({"buckets": [{"name": "photos"}]})"});
};

TEST_F(PhotoUpload, ArrivesAndIsSigned) {
  uploader().upload("photos", "cat.jpg", "meow");

  EXPECT_THAT(world.journal(),
              Contains(Request("PutObject").on("photos", "cat.jpg").answered(200).accepted()));
}

TEST_F(PhotoUpload, SlowsDownWhenAsked) {
  world.faults().add(R"({"match": {"operation": "PutObject"}, "when": {"times": 2},
                         "then": {"error": "SlowDown"}})");

  uploader().upload("photos", "cat.jpg", "meow");

  EXPECT_THAT(world.journal(), ElementsAre(Request("PutObject").answered(503).with_code("SlowDown"),
                                           Request("PutObject").answered(503).with_code("SlowDown"),
                                           Request("PutObject").answered(200)));
}

TEST_F(PhotoUpload, SurvivesAConnectionThatBreaksBehindTheCommit) {
  world.faults().add({.when = {.times = 1}, .then = {.commit_then_reset = true}});

  uploader().upload("photos", "cat.jpg", "meow");  // the first attempt was stored, unheard

  EXPECT_THAT(world.journal(),
              ElementsAre(Request("PutObject").hit_by_fault(), Request("PutObject").answered(200)));
}

TEST_F(PhotoUpload, GivesUpInTheEnd) {
  const std::string rule =
      world.faults().add({.then = {.error = pail::testing::FaultError{
                                       .code = pail::testing::Errc::ServiceUnavailable}}});

  EXPECT_THROW(uploader().upload("photos", "cat.jpg", "meow"), UploadFailed);
  EXPECT_EQ(world.faults().hits(rule), PhotoUploader::attempts_max);
}

TEST_F(PhotoUpload, DoesNotMindThatThePhonesClockIsWrong) {
  world.shift(16min);  // as if the phone were late

  uploader().upload("photos", "cat.jpg", "meow");

  EXPECT_THAT(world.journal(),
              ElementsAre(Request().answered(403).with_code("RequestTimeTooSkewed"),
                          Request().answered(200)));
}

TEST_F(PhotoUpload, FinishesOnAFlakyNetwork) {
  world.faults().add_profile("flaky-1-percent");
  for (int i = 0; i < 200; ++i) uploader().upload("photos", std::to_string(i) + ".jpg", "meow");

  EXPECT_GT(world.faults().hits(), 0U);
  EXPECT_EQ(world.journal({.operation = "PutObject", .status = 200}).size(), 200U);
}

// Work that many tests begin with is done once, and each test goes on in a fork of it.
TEST_F(PhotoUpload, GoesOnInAForkWithoutChangingItsSource) {
  uploader().upload("photos", "cat.jpg", "meow");
  world.clear_journal();

  const pail::testing::World fork = world.fork();
  PhotoUploader({fork.endpoint(), fork.region(), fork.access_key(), fork.secret_key()})
      .upload("photos", "dog.jpg", "woof");

  EXPECT_THAT(fork.journal(), Contains(Request("PutObject").on("photos", "dog.jpg").answered(200)));
  EXPECT_THAT(world.journal(), Not(Contains(Request("PutObject"))));
}

}  // namespace
