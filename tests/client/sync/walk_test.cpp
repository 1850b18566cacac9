#include "client/sync/walk.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/client/temporary_folder.hpp"

namespace pail::client::sync {
namespace {

namespace fs = std::filesystem;

class Walking : public ::testing::Test {
 protected:
  void write(const std::string& path, std::string_view text = "x") {
    fs::create_directories((folder.path() / path).parent_path());
    folder.write(path, text);
  }
  std::vector<std::string> paths() {
    std::vector<std::string> found;
    Walk walk(folder.path().string());
    while (const auto file = walk.next()) {
      if (file->problem) {
        problems[file->path] = wire::describe(*file->problem);
      } else {
        found.push_back(file->path);
      }
    }
    return found;
  }

  client::TemporaryFolder folder;
  std::map<std::string, std::string> problems;
};

TEST_F(Walking, OrderIsThatOfAListing) {
  for (const char* path : {"a/b", "a-b", "a.b", "a0", "b", "B", "a/b-c/d", "a/b-c.d", "\xC3\xA9"}) {
    write(path);
  }
  const auto found = paths();
  auto sorted = found;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(found, sorted);
  EXPECT_EQ(found.size(), 9u);
}

TEST_F(Walking, SizesAndTimesAreTold) {
  write("a", "hello");
  const timespec times[2] = {{5, 0}, {7, 123'456'789}};
  ASSERT_EQ(::utimensat(AT_FDCWD, (folder / "a").c_str(), times, 0), 0);
  Walk walk(folder.path().string());
  const auto file = walk.next();
  ASSERT_TRUE(file);
  EXPECT_EQ(file->size, 5u);
  EXPECT_EQ(file->modified, wire::Time(std::chrono::microseconds(7'123'456)));
  EXPECT_FALSE(walk.next());
}

TEST_F(Walking, LinksAreFollowedButNotInCircles) {
  write("a/b");
  fs::create_symlink("../a", folder.path() / "a/loop");
  fs::create_symlink("a/b", folder.path() / "file");
  fs::create_directory_symlink("a", folder.path() / "z");
  fs::create_symlink("nowhere", folder.path() / "dangling");
  EXPECT_EQ(paths(), (std::vector<std::string>{"a/b", "file", "z/b"}));
  EXPECT_EQ(problems.size(), 3u);
  EXPECT_NE(problems["a/loop"].find("leads back"), std::string::npos);
  EXPECT_NE(problems["z/loop"].find("leads back"), std::string::npos);
  EXPECT_NE(problems["dangling"].find("No such file"), std::string::npos);
}

TEST_F(Walking, WhatIsNoFileIsAProblemInItsPlace) {
  write("a");
  write("z");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(paths(), (std::vector<std::string>{"a", "z"}));
  EXPECT_NE(problems["pipe"].find("not a regular file"), std::string::npos);
}

TEST_F(Walking, NameThatNoKeyCanHaveIsAProblem) {
  write("a\xFF");
  EXPECT_TRUE(paths().empty());
  EXPECT_EQ(problems.size(), 1u);
}

TEST_F(Walking, FolderThatIsNotThereIsEmpty) {
  Walk walk(folder / "none");
  EXPECT_FALSE(walk.next());
}

TEST_F(Walking, EmptyFoldersHaveNothing) {
  fs::create_directories(folder.path() / "a/b/c");
  EXPECT_TRUE(paths().empty());
  EXPECT_TRUE(problems.empty());
}

}  // namespace
}  // namespace pail::client::sync
