#include "client/sync/expand.hpp"

#include <gmock/gmock.h>

#include "client/ops/bucket_settings.hpp"
#include "client/sync/glob.hpp"
#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::sync {
namespace {

using testing::ElementsAre;

class Expanding : public transfer::TransferTest {
 protected:
  void put(const std::string& key) { put_text(s3, "bucket", key, "x"); }
  // `count` keys, as "a/0007".
  void put_many(const std::string& below, unsigned count) {
    for (unsigned i = 0; i < count; ++i) put(below + std::to_string(10000 + i).substr(1));
  }
  std::vector<std::string> matches(const std::string& glob, bool below = false) {
    return all_of<ObjectPages>(glob, below, &ListPage::objects);
  }
  std::vector<std::string> versions(const std::string& glob) {
    return all_of<VersionPages>(glob, false, &ops::VersionPage::versions);
  }
  unsigned requests = 0;  // that the last of them took

 private:
  template <class Pages, class Entries>
  std::vector<std::string> all_of(const std::string& glob, bool below, Entries entries) {
    Pages pages(s3.async(), "bucket", KeyRange::of_glob(glob, below));
    std::vector<std::string> keys;
    for (requests = 0;; ++requests) {
      const auto page = must(s3.wait(pages.next()));
      if (!page) return keys;
      for (const auto& entry : (*page).*entries) {
        if (glob_matches(glob, entry.key)) keys.push_back(entry.key);
      }
    }
  }
};

TEST_F(Expanding, KeysThatFitComeInOrder) {
  for (const char* const key : {"a.txt", "ab.txt", "a/b.txt", "a/c.jpg", "b.txt", "a*.txt"}) {
    put(key);
  }
  EXPECT_THAT(matches("a*.txt"), ElementsAre("a*.txt", "a.txt", "ab.txt"));
  EXPECT_THAT(matches("**/*.txt"), ElementsAre("a*.txt", "a.txt", "a/b.txt", "ab.txt", "b.txt"));
  EXPECT_THAT(matches("a/*"), ElementsAre("a/b.txt", "a/c.jpg"));
  EXPECT_THAT(matches("a\\*.txt"), ElementsAre("a*.txt"));
  EXPECT_THAT(matches("none*"), ElementsAre());
  EXPECT_THAT(versions("*/?.txt"), ElementsAre("a/b.txt"));
}

// 3000 keys are three pages; each of the folders costs one.
TEST_F(Expanding, FoldersThatCannotFitArePassedOver) {
  put_many("logs/deep/", 3000);
  put("logs/a.gz");
  put("logs/z.gz");
  EXPECT_THAT(matches("logs/*.gz"), ElementsAre("logs/a.gz", "logs/z.gz"));
  EXPECT_EQ(requests, 1U) << "one level needs a delimiter alone";
  EXPECT_THAT(matches("l*/?.gz"), ElementsAre("logs/a.gz", "logs/z.gz"));
  EXPECT_EQ(requests, 2U);
  EXPECT_THAT(matches("l*/z.gz"), ElementsAre("logs/z.gz"));
  EXPECT_EQ(requests, 2U) << "straight to the name";
  EXPECT_THAT(matches("l*/a.gz"), ElementsAre("logs/a.gz"));
  EXPECT_EQ(requests, 2U) << "and no further than it";
  EXPECT_THAT(versions("l*/?.gz"), ElementsAre("logs/a.gz", "logs/z.gz"));
  EXPECT_EQ(requests, 2U);
  EXPECT_EQ(matches("l*/**/*9").size(), 300U);
  EXPECT_EQ(requests, 4U) << "a ** may be anywhere";
}

TEST_F(Expanding, ManySmallFoldersShareTheirPages) {
  for (unsigned i = 0; i < 1200; ++i) put("user" + std::to_string(i) + "/avatar.png");
  EXPECT_EQ(matches("user*/avatar.png").size(), 1200U);
  EXPECT_EQ(requests, 2U);
}

TEST_F(Expanding, WhatLiesBelowAFolderThatFitsIsReachedToo) {
  put_many("a/tmp/", 1500);
  put_many("a/use/", 2500);
  put_many("b/tmp/", 10);
  matches("*/tmp", true);
  EXPECT_EQ(requests, 3U);
}

}  // namespace
}  // namespace pail::client::sync
