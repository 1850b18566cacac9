#include <gtest/gtest.h>

#include <algorithm>

#include "tests/model/error_matcher.hpp"
#include "tests/model/model_test_world.hpp"

namespace pail::testing {
namespace {

using model::Upload;
using model::UploadPage;
using model::UploadQuery;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class UploadListing : public ::testing::Test {
 protected:
  Upload begin(std::string_view key, int seconds = 0) {
    return s3().create_upload(bucket, key, {}, some_time + std::chrono::seconds(seconds)).value();
  }
  void begin_each(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) begin(key);
  }
  UploadPage page(const UploadQuery& query) { return s3().list_uploads(bucket, query).value(); }
  static std::vector<std::string> keys_of(const UploadPage& page) {
    std::vector<std::string> keys;
    for (const Upload& upload : page.uploads) keys.push_back(upload.key);
    return keys;
  }
  // Everything, by pages of `size`.
  std::vector<std::string> all(UploadQuery query, std::size_t size) {
    std::vector<std::string> names;
    query.uploads_max = size;
    for (;;) {
      const UploadPage part = page(query);
      for (const Upload& upload : part.uploads) names.push_back(upload.key + " " + upload.id);
      for (const std::string& prefix : part.common_prefixes) names.push_back(prefix);
      if (!part.truncated) return names;
      query.key_marker = part.next_key_marker;
      query.upload_id_marker = part.next_upload_id_marker;
    }
  }
  model::PartPage parts(const Upload& upload, unsigned after, std::size_t max) {
    return s3().list_parts(bucket, upload, after, max).value();
  }
  model::Model& s3() { return world.model(); }

  ModelTestWorld world;
  model::Bucket bucket = world.make_bucket();
};

TEST_F(UploadListing, KeysAscendByBytesAndUploadsOfOneInTheOrderTheyWereBegun) {
  const Upload second = begin("b", 20), first = begin("b", 10), third = begin("b", 30);
  begin_each({"b!", std::string_view("b\0x", 3), "a", "c"});
  const UploadPage listed = page({});
  EXPECT_THAT(keys_of(listed), ElementsAre("a", "b", "b", "b", std::string("b\0x", 3), "b!", "c"));
  EXPECT_EQ(listed.uploads[1].id, first.id);
  EXPECT_EQ(listed.uploads[2].id, second.id);
  EXPECT_EQ(listed.uploads[3].id, third.id);
  EXPECT_FALSE(listed.truncated);
}

TEST_F(UploadListing, IdsListedAreThoseThatWereGivenOut) {
  const Upload upload = begin("key");
  EXPECT_EQ(page({}).uploads.front().id, upload.id);
  EXPECT_EQ(page({}).uploads.front().object.last_modified(), some_time);
}

TEST_F(UploadListing, OtherBucketsAreNotListed) {
  const model::Bucket other = world.make_bucket("other-bucket");
  begin("key");
  EXPECT_THAT(s3().list_uploads(other, {}).value().uploads, IsEmpty());
}

TEST_F(UploadListing, APrefixChooses) {
  begin_each({"a", "photos/1", "photos/2", "photot"});
  EXPECT_THAT(keys_of(page({.prefix = "photos/"})), ElementsAre("photos/1", "photos/2"));
}

TEST_F(UploadListing, ADelimiterRollsUpAndAGroupCountsOnce) {
  begin_each({"a", "b/1", "b/2", "b/3/4", "c"});
  const UploadPage listed = page({.delimiter = "/", .uploads_max = 2});
  EXPECT_THAT(keys_of(listed), ElementsAre("a"));
  EXPECT_THAT(listed.common_prefixes, ElementsAre("b/"));
  EXPECT_TRUE(listed.truncated);
  EXPECT_EQ(listed.next_key_marker, "b/");
  EXPECT_EQ(listed.next_upload_id_marker, "");
  EXPECT_THAT(keys_of(page({.delimiter = "/", .key_marker = "b/"})), ElementsAre("c"));
  EXPECT_THAT(keys_of(page({.delimiter = "/", .key_marker = "b/2"})), ElementsAre("c"));
}

TEST_F(UploadListing, AKeyMarkerAloneLeavesOutAllUploadsOfThatKey) {
  begin_each({"a", "b", "b", "c"});
  EXPECT_THAT(keys_of(page({.key_marker = "b"})), ElementsAre("c"));
  EXPECT_THAT(keys_of(page({.key_marker = "aa"})), ElementsAre("b", "b", "c"));
}

TEST_F(UploadListing, AnIdBesideTheKeyMarkerGoesOnBehindThatUpload) {
  const Upload first = begin("b", 1), second = begin("b", 2);
  begin("c");
  const UploadPage listed = page({.key_marker = "b", .upload_id_marker = first.id});
  ASSERT_THAT(keys_of(listed), ElementsAre("b", "c"));
  EXPECT_EQ(listed.uploads.front().id, second.id);
}

TEST_F(UploadListing, AMarkerThatIsGoneStillMarksItsPlace) {
  const Upload first = begin("b", 1), second = begin("b", 2);
  ASSERT_THAT(s3().abort_upload(bucket, "b", first.id), Succeeds());
  EXPECT_EQ(page({.key_marker = "b", .upload_id_marker = first.id}).uploads.front().id, second.id);
}

TEST_F(UploadListing, PagesOfEverySizeShowTheSame) {
  begin_each({"a", "b", "b", "d/1", "d/2", "e", std::string_view("e\0", 2)});
  for (const std::string delimiter : {"", "/"}) {
    const auto whole = all({.delimiter = delimiter}, 1000);
    for (std::size_t size = 1; size <= 8; ++size) {
      SCOPED_TRACE(delimiter + std::to_string(size));
      auto paged = all({.delimiter = delimiter}, size);
      auto expected = whole;
      std::sort(paged.begin(), paged.end());
      std::sort(expected.begin(), expected.end());
      EXPECT_EQ(paged, expected);
    }
  }
}

TEST_F(UploadListing, AnEmptyPageIsNotTruncated) {
  begin("a");
  const UploadPage listed = page({.uploads_max = 0});
  EXPECT_THAT(listed.uploads, IsEmpty());
  EXPECT_FALSE(listed.truncated);
}

TEST_F(UploadListing, PartsAscendAndGoOnBehindAMarker) {
  const Upload upload = begin("key");
  for (const unsigned number : {10'000U, 2U, 300U, 1U}) {
    ASSERT_THAT(s3().put_part(bucket, upload, number, {}, world.incoming("x"), some_time),
                Succeeds());
  }
  model::PartPage listed = parts(upload, 0, 3);
  ASSERT_EQ(listed.parts.size(), 3U);
  EXPECT_EQ(listed.parts[0].number, 1U);
  EXPECT_EQ(listed.parts[2].number, 300U);
  EXPECT_TRUE(listed.truncated);
  listed = parts(upload, 300, 3);
  ASSERT_EQ(listed.parts.size(), 1U);
  EXPECT_EQ(listed.parts[0].number, 10'000U);
  EXPECT_FALSE(listed.truncated);
  EXPECT_THAT(parts(upload, 10'000, 3).parts, IsEmpty());
  EXPECT_THAT(parts(upload, 70'000, 3).parts, IsEmpty());
  EXPECT_THAT(parts(upload, 0, 0).parts, IsEmpty());
}

}  // namespace
}  // namespace pail::testing
