// expire(), erase(), reclassify(): what a rule does to what it has judged, and to nothing else.
#include <gtest/gtest.h>

#include "emulator/model/model.hpp"
#include "tests/model/model_test_world.hpp"

namespace pail::model {
namespace {

using testing::body_of;
using testing::ModelTestWorld;
using testing::some_owner;
using testing::some_time;
using Texts = std::vector<std::string>;

class JudgedTest : public ::testing::Test {
 protected:
  Model& model() { return world_.model(); }
  void set(std::string_view versioning) {
    bucket_ = model().configure(bucket_, BucketConfig::versioning, versioning).value();
  }
  Object put(std::string_view body) { return world_.put(bucket_, "key", body).value(); }
  void remove() { ASSERT_TRUE(world_.remove(bucket_, "key")); }
  Model::Judged current(const Object& version) const { return {bucket_, "key", version, true}; }
  Model::Judged older(const Object& version) const { return {bucket_, "key", version, false}; }
  // Newest first: a body, or "-" for a delete marker, and the storage class behind a colon.
  Texts history() {
    Texts texts;
    const VersionPage page = model().list_versions(bucket_, {}).value();
    for (const auto& [key, version, is_latest] : page.versions) {
      std::string text = version.is_delete_marker() ? "-" : body_of(version);
      if (!version.storage_class().empty()) text.append(":").append(version.storage_class());
      texts.push_back(text);
    }
    return texts;
  }

  ModelTestWorld world_;
  Bucket bucket_ = world_.make_bucket();
};

TEST_F(JudgedTest, AnExpiredObjectGoesWhereNoVersionsAreKept) {
  const Object object = put("one");
  const auto removed = model().expire(current(object), some_time).value();
  ASSERT_TRUE(removed);
  EXPECT_FALSE(removed->delete_marker);
  EXPECT_EQ(history(), Texts{});
}

TEST_F(JudgedTest, AnExpiredVersionIsHiddenByAMarkerOfTheBucketsOwner) {
  set("Enabled");
  const Object object = put("one");
  const auto removed = model().expire(current(object), some_time).value();
  ASSERT_TRUE(removed);
  EXPECT_TRUE(removed->delete_marker);
  EXPECT_EQ(history(), (Texts{"-", "one"}));
  const Object marker = model().version(bucket_, "key", removed->version_id).value();
  EXPECT_EQ(marker.owner(), some_owner);
  EXPECT_EQ(marker.last_modified(), some_time);
}

TEST_F(JudgedTest, InASuspendedBucketTheNullVersionGoesAndANullMarkerComes) {
  set("Enabled");
  put("named");
  set("Suspended");
  const Object null = put("null");
  const auto removed = model().expire(current(null), some_time).value();
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed->version_id, null_version);
  EXPECT_EQ(history(), (Texts{"-", "named"}));
}

TEST_F(JudgedTest, WhatWasWrittenMeanwhileStays) {
  const Object seen = put("one");
  for (const std::string_view versioning : {"", "Enabled", "Suspended"}) {
    SCOPED_TRACE(versioning);
    if (!versioning.empty()) set(versioning);
    const Object judged = put("same");
    put("same");  // the same bytes and ETag, and yet another object
    EXPECT_FALSE(model().expire(current(judged), some_time).value());
    EXPECT_FALSE(model().reclassify(current(judged), "GLACIER").value());
    EXPECT_EQ(body_of(model().get(bucket_, "key").value()), "same");
  }
  EXPECT_FALSE(model().expire(current(seen), some_time).value());
}

TEST_F(JudgedTest, APutBetweenReadingAndSwappingWins) {
  for (const std::string_view versioning : {"", "Enabled", "Suspended"}) {
    SCOPED_TRACE(versioning);
    if (!versioning.empty()) set(versioning);
    const Object judged = put("old");
    world_.space().before_swap = [&] { put("new"); };
    EXPECT_FALSE(model().expire(current(judged), some_time).value());
    EXPECT_EQ(body_of(model().get(bucket_, "key").value()), "new");
    const Object again = put("old");
    world_.space().before_swap = [&] { put("new"); };
    EXPECT_FALSE(model().reclassify(current(again), "GLACIER").value());
    EXPECT_EQ(model().get(bucket_, "key").value().storage_class(), "");
  }
}

TEST_F(JudgedTest, RulesThatAreNoLongerTheBucketsDoNothing) {
  const Object object = put("one");
  const Bucket judged = bucket_;
  ASSERT_TRUE(model().configure(bucket_, BucketConfig::lifecycle, "other rules"));
  EXPECT_FALSE(model().expire({judged, "key", object, true}, some_time).value());
  EXPECT_FALSE(model().reclassify({judged, "key", object, true}, "GLACIER").value());
  EXPECT_EQ(history(), Texts{"one"});
}

TEST_F(JudgedTest, AnOlderVersionGoesForGood) {
  set("Enabled");
  const Object first = put("one");
  put("two");
  EXPECT_TRUE(model().erase(older(first)).value());
  EXPECT_EQ(history(), Texts{"two"});
  EXPECT_FALSE(model().erase(older(first)).value()) << "it is gone";
}

TEST_F(JudgedTest, AnOlderVersionThatBecameCurrentStays) {
  set("Enabled");
  const Object first = put("one");
  const Object second = put("two");
  const std::string id(second.version_id());
  ASSERT_TRUE(model().remove(bucket_, {.key = "key", .version_id = id}, some_time));
  EXPECT_FALSE(model().erase(older(first)).value());
  EXPECT_EQ(history(), Texts{"one"});
}

TEST_F(JudgedTest, AMarkerGoesOnlyWhenNothingIsBelowIt) {
  set("Enabled");
  const Object only = put("one");
  remove();
  const VersionPage page = model().list_versions(bucket_, {}).value();
  const Object marker = page.versions.front().version;
  EXPECT_FALSE(model().erase(current(marker)).value());
  EXPECT_EQ(history(), (Texts{"-", "one"}));
  ASSERT_TRUE(model().erase(older(only)).value());
  world_.space().before_swap = [&] { put("new"); };
  EXPECT_FALSE(model().erase(current(marker)).value()) << "something came on top";
  EXPECT_EQ(history(), (Texts{"new", "-"}));
}

TEST_F(JudgedTest, ALoneMarkerGoes) {
  set("Enabled");
  remove();
  const VersionPage page = model().list_versions(bucket_, {}).value();
  const Object marker = page.versions.front().version;
  EXPECT_TRUE(model().erase(current(marker)).value());
  EXPECT_EQ(history(), Texts{});
  ASSERT_TRUE(model().delete_bucket("bucket")) << "nothing of it is left";
}

TEST_F(JudgedTest, AnotherClassIsAllThatChanges) {
  set("Enabled");
  const Object first = put("one");
  const Object second = put("two");
  EXPECT_TRUE(model().reclassify(older(first), "GLACIER").value());
  EXPECT_TRUE(model().reclassify(current(second), "STANDARD_IA").value());
  EXPECT_EQ(history(), (Texts{"two:STANDARD_IA", "one:GLACIER"}));
  const Object after = model().version(bucket_, "key", first.version_id()).value();
  EXPECT_EQ(after.last_modified(), first.last_modified());
  EXPECT_EQ(after.etag(), first.etag());
  EXPECT_EQ(after.sequence(), first.sequence());
  EXPECT_FALSE(model().reclassify(older(first), "DEEP_ARCHIVE").value()) << "judged before";
}

TEST_F(JudgedTest, AConfigurationIsReplacedOnlyWhileItsBucketIsUnchanged) {
  const Bucket read = bucket_;
  const auto written = model().configure_unchanged(read, BucketConfig::lifecycle, "one").value();
  ASSERT_TRUE(written);
  EXPECT_EQ(written->config(BucketConfig::lifecycle), "one");
  EXPECT_FALSE(model().configure_unchanged(read, BucketConfig::lifecycle, "two").value());
  EXPECT_EQ(model().bucket("bucket").value().config(BucketConfig::lifecycle), "one");
}

TEST_F(JudgedTest, BucketsOfAllOwnersComeInPages) {
  for (const std::string_view name : {"another", "third"}) {
    ASSERT_TRUE(model().create_bucket(name, "somebody else", "us-east-1", some_time));
  }
  Texts names;
  std::string after;
  for (bool more = true; more;) {
    const BucketPage page = model().every_bucket(after, 1).value();
    for (const Bucket& bucket : page.buckets) names.push_back(after = bucket.name);
    more = page.truncated;
  }
  EXPECT_EQ(names, (Texts{"another", "bucket", "third"}));
}

TEST_F(JudgedTest, AWalkGoesOnBehindAVersionThatIsGone) {
  set("Suspended");
  const Object null = put("null");
  set("Enabled");
  put("two");
  put("three");
  VersionQuery query{.versions_max = 1};
  Texts seen;
  for (bool more = true; more;) {
    const VersionPage page = model().list_versions(bucket_, query).value();
    for (const ListedVersion& listed : page.versions) {
      seen.push_back(body_of(listed.version));
      query.key_marker = listed.key;
      query.sequence_marker = listed.version.sequence();
      if (!listed.is_latest) {
        ASSERT_TRUE(model().erase(older(listed.version)).value());
      }
    }
    more = page.truncated;
  }
  EXPECT_EQ(seen, (Texts{"three", "two", "null"}));
  EXPECT_EQ(history(), Texts{"three"});
  EXPECT_EQ(body_of(null), "null") << "who holds a version may read it for as long as it likes";
}

}  // namespace
}  // namespace pail::model
