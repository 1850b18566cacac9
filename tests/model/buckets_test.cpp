#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/model/model.hpp"
#include "tests/model/error_matcher.hpp"
#include "tests/model/model_test_world.hpp"
#include "wire/limits.hpp"

namespace pail::model {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::ModelTestWorld;
using testing::some_owner;
using testing::some_time;
using testing::Succeeds;
using wire::Errc;

class BucketsTest : public ::testing::Test {
 protected:
  Model& model() { return world_.model(); }
  std::vector<std::string> names(std::string_view owner, std::string_view prefix = {},
                                 std::string_view after = {}, std::size_t buckets_max = 10'000) {
    std::vector<std::string> found;
    const BucketPage page = model().list_buckets(owner, prefix, after, buckets_max).value();
    for (const Bucket& bucket : page.buckets) found.push_back(bucket.name);
    if (page.truncated) found.emplace_back("...");
    return found;
  }
  ModelTestWorld world_;
};

TEST_F(BucketsTest, ABucketIsReadBackAsCreated) {
  const Bucket created = model().create_bucket("photos", "me", "eu-west-1", some_time).value();
  const Bucket read = model().bucket("photos").value();
  EXPECT_EQ(read.name, "photos");
  EXPECT_EQ(read.id, created.id);
  EXPECT_EQ(read.owner, "me");
  EXPECT_EQ(read.region, "eu-west-1");
  EXPECT_EQ(read.created, some_time);
  EXPECT_EQ(read.entry, created.entry);
}

TEST_F(BucketsTest, ATakenNameSaysWhoseItIs) {
  model().create_bucket("photos", "me", "us-east-1", some_time).value();
  EXPECT_THAT(model().create_bucket("photos", "me", "us-east-1", some_time),
              FailsWith(Errc::BucketAlreadyOwnedByYou, "BucketName", "photos"));
  EXPECT_THAT(model().create_bucket("photos", "you", "us-east-1", some_time),
              FailsWith(Errc::BucketAlreadyExists, "BucketName", "photos"));
}

TEST_F(BucketsTest, AnInvalidNameIsRefusedAndNotCreated) {
  EXPECT_THAT(model().create_bucket("No", "me", "us-east-1", some_time),
              FailsWith(Errc::InvalidBucketName, "BucketName", "No"));
  EXPECT_THAT(model().bucket("No"), FailsWith(Errc::NoSuchBucket, "BucketName", "No"));
}

TEST_F(BucketsTest, DeletingNeedsABucketAndAnEmptyOne) {
  EXPECT_THAT(model().delete_bucket("photos"),
              FailsWith(Errc::NoSuchBucket, "BucketName", "photos"));
  const Bucket bucket = world_.make_bucket("photos");
  world_.put(bucket, "cat.jpg").value();
  EXPECT_THAT(model().delete_bucket("photos"),
              FailsWith(Errc::BucketNotEmpty, "BucketName", "photos"));
  EXPECT_THAT(model().get(bucket, "cat.jpg"), Succeeds());
  world_.remove(bucket, "cat.jpg").value();
  EXPECT_THAT(model().delete_bucket("photos"), Succeeds());
  EXPECT_THAT(model().bucket("photos"), FailsWith(Errc::NoSuchBucket));
}

TEST_F(BucketsTest, ObjectsOfTheNeighbouringBucketDoNotCount) {
  world_.make_bucket("first");
  world_.put(world_.make_bucket("second"), "key").value();
  world_.make_bucket("third");
  EXPECT_THAT(model().delete_bucket("first"), Succeeds());
  EXPECT_THAT(model().delete_bucket("third"), Succeeds());
  EXPECT_THAT(model().delete_bucket("second"), FailsWith(Errc::BucketNotEmpty));
}

TEST_F(BucketsTest, AnIdNeverReturns) {
  const std::uint64_t first = world_.make_bucket("photos").id;
  model().delete_bucket("photos").value();
  EXPECT_GT(world_.make_bucket("photos").id, first);
  EXPECT_GT(world_.make_bucket("others").id, first + 1);
}

TEST_F(BucketsTest, ARefusedDeletionLeavesABucketThatWorks) {
  const Bucket before = world_.make_bucket();
  world_.put(before, "a").value();
  ASSERT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::BucketNotEmpty));
  ASSERT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::BucketNotEmpty));
  EXPECT_THAT(world_.put(before, "b"), Succeeds());
  EXPECT_THAT(world_.put(model().bucket("bucket").value(), "c"), Succeeds());
  EXPECT_EQ(model().list(before, {}).value().objects.size(), 3U);
  EXPECT_EQ(model().bucket("bucket").value().owner, some_owner);
}

TEST_F(BucketsTest, APutCommittedJustBeforeTheRemovalIsSeen) {
  const Bucket bucket = world_.make_bucket();
  // The deletion's first swap seals the row, its second one erases it: the PUT comes in between.
  world_.space().before_swap = [&] {
    world_.space().before_swap = [&] { world_.put(bucket, "late").value(); };
  };
  EXPECT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::BucketNotEmpty));
  EXPECT_THAT(model().get(bucket, "late"), Succeeds());
  EXPECT_THAT(model().bucket("bucket"), Succeeds());
}

TEST_F(BucketsTest, APutThatReadTheSealedRowIsSeenToo) {
  world_.make_bucket();
  world_.space().before_swap = [&] {
    world_.space().before_swap = [&] {
      world_.put(model().bucket("bucket").value(), "late").value();
    };
  };
  EXPECT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::BucketNotEmpty));
  EXPECT_THAT(model().get(model().bucket("bucket").value(), "late"), Succeeds());
}

TEST_F(BucketsTest, OfTwoDeletionsTheSecondFindsNoBucket) {
  world_.make_bucket();
  world_.space().before_swap = [&] {
    world_.space().before_swap = [&] { EXPECT_THAT(model().delete_bucket("bucket"), Succeeds()); };
  };
  EXPECT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::NoSuchBucket));
}

TEST_F(BucketsTest, OfTwoCreationsTheSecondFindsTheFirst) {
  world_.space().before_swap = [&] {
    model().create_bucket("photos", "you", "us-east-1", some_time).value();
  };
  EXPECT_THAT(model().create_bucket("photos", "me", "us-east-1", some_time),
              FailsWith(Errc::BucketAlreadyExists));
}

TEST_F(BucketsTest, CreationsOfOtherNamesAreNotInTheWay) {
  std::uint64_t other = 0;
  world_.space().before_swap = [&] { other = world_.make_bucket("other").id; };
  EXPECT_NE(world_.make_bucket("photos").id, other);
}

TEST_F(BucketsTest, CallsThatNeverWinASwapGiveUp) {
  world_.make_bucket();
  world_.space().always_loses = true;
  EXPECT_THAT(model().delete_bucket("bucket"), FailsWith(Errc::OperationAborted));
  EXPECT_THAT(model().create_bucket("other", "me", "us-east-1", some_time),
              FailsWith(Errc::OperationAborted));
}

TEST_F(BucketsTest, AreListedByNameForTheirOwner) {
  for (const char* name : {"mine-b", "mine.a", "mine-a", "ours"}) {
    model().create_bucket(name, "me", "us-east-1", some_time).value();
  }
  model().create_bucket("mine-aa", "you", "us-east-1", some_time).value();
  EXPECT_THAT(names("me"), ElementsAre("mine-a", "mine-b", "mine.a", "ours"));
  EXPECT_THAT(names("you"), ElementsAre("mine-aa"));
  EXPECT_THAT(names("nobody"), ElementsAre());
  EXPECT_THAT(names("me", "mine-"), ElementsAre("mine-a", "mine-b"));
  EXPECT_THAT(names("me", "", "mine-a"), ElementsAre("mine-b", "mine.a", "ours"));
  EXPECT_THAT(names("me", "mine", "aaa"), ElementsAre("mine-a", "mine-b", "mine.a"));
  EXPECT_THAT(names("me", "mine", "zzz"), ElementsAre());
}

TEST_F(BucketsTest, PagesOfBucketsAreTruncatedOnlyWhenMoreFollow) {
  for (const char* name : {"aaa", "bbb", "ccc"}) {
    model().create_bucket(name, "me", "us-east-1", some_time).value();
  }
  model().create_bucket("ddd", "you", "us-east-1", some_time).value();
  EXPECT_THAT(names("me", "", "", 2), ElementsAre("aaa", "bbb", "..."));
  EXPECT_THAT(names("me", "", "bbb", 2), ElementsAre("ccc"));
  EXPECT_THAT(names("me", "", "", 3), ElementsAre("aaa", "bbb", "ccc"));
}

TEST_F(BucketsTest, AnAccountMayHaveSoManyAndNoMore) {
  const auto name = [](std::size_t i) { return "bucket-" + std::to_string(i); };
  for (std::size_t i = 0; i < wire::limits::buckets_max; ++i) {
    model().create_bucket(name(i), "me", "us-east-1", some_time).value();
  }
  EXPECT_THAT(model().create_bucket("one-more", "me", "us-east-1", some_time),
              FailsWith(Errc::TooManyBuckets));
  EXPECT_THAT(model().create_bucket("one-more", "you", "us-east-1", some_time), Succeeds());
  model().delete_bucket(name(7)).value();
  EXPECT_THAT(model().create_bucket("the-last", "me", "us-east-1", some_time), Succeeds());
}

}  // namespace
}  // namespace pail::model
