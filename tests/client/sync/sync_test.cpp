#include "client/sync/sync.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "tests/client/transfer/transfer_stage.hpp"

namespace pail::client::sync {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using transfer::TransferTest;

class Syncs : public TransferTest {
 protected:
  void write(const std::string& path, std::string_view text) {
    fs::create_directories((folder.path() / path).parent_path());
    folder.write(path, text);
    set_time(path, 0s);
  }
  // From the stage's moment.
  void set_time(const std::string& path, std::chrono::seconds from_now) {
    const auto time = (moment() + from_now).time_since_epoch();
    const timespec times[2] = {{0, UTIME_OMIT},
                               {std::chrono::floor<std::chrono::seconds>(time).count(), 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, (folder / path).c_str(), times, 0), 0);
  }
  Watcher watcher() {
    Watcher seen;
    seen.done = [this](const Step& step) { done.insert(step.path + " " + step.why); };
    seen.failed = [this](const Step& step, const wire::Error& error) {
      failed[step.path] = wire::describe(error);
    };
    return seen;
  }
  Result<Summary> sync(Tree from, Tree to, Options options = {}) {
    done.clear();
    failed.clear();
    return s3.wait(run(s3.async(), std::move(from), std::move(to), std::move(options), watcher()));
  }
  Tree here() { return Folder{folder.path().string()}; }
  static Tree there(std::string prefix = {}) { return Prefix{"bucket", std::move(prefix)}; }
  std::set<std::string> keys(std::string prefix = {}) {
    ListOptions options;
    options.prefix = std::move(prefix);
    std::set<std::string> found;
    must(s3.each_page("bucket", options, [&](const ListPage& page) {
      for (const auto& object : page.objects) found.insert(object.key);
      return true;
    }));
    return found;
  }

  using Set = std::set<std::string>;
  Set done;
  std::map<std::string, std::string> failed;
};

TEST_F(Syncs, FolderGoesUpAndTheSecondTimeNothingDoes) {
  write("a", "1");
  write("b/c", "22");
  const Summary first = must(sync(here(), there("p")));
  EXPECT_EQ(first.uploaded, 2u);
  EXPECT_EQ(first.bytes, 3u);
  EXPECT_EQ(keys(), (Set{"p/a", "p/b/c"}));
  const Summary second = must(sync(here(), there("p")));
  EXPECT_EQ(second.uploaded, 0u);
  EXPECT_EQ(second.same, 2u);
}

TEST_F(Syncs, ChangesGoUp) {
  write("same", "1");
  write("size", "1");
  write("newer", "1");
  must(sync(here(), there()));
  write("size", "22");
  write("newer", "2");
  set_time("newer", 10s);
  write("fresh", "1");
  must(sync(here(), there()));
  EXPECT_EQ(done, (Set{"size size", "newer newer", "fresh new"}));
  EXPECT_EQ(get_text(s3, "bucket", "newer"), "2");
}

TEST_F(Syncs, TreeComesDownWithItsTimes) {
  put_text(s3, "bucket", "p/a", "1");
  put_text(s3, "bucket", "p/b/c", "22");
  put_text(s3, "bucket", "p-other", "x");
  stage.clock->advance(1h);
  const Summary first = must(sync(there("p"), here()));
  EXPECT_EQ(first.downloaded, 2u);
  EXPECT_EQ(folder.read("b/c"), "22");
  EXPECT_EQ(must(sync(there("p"), here())).same, 2u);
  put_text(s3, "bucket", "p/a", "9");
  must(sync(there("p"), here()));
  EXPECT_EQ(done, (Set{"a newer"}));
  EXPECT_EQ(folder.read("a"), "9");
}

TEST_F(Syncs, ChecksumFindsWhatSizeAndTimeDoNot) {
  write("same", "aa");
  write("other", "aa");
  must(sync(here(), there()));
  write("other", "bb");
  EXPECT_EQ(must(sync(here(), there())).same, 2u);
  Options options;
  options.compare = Compare::checksum;
  EXPECT_EQ(must(sync(here(), there(), options)).same, 1u);
  EXPECT_EQ(done, (Set{"other checksum"}));
}

TEST_F(Syncs, ChecksumKnowsUploadsInParts) {
  write("large", transfer::random_text(2 * transfer::part));
  Options options;
  options.compare = Compare::checksum;
  options.upload = up();
  must(sync(here(), there(), options));
  EXPECT_EQ(asked("CompleteMultipartUpload"), 1u);
  EXPECT_EQ(must(sync(here(), there(), options)).same, 1u);
  EXPECT_EQ(must(sync(there(), here(), options)).same, 1u);
}

TEST_F(Syncs, ExtraGoesOnlyWhenAsked) {
  write("a", "1");
  put_text(s3, "bucket", "old", "x");
  put_text(s3, "bucket", "b/old", "x");
  must(sync(here(), there()));
  EXPECT_EQ(keys(), (Set{"a", "b/old", "old"}));
  Options options;
  options.delete_extra = true;
  EXPECT_EQ(must(sync(here(), there(), options)).removed, 2u);
  EXPECT_EQ(keys(), (Set{"a"}));
  write("local", "x");
  EXPECT_EQ(must(sync(there(), here(), options)).removed, 1u);
  EXPECT_FALSE(fs::exists(folder / "local"));
}

TEST_F(Syncs, DryRunDoesNothingAndTellsAll) {
  write("a", "1");
  put_text(s3, "bucket", "old", "x");
  Options options;
  options.delete_extra = true;
  options.dry_run = true;
  const Summary summary = must(sync(here(), there(), options));
  EXPECT_EQ(done, (Set{"a new", "old extra"}));
  EXPECT_EQ(summary.bytes, 0u);
  EXPECT_EQ(keys(), (Set{"old"}));
}

TEST_F(Syncs, RulesHoldForBothSides) {
  write("a.jpg", "1");
  write("a.tmp", "1");
  put_text(s3, "bucket", "old.tmp", "x");
  Options options;
  options.delete_extra = true;
  options.rules = {{false, "**/*.tmp"}};
  must(sync(here(), there(), options));
  EXPECT_EQ(keys(), (Set{"a.jpg", "old.tmp"}));
}

TEST_F(Syncs, WhatCannotBeReadIsAFailureAndIsNotDeletedThere) {
  write("a", "1");
  fs::create_symlink("nowhere", folder.path() / "gone");
  fs::create_symlink(".", folder.path() / "loop");
  put_text(s3, "bucket", "gone", "kept");
  put_text(s3, "bucket", "loop/x", "kept");
  put_text(s3, "bucket", "looper", "extra");
  Options options;
  options.delete_extra = true;
  const Summary summary = must(sync(here(), there(), options));
  EXPECT_EQ(summary.failed, 2u);
  EXPECT_EQ(summary.uploaded, 1u);
  EXPECT_EQ(keys(), (Set{"a", "gone", "loop/x"}));
}

TEST_F(Syncs, KeysThatLeadElsewhereAreFailuresAndTheRestArrives) {
  for (const char* key :
       {"p/../out", "p/a//b", "p//abs", "p/./x", "p/ok", "p/f", "p/f-1", "p/f/x"}) {
    put_text(s3, "bucket", key, "1");
  }
  put_text(s3, "bucket", "p/" + std::string(300, 'x'), "1");
  const fs::path target = folder.path() / "deep/target";
  const Summary summary = must(sync(there("p"), Folder{target.string()}));
  EXPECT_EQ(summary.downloaded, 3u);
  EXPECT_EQ(summary.failed, 6u);
  EXPECT_EQ(folder.read("deep/target/ok"), "1");
  EXPECT_EQ(folder.read("deep/target/f"), "1");
  EXPECT_FALSE(fs::exists(folder / "deep/out"));
  EXPECT_TRUE(failed.contains("f/x")) << "file and folder at once";
}

TEST_F(Syncs, PlaceholdersAreFolders) {
  put_text(s3, "bucket", "p/", "");
  put_text(s3, "bucket", "p/empty/", "");
  EXPECT_EQ(must(sync(there("p"), here())).downloaded, 1u);
  EXPECT_TRUE(fs::is_directory(folder / "empty"));
  EXPECT_EQ(must(sync(there("p"), here())).downloaded, 0u);
  Options options;
  options.delete_extra = true;
  must(sync(here(), there("p"), options));
  EXPECT_EQ(keys(), (Set{"p/", "p/empty/"})) << "not ours to delete";
}

TEST_F(Syncs, WhatStandsInTheWayIsNotReplaced) {
  ASSERT_EQ(::mkfifo((folder / "a").c_str(), 0600), 0);
  put_text(s3, "bucket", "a", "1");
  fs::create_directories(folder.path() / "b");
  put_text(s3, "bucket", "b", "1");
  EXPECT_EQ(must(sync(there(), here())).failed, 2u);
}

TEST_F(Syncs, PrefixesAreCopiedOnTheServer) {
  put_text(s3, "bucket", "p/a", "1");
  put_text(s3, "bucket", "p/b/c", "22");
  EXPECT_EQ(must(sync(there("p"), there("q"))).copied, 2u);
  EXPECT_EQ(keys("q/"), (Set{"q/a", "q/b/c"}));
  EXPECT_EQ(must(sync(there("p"), there("q"))).same, 2u);
}

TEST_F(Syncs, MissingSourceOrBucketEndsTheWhole) {
  put_text(s3, "bucket", "a", "1");
  Options options;
  options.delete_extra = true;
  EXPECT_EQ(code_of(sync(Folder{folder / "none"}, there(), options)), "InvalidArgument");
  EXPECT_EQ(keys(), (Set{"a"})) << "no source is no empty source";
  EXPECT_EQ(code_of(sync(here(), Prefix{"no-such-bucket", ""})), "NoSuchBucket");
}

TEST_F(Syncs, OneFailureStopsNothingElse) {
  for (int i = 0; i < 20; ++i) write("f" + std::to_string(i), "x");
  fault(R"({"match": {"operation": "PutObject", "key_prefix": "f7"},
            "then": {"error": {"code": "AccessDenied"}}})");
  const Summary summary = must(sync(here(), there()));
  EXPECT_EQ(summary.uploaded, 19u);
  EXPECT_EQ(summary.failed, 1u);
  EXPECT_EQ(failed["f7"].substr(0, 12), "AccessDenied");
}

TEST_F(Syncs, ManyFilesInManyPages) {
  for (int i = 0; i < 2500; ++i) write("d" + std::to_string(i % 7) + "/" + std::to_string(i), "x");
  const Summary up = must(sync(here(), there()));
  EXPECT_EQ(up.uploaded, 2500u);
  EXPECT_EQ(keys().size(), 2500u);
  EXPECT_EQ(must(sync(here(), there())).same, 2500u);
  Options options;
  options.delete_extra = true;
  fs::remove_all(folder.path() / "d3");
  const Summary cleaned = must(sync(here(), there(), options));
  EXPECT_EQ(cleaned.removed, 357u);
}

}  // namespace
}  // namespace pail::client::sync
