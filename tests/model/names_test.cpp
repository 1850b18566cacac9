#include <gtest/gtest.h>

#include "emulator/model/model.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::model {
namespace {

TEST(BucketNames, AreJudgedAsTheSpecTableSays) {
  const auto cases = testing::spec_cases("bucket_names");
  ASSERT_FALSE(cases.empty());
  for (const auto& row : cases) {
    const std::string name(row.at(0).as_string());
    EXPECT_EQ(is_valid_bucket_name(name), row.at(1).as_bool()) << name;
  }
}

TEST(BucketNames, ReservedBeginningsAndEndingsAreRefused) {
  for (const char* name : {"amzn-s3-demo-bucket", "abc.mrap", "abc--x-s3", "abc--table-s3"}) {
    EXPECT_FALSE(is_valid_bucket_name(name)) << name;
  }
}

TEST(BucketNames, OnlyFourShortNumbersAreAnAddress) {
  EXPECT_FALSE(is_valid_bucket_name("1.1.1.1"));
  EXPECT_FALSE(is_valid_bucket_name("999.999.999.999"));
  EXPECT_TRUE(is_valid_bucket_name("1.1.1"));
  EXPECT_TRUE(is_valid_bucket_name("1.1.1.1.1"));
  EXPECT_TRUE(is_valid_bucket_name("1.1.1.1000"));
}

TEST(BucketNames, EmptyAndBareDotsAreRefused) {
  for (const char* name : {"", "...", "---"}) EXPECT_FALSE(is_valid_bucket_name(name)) << name;
}

}  // namespace
}  // namespace pail::model
