#include "wire/content_type.hpp"

#include <gtest/gtest.h>

namespace pail::wire {
namespace {

TEST(ContentType, FollowsTheExtension) {
  EXPECT_EQ(content_type_of("photo.jpg"), "image/jpeg");
  EXPECT_EQ(content_type_of("PHOTO.JPG"), "image/jpeg");
  EXPECT_EQ(content_type_of("/tmp/v1.2/notes.txt"), "text/plain");
  EXPECT_EQ(content_type_of("a.tar.gz"), "application/gzip") << "the last extension counts";
}

TEST(ContentType, IsS3sOwnDefaultOtherwise) {
  for (const char* name :
       {"", "photo", "photo.", ".", "a.b/photo", "photo.unheard-of", "dir.txt/"}) {
    EXPECT_EQ(content_type_of(name), "binary/octet-stream") << name;
  }
}

}  // namespace
}  // namespace pail::wire
