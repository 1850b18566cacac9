#include "client/s3_url.hpp"

#include <gtest/gtest.h>

namespace pail::client {
namespace {

TEST(S3Url, IsBucketAndKey) {
  struct Case {
    const char* text;
    const char* bucket;
    const char* key;
    const char* file_name;
  };
  const Case cases[] = {
      {"s3://b/k", "b", "k", "k"},
      {"s3://b", "b", "", ""},
      {"s3://b/", "b", "", ""},
      {"s3://b/a/c.txt", "b", "a/c.txt", "c.txt"},
      {"s3://b/a/", "b", "a/", ""},
      {"s3://b//a//c", "b", "/a//c", "c"},
      {"S3://b/a%20b+c", "b", "a%20b+c", "a%20b+c"},
      {"s3://b/../x?y#z", "b", "../x?y#z", "x?y#z"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    const auto url = parse_s3_url(c.text);
    ASSERT_TRUE(url);
    EXPECT_EQ(url.value().bucket, c.bucket);
    EXPECT_EQ(url.value().key, c.key);
    EXPECT_EQ(url.value().file_name(), c.file_name);
  }
}

TEST(S3Url, AnythingElseIsRefusedWithTheFormThatIsWanted) {
  for (const char* text : {"", "s3://", "s3:///k", "b/k", "s3:b/k", "http://b/k"}) {
    const auto url = parse_s3_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().message(),
              "'" + std::string(text) + "' is not of the form s3://bucket/key");
  }
}

}  // namespace
}  // namespace pail::client
