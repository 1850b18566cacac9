#include "client/jobs/removal.hpp"

#include <gmock/gmock.h>

#include "client/ops/bucket_settings.hpp"
#include "client/ops/listings.hpp"
#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::jobs {
namespace {

class Removing : public transfer::TransferTest {
 protected:
  void put_many(unsigned count) {
    for (unsigned i = 0; i < count; ++i) put_text(s3, "bucket", "k/" + std::to_string(i), "x");
  }
  Finder finder(bool versions = false) {
    Selection selection;
    selection.recursive = true;
    selection.versions = versions;
    return {s3.async(), must(parse_s3_url("s3://bucket/")), selection};
  }
  Result<void> remove_all(Finder what) {
    return s3.wait(remove(s3.async(), "bucket", std::move(what), watcher));
  }
  std::size_t left() { return must(s3.call(ops::list_object_versions("bucket"))).versions.size(); }

  std::size_t deleted = 0;
  RemovalWatcher watcher{[this](const DeletedObject&) { ++deleted; },
                         [](const DeleteFailure& failure) { ADD_FAILURE() << failure.key; }};
};

TEST_F(Removing, ListsAPageAtATimeAndDeletesItInOneRequest) {
  put_many(2500);
  must(remove_all(finder()));
  EXPECT_EQ(deleted, 2500U);
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(asked("ListObjectsV2"), 3U);
  EXPECT_EQ(asked("DeleteObjects"), 3U);
}

TEST_F(Removing, VersionsOfWhichThoseBeforeAreGoneAreStillFound) {
  must(s3.call(ops::put_bucket_versioning("bucket", ops::Versioning::enabled)));
  put_many(700);
  put_many(700);
  must(remove_all(finder()));  // 700 delete markers on top
  must(remove_all(finder(true)));
  EXPECT_EQ(deleted, 2800U);
  EXPECT_EQ(left(), 0U);
}

TEST_F(Removing, AListingThatFailsOnTheWayKeepsNothingThatIsUnderWayFromEnding) {
  put_many(1500);
  fault(R"({"match": {"operation": "ListObjectsV2"}, "when": {"skip": 1},
            "then": {"error": "AccessDenied"}})");
  EXPECT_EQ(code_of(remove_all(finder())), "AccessDenied");
  EXPECT_EQ(deleted, 1000U);
}

TEST_F(Removing, WhatOnlyBeginsAlikeIsNotListedToItsEnd) {
  put_many(2500);  // k/...
  put_text(s3, "bucket", "k", "x");
  put_text(s3, "bucket", "j/1", "x");
  put_text(s3, "bucket", "j", "x");
  Selection selection;
  selection.versions = true;
  must(remove_all({s3.async(), must(parse_s3_url("s3://bucket/k")), selection}));
  EXPECT_EQ(deleted, 1U);
  EXPECT_EQ(asked("ListObjectVersions"), 1U);
  selection.versions = false;
  selection.recursive = true;
  for (unsigned i = 0; i < 1500; ++i) put_text(s3, "bucket", "j2/" + std::to_string(i), "x");
  must(remove_all({s3.async(), must(parse_s3_url("s3://bucket/j")), selection}));
  EXPECT_EQ(deleted, 3U);
  EXPECT_EQ(asked("ListObjectsV2"), 1U);
}

TEST_F(Removing, NothingToDeleteIsNoRequest) {
  must(remove_all(finder()));
  EXPECT_EQ(asked("DeleteObjects"), 0U);
}

}  // namespace
}  // namespace pail::client::jobs
