#include "client/sink.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>

#include "tests/client/temporary_folder.hpp"

namespace pail::client {
namespace {

namespace fs = std::filesystem;

void write_text(Sink& sink, std::string_view text) {
  const auto written = sink.write(wire::as_bytes(text));
  ASSERT_TRUE(written) << wire::describe(written.error());
}

void download(const std::string& path, std::string_view text) {
  const auto sink = FileSink::create(path);
  ASSERT_TRUE(sink) << wire::describe(sink.error());
  write_text(*sink.value(), text);
  const auto committed = sink.value()->commit();
  ASSERT_TRUE(committed) << wire::describe(committed.error());
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777;
}

TEST(FileSink, TheFileAppearsWhenItIsWhole) {
  const TemporaryFolder folder;
  const auto sink = FileSink::create(folder / "f");
  ASSERT_TRUE(sink);
  write_text(*sink.value(), "hello ");
  write_text(*sink.value(), "world");
  EXPECT_FALSE(fs::exists(folder / "f"));
  ASSERT_TRUE(sink.value()->commit());
  EXPECT_EQ(folder.read("f"), "hello world");
  EXPECT_EQ(folder.file_count(), 1U);
}

TEST(FileSink, WithoutCommitNothingIsLeftAndWhatWasThereStays) {
  const TemporaryFolder folder;
  folder.write("f", "before");
  {
    const auto sink = FileSink::create(folder / "f");
    ASSERT_TRUE(sink);
    write_text(*sink.value(), "half of");
  }
  EXPECT_EQ(folder.read("f"), "before");
  EXPECT_EQ(folder.file_count(), 1U);
}

TEST(FileSink, AFileThatIsReplacedKeepsItsPermissions) {
  const TemporaryFolder folder;
  ASSERT_EQ(::chmod(folder.write("f", "before").c_str(), 0640), 0);
  download(folder / "f", "after");
  EXPECT_EQ(folder.read("f"), "after");
  EXPECT_EQ(mode_of(folder / "f"), 0640U);
}

TEST(FileSink, ANewFileHasThePermissionsOfTheProcess) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  download(folder / "f", "x");
  ::umask(before);
  EXPECT_EQ(mode_of(folder / "f"), 0640U);
}

TEST(FileSink, ASymbolicLinkGoesOnPointing) {
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "elsewhere");
  folder.write("elsewhere/f", "before");
  fs::create_symlink("elsewhere/f", folder.path() / "link");
  download(folder / "link", "after");
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link"));
  EXPECT_EQ(folder.read("elsewhere/f"), "after");
}

TEST(FileSink, TwoDownloadsIntoOneFolderDoNotMeet) {
  const TemporaryFolder folder;
  const auto one = FileSink::create(folder / "f");
  const auto two = FileSink::create(folder / "f");
  ASSERT_TRUE(one);
  ASSERT_TRUE(two);
  write_text(*one.value(), "1");
  write_text(*two.value(), "2");
  ASSERT_TRUE(one.value()->commit());
  ASSERT_TRUE(two.value()->commit());
  EXPECT_EQ(folder.read("f"), "2");
  EXPECT_EQ(folder.file_count(), 1U);
}

TEST(FileSink, ADeviceIsWrittenToAndStaysADevice) {
  download("/dev/null", "gone");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(FileSink, WhatCannotBeWrittenSaysWhy) {
  const TemporaryFolder folder;
  const auto nowhere = FileSink::create(folder / "none/f");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().message(),
            "cannot write " + (folder / "none/f") + ": No such file or directory");
  const auto directory = FileSink::create(folder.path().string());
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().message(),
            "cannot write " + folder.path().string() + ": Is a directory");
}

TEST(StreamSink, WritesThroughAndTellsFailures) {
  const TemporaryFolder folder;
  const Descriptor file(::open((folder / "f").c_str(), O_CREAT | O_WRONLY, 0600));
  StreamSink sink(file.number(), "standard output");
  write_text(sink, "hello");
  EXPECT_EQ(folder.read("f"), "hello");

  const Descriptor full(::open("/dev/full", O_WRONLY));
  StreamSink failing(full.number(), "standard output");
  const auto written = failing.write(wire::as_bytes("x"));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message(), "cannot write standard output: No space left on device");
}

TEST(TextSink, HasALimit) {
  TextSink sink(5);
  write_text(sink, "12345");
  const auto beyond = sink.write(wire::as_bytes("6"));
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code(), wire::Errc::EntityTooLarge);
  EXPECT_EQ(sink.take(), "12345");
}

}  // namespace
}  // namespace pail::client
