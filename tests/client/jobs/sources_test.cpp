#include "client/jobs/sources.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "client/jobs/removal.hpp"
#include "tests/client/stage.hpp"
#include "tests/client/temporary_folder.hpp"

namespace pail::client::jobs {
namespace {

using testing::ElementsAre;

std::vector<std::string> relatives(const Result<std::vector<Source>>& found) {
  if (!found) return {"error " + std::string(found.error().code_text())};
  std::vector<std::string> all;
  for (const Source& source : found.assume_value()) all.push_back(source.relative);
  return all;
}

class ObjectsOfAUrl : public testing::Test {
 protected:
  ObjectsOfAUrl() {
    must(s3.create_bucket("bucket"));
    for (const char* const key : {"logs", "logs/a.gz", "logs/b.txt", "logs/old/a.gz", "logs2/x"}) {
      put_text(s3, "bucket", key, "x");
    }
  }
  std::vector<std::string> find(const std::string& text, bool recursive = false,
                                std::vector<sync::Options::Rule> rules = {}) {
    Selection selection;
    selection.recursive = recursive;
    selection.rules = std::move(rules);
    Finder finder(s3.async(), must(parse_s3_url(text)), selection);
    std::vector<std::string> all;
    for (;;) {
      const auto page = relatives(s3.wait(finder.next()));
      if (page.empty()) return all;
      all.insert(all.end(), page.begin(), page.end());
      if (page.front().starts_with("error")) return all;
    }
  }

  Stage stage;
  BlockingClient s3{stage.config(), stage.clock};
};

TEST_F(ObjectsOfAUrl, OneKeyIsItselfWithoutALook) {
  EXPECT_THAT(find("s3://bucket/logs/a.gz"), ElementsAre("a.gz"));
  EXPECT_THAT(find("s3://bucket/not/there"), ElementsAre("there"));
}

TEST_F(ObjectsOfAUrl, AFolderComesWithItsNameAndWithoutItsNeighbours) {
  EXPECT_THAT(find("s3://bucket/logs", true),
              ElementsAre("logs", "logs/a.gz", "logs/b.txt", "logs/old/a.gz"));
  EXPECT_THAT(find("s3://bucket/logs/", true), ElementsAre("a.gz", "b.txt", "old/a.gz"));
  EXPECT_THAT(find("s3://bucket", true).size(), 5U);
}

TEST_F(ObjectsOfAUrl, GlobsFitKeys) {
  EXPECT_THAT(find("s3://bucket/logs/*.gz"), ElementsAre("a.gz"));
  EXPECT_THAT(find("s3://bucket/**/a.gz"), ElementsAre("logs/a.gz", "logs/old/a.gz"));
  EXPECT_THAT(find("s3://bucket/logs/o*", true), ElementsAre("old/a.gz"));
  EXPECT_THAT(find("s3://bucket/none*"), ElementsAre("error NoSuchKey"));
}

TEST_F(ObjectsOfAUrl, RulesLookAtWhatIsBelowTheFolder) {
  EXPECT_THAT(find("s3://bucket/logs", true, {{false, "*.gz"}}),
              ElementsAre("logs", "logs/b.txt", "logs/old/a.gz"));
  EXPECT_THAT(find("s3://bucket/logs/", true, {{false, "**"}, {true, "old/*"}}),
              ElementsAre("old/a.gz"));
}

TEST_F(ObjectsOfAUrl, AFolderThatFitsComesWithAllBelowIt) {
  EXPECT_THAT(find("s3://bucket/l*/", true),
              ElementsAre("logs/a.gz", "logs/b.txt", "logs/old/a.gz", "logs2/x"));
  EXPECT_THAT(find("s3://bucket/*/old", true), ElementsAre("logs/old/a.gz"));
  EXPECT_THAT(find("s3://bucket/l*/", false), ElementsAre("error NoSuchKey"));
}

TEST(Finding, MayMeetWhatIsStoredBelowTheTargetOnlyWhereTheyOverlap) {
  Selection all;
  all.recursive = true;
  const auto may = [](const Selection& selection, const char* from, const char* to) {
    return may_find(must(parse_s3_url(from)), selection, must(parse_s3_url(to)));
  };
  EXPECT_TRUE(may(all, "s3://one/a/", "s3://one/a/x/")) << "the target is in the source";
  EXPECT_TRUE(may(all, "s3://one/a/", "s3://one/")) << "a/a/1 would become a/1";
  EXPECT_TRUE(may(all, "s3://one/a", "s3://one/a/")) << "a/1 would become a/a/1";
  EXPECT_FALSE(may(all, "s3://one/a/", "s3://one/b/"));
  EXPECT_FALSE(may(all, "s3://one/a/", "s3://two/a/x/"));
  EXPECT_TRUE(may({}, "s3://one/a*/x", "s3://one/ab/"));
  EXPECT_FALSE(may({}, "s3://one/a", "s3://one/a/")) << "one object is found but once";
}

TEST_F(ObjectsOfAUrl, TheServersErrorIsTold) {
  EXPECT_THAT(find("s3://nowhere/", true), ElementsAre("error NoSuchBucket"));
}

TEST_F(ObjectsOfAUrl, ARemovedBucketTakesAllItHasAlong) {
  std::vector<std::string> deleted;
  RemovalWatcher watcher;
  watcher.done = [&](const DeletedObject& object) { deleted.push_back(object.key); };
  watcher.failed = [](const DeleteFailure& failure) { ADD_FAILURE() << failure.key; };
  must(s3.wait(remove_bucket(s3.async(), "bucket", watcher)));
  EXPECT_EQ(deleted.size(), 5U);
  EXPECT_EQ(code_of(s3.head_bucket("bucket")), "NoSuchBucket");
}

TEST(FilesOfAPath, AFolderNeedsARecursionAndMayLeaveItsNameBehind) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path().string() + "/trip/deep");
  std::ofstream(folder.path().string() + "/trip/a.txt") << "1";
  std::ofstream(folder.path().string() + "/trip/deep/b.map") << "22";
  Selection selection;
  EXPECT_THAT(relatives(find_files(folder.path().string() + "/trip", selection)),
              ElementsAre("error InvalidArgument"));
  EXPECT_THAT(relatives(find_files(folder.path().string() + "/trip/a.txt", selection)),
              ElementsAre("a.txt"));
  selection.recursive = true;
  EXPECT_THAT(relatives(find_files(folder.path().string() + "/trip", selection)),
              ElementsAre("trip/a.txt", "trip/deep/b.map"));
  selection.rules = {{false, "**/*.map"}};
  EXPECT_THAT(relatives(find_files(folder.path().string() + "/trip/", selection)),
              ElementsAre("a.txt"));
  EXPECT_FALSE(find_files(folder.path().string() + "/none", selection));
}

}  // namespace
}  // namespace pail::client::jobs
