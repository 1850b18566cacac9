#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/model/model.hpp"
#include "tests/model/error_matcher.hpp"
#include "tests/model/model_test_world.hpp"

namespace pail::model {
namespace {

using testing::body_of;
using testing::FailsWith;
using testing::ModelTestWorld;
using testing::some_time;
using testing::Succeeds;
using wire::Errc;

const WriteConditions must_be_absent{.must_be_absent = true};
WriteConditions must_match(std::string_view etag) {
  return {.if_match = std::string(etag)};
}

class ObjectsTest : public ::testing::Test {
 protected:
  Model& model() { return world_.model(); }
  std::string body(std::string_view key) { return body_of(model().get(bucket_, key).value()); }

  ModelTestWorld world_;
  Bucket bucket_ = world_.make_bucket();
};

TEST_F(ObjectsTest, APutIsReadBackAndReplaced) {
  const Object first = world_.put(bucket_, "key", "one").value();
  EXPECT_EQ(first.etag(), model().get(bucket_, "key").value().etag());
  EXPECT_EQ(body("key"), "one");
  world_.put(bucket_, "key", "two").value();
  EXPECT_EQ(body("key"), "two");
}

TEST_F(ObjectsTest, AMissingKeyIsNamed) {
  EXPECT_THAT(model().get(bucket_, "key"), FailsWith(Errc::NoSuchKey, "Key", "key"));
}

TEST_F(ObjectsTest, KeysAreBytes) {
  const std::string_view keys[] = {"a",         "A",      "a/", "\xc3\xa9",
                                   "e\xcc\x81", "a/../b", " ",  std::string_view("nul\0nul", 7),
                                   "\xff\xff"};
  for (const auto key : keys) world_.put(bucket_, key, key).value();
  for (const auto key : keys) EXPECT_EQ(body(key), key);
  EXPECT_EQ(model().list(bucket_, {}).value().objects.size(), std::size(keys));
}

TEST_F(ObjectsTest, BucketsDoNotShareKeys) {
  const Bucket other = world_.make_bucket("other");
  world_.put(bucket_, "key", "mine").value();
  world_.put(other, "key", "other's").value();
  EXPECT_EQ(body("key"), "mine");
  world_.remove(bucket_, "key").value();
  EXPECT_THAT(model().get(other, "key"), Succeeds());
}

TEST_F(ObjectsTest, RemovingSucceedsWhetherOrNotTheKeyWasThere) {
  world_.put(bucket_, "key").value();
  EXPECT_THAT(world_.remove(bucket_, "key"), Succeeds());
  EXPECT_THAT(world_.remove(bucket_, "key"), Succeeds());
  EXPECT_THAT(model().get(bucket_, "key"), FailsWith(Errc::NoSuchKey));
}

TEST_F(ObjectsTest, APutMayAskThatNothingIsThere) {
  EXPECT_THAT(world_.put(bucket_, "key", "one", must_be_absent), Succeeds());
  EXPECT_THAT(world_.put(bucket_, "key", "two", must_be_absent),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-None-Match"));
  EXPECT_EQ(body("key"), "one");
}

TEST_F(ObjectsTest, APutMayAskForWhatItReplaces) {
  const std::string etag(world_.put(bucket_, "key", "one").value().etag());
  EXPECT_THAT(world_.put(bucket_, "key", "two", must_match(etag)), Succeeds());
  EXPECT_THAT(world_.put(bucket_, "key", "three", must_match(etag)),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-Match"));
  EXPECT_EQ(body("key"), "two");
  EXPECT_THAT(world_.put(bucket_, "nothing", "", must_match(etag)),
              FailsWith(Errc::NoSuchKey, "Key", "nothing"));
}

TEST_F(ObjectsTest, ARemovalMayAskForWhatItRemoves) {
  const std::string etag(world_.put(bucket_, "key", "one").value().etag());
  EXPECT_THAT(world_.remove(bucket_, "key", must_match("another")),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-Match"));
  EXPECT_THAT(world_.remove(bucket_, "key", must_match(etag)), Succeeds());
  EXPECT_THAT(world_.remove(bucket_, "key", must_match(etag)),
              FailsWith(Errc::NoSuchKey, "Key", "key"));
  EXPECT_THAT(world_.remove(bucket_, "key", must_match("*")), FailsWith(Errc::NoSuchKey));
  world_.put(bucket_, "key").value();
  EXPECT_THAT(world_.remove(bucket_, "key", must_match("*")), Succeeds());
}

TEST_F(ObjectsTest, AnUnconditionalPutThatLosesTheRaceStillWinsTheKey) {
  world_.space().before_swap = [&] { world_.put(bucket_, "key", "first").value(); };
  EXPECT_THAT(world_.put(bucket_, "key", "second"), Succeeds());
  EXPECT_EQ(body("key"), "second");
}

TEST_F(ObjectsTest, AConditionIsJudgedAgainWhenTheRaceIsLost) {
  world_.space().before_swap = [&] { world_.put(bucket_, "key", "first").value(); };
  EXPECT_THAT(world_.put(bucket_, "key", "second", must_be_absent),
              FailsWith(Errc::PreconditionFailed, "Condition", "If-None-Match"));
  const std::string etag(model().get(bucket_, "key").value().etag());
  world_.space().before_swap = [&] { world_.remove(bucket_, "key").value(); };
  EXPECT_THAT(world_.put(bucket_, "key", "second", must_match(etag)), FailsWith(Errc::NoSuchKey));
  world_.put(bucket_, "key", "first").value();
  world_.space().before_swap = [&] { world_.put(bucket_, "key", "third").value(); };
  EXPECT_THAT(world_.remove(bucket_, "key", must_match(etag)), FailsWith(Errc::PreconditionFailed));
  EXPECT_EQ(body("key"), "third");
}

TEST_F(ObjectsTest, AConditionThatStillHoldsSurvivesTheRace) {
  world_.put(bucket_, "key", "one").value();
  const std::string etag(model().get(bucket_, "key").value().etag());
  // The same bytes again: another row, the same ETag.
  world_.space().before_swap = [&] { world_.put(bucket_, "key", "one").value(); };
  EXPECT_THAT(world_.put(bucket_, "key", "two", must_match(etag)), Succeeds());
}

TEST_F(ObjectsTest, ARemovalThatLosesTheRaceRemovesWhatIsThereNow) {
  world_.put(bucket_, "key", "one").value();
  world_.space().before_swap = [&] { world_.put(bucket_, "key", "two").value(); };
  EXPECT_THAT(world_.remove(bucket_, "key"), Succeeds());
  EXPECT_THAT(model().get(bucket_, "key"), FailsWith(Errc::NoSuchKey));
}

TEST_F(ObjectsTest, APutIntoABucketThatWentMeanwhileIsRefused) {
  world_.space().before_swap = [&] { model().delete_bucket("bucket").value(); };
  EXPECT_THAT(world_.put(bucket_, "key"), FailsWith(Errc::NoSuchBucket, "BucketName", "bucket"));
}

TEST_F(ObjectsTest, APutDoesNotSlipIntoANewBucketOfTheSameName) {
  world_.space().before_swap = [&] {
    model().delete_bucket("bucket").value();
    world_.make_bucket();
  };
  EXPECT_THAT(world_.put(bucket_, "key"), FailsWith(Errc::NoSuchBucket, "BucketName", "bucket"));
  EXPECT_TRUE(model().list(model().bucket("bucket").value(), {}).value().objects.empty());
}

TEST_F(ObjectsTest, AFailedPutLeavesNothing) {
  world_.put(bucket_, "key", "one").value();
  const std::string large(10 * world_.space().inline_bytes, 'x');
  EXPECT_THAT(world_.put(bucket_, "key", large, must_be_absent),
              FailsWith(Errc::PreconditionFailed));
  EXPECT_EQ(body("key"), "one");
  EXPECT_EQ(model().list(bucket_, {}).value().objects.size(), 1U);
}

TEST_F(ObjectsTest, WritesThatNeverWinGiveUpAndSaySo) {
  world_.put(bucket_, "key", "one").value();
  const std::string etag(model().get(bucket_, "key").value().etag());
  world_.space().always_loses = true;
  const int swaps_before = world_.space().swaps;
  EXPECT_THAT(world_.put(bucket_, "key", "two"), FailsWith(Errc::ServiceUnavailable));
  EXPECT_EQ(world_.space().swaps - swaps_before, swap_attempts_max);
  EXPECT_THAT(world_.remove(bucket_, "key"), FailsWith(Errc::ServiceUnavailable));
  EXPECT_THAT(world_.put(bucket_, "key", "two", must_match(etag)),
              FailsWith(Errc::ConditionalRequestConflict, "Condition", "If-Match"));
  EXPECT_THAT(world_.put(bucket_, "new", "two", must_be_absent),
              FailsWith(Errc::ConditionalRequestConflict, "Condition", "If-None-Match"));
}

TEST_F(ObjectsTest, APutTouchesTheBucketsRowOnlyToBreakASeal) {
  world_.put(bucket_, "a").value();
  EXPECT_EQ(model().bucket("bucket").value().entry, bucket_.entry);
  ASSERT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::BucketNotEmpty));
  const auto sealed = model().bucket("bucket").value().entry;
  EXPECT_NE(sealed, bucket_.entry);
  world_.put(bucket_, "b").value();
  const auto broken = model().bucket("bucket").value().entry;
  EXPECT_NE(broken, sealed);
  world_.put(bucket_, "c").value();
  EXPECT_EQ(model().bucket("bucket").value().entry, broken);
}

}  // namespace
}  // namespace pail::model
