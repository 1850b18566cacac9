#include "client/body.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "client/descriptor.hpp"
#include "tests/client/temporary_folder.hpp"

namespace pail::client {
namespace {

std::string read_all(net::Source& body, std::size_t bytes_max = 1000) {
  std::string text;
  for (;;) {
    const auto piece = body.next(bytes_max);
    EXPECT_TRUE(piece) << wire::describe(piece.error());
    if (!piece || piece.value().empty()) return text;
    EXPECT_LE(piece.value().size(), bytes_max);
    text += wire::as_text(piece.value());
  }
}

std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 23);
  return text;
}

void expect_reads_twice(Body& body, const std::string& expected) {
  EXPECT_EQ(body.size(), expected.size());
  EXPECT_EQ(read_all(body), expected);
  ASSERT_TRUE(body.rewind().value());
  EXPECT_EQ(read_all(body, 777'777), expected);
}

// Both ends of a pipe; `text` comes out of it, written by a thread as the reader takes it.
class Pipe {
 public:
  explicit Pipe(std::string text) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    read_end_ = Descriptor(ends[0]);
    writer_ = std::jthread([end = ends[1], content = std::move(text)] {
      const Descriptor write_end(end);
      std::string_view rest = content;
      while (!rest.empty()) {
        const ssize_t written = ::write(end, rest.data(), rest.size());
        if (written <= 0) return;
        rest.remove_prefix(static_cast<std::size_t>(written));
      }
    });
  }
  int read_end() const { return read_end_.number(); }

 private:
  Descriptor read_end_;
  std::jthread writer_;
};

TEST(Body, TextIsReadFromItsStartAsOftenAsAsked) {
  expect_reads_twice(*text_body("hello"), "hello");
  expect_reads_twice(*text_body(""), "");
}

TEST(Body, AFileIsReadPieceByPiece) {
  const TemporaryFolder folder;
  const std::string content = pattern(1'000'003);
  const auto body = file_body(folder.write("f", content));
  ASSERT_TRUE(body);
  expect_reads_twice(*body.value(), content);
}

TEST(Body, AFileIsReadFromWhereItsDescriptorStands) {
  const TemporaryFolder folder;
  const Descriptor file(::open(folder.write("f", "0123456789").c_str(), O_RDONLY));
  ASSERT_EQ(::lseek(file.number(), 4, SEEK_SET), 4);
  const auto body = stream_body(file.number(), "f");
  ASSERT_TRUE(body);
  expect_reads_twice(*body.value(), "456789");
}

TEST(Body, APipeIsReadToItsEndSinceItsLengthMustBeKnown) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, body_in_memory_max,
                                 body_in_memory_max + 1, 3 * body_in_memory_max + 7}) {
    SCOPED_TRACE(size);
    const std::string content = pattern(size);
    const Pipe pipe(content);
    const auto body = stream_body(pipe.read_end(), "standard input");
    ASSERT_TRUE(body);
    expect_reads_twice(*body.value(), content);
  }
}

TEST(Body, AFileThatSaysItIsEmptyIsLookedInto) {
  const auto body = file_body("/proc/self/stat");
  ASSERT_TRUE(body);
  EXPECT_GT(body.value()->size(), 0U);
}

TEST(Body, AFileThatShrinksIsAnErrorNotAShortObject) {
  const TemporaryFolder folder;
  const std::string path = folder.write("f", pattern(10'000));
  const auto body = file_body(path);
  ASSERT_TRUE(body);
  ASSERT_TRUE(body.value()->next(1000));
  ASSERT_EQ(::truncate(path.c_str(), 1000), 0);
  const auto piece = body.value()->next(1000);
  ASSERT_FALSE(piece);
  EXPECT_EQ(piece.error().message(),
            "cannot read " + path + ": it became shorter while it was being sent");
}

TEST(Body, WhatGrowsIsSentAsLongAsItWas) {
  const TemporaryFolder folder;
  const auto body = file_body(folder.write("f", "12345"));
  ASSERT_TRUE(body);
  folder.write("f", "1234567890");
  EXPECT_EQ(read_all(*body.value()), "12345");
}

TEST(Body, WhatCannotBeReadSaysWhy) {
  const TemporaryFolder folder;
  const auto missing = file_body(folder / "none");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message(),
            "cannot open " + (folder / "none") + ": No such file or directory");
  const auto directory = file_body(folder.path().string());
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().message(),
            "cannot read " + folder.path().string() + ": Is a directory");
}

}  // namespace
}  // namespace pail::client
