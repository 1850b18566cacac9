#include <gtest/gtest.h>

#include "emulator/archive/format.hpp"

namespace pail::archive {
namespace {

std::string row_of(const Row& row) {
  std::string text;
  append_row(text, row);
  return text;
}

TEST(ArchiveRow, IsReadAsItWasWritten) {
  const std::string key("o\0key", 5);
  const Row row{.key = key, .blobs = {{1, 2}, {std::uint64_t{1} << 40, 0xffffffff}}, .bytes = "b"};
  const std::string text = row_of(row);
  EXPECT_EQ(text.size(), row_size(row));
  EXPECT_EQ(row_size_of(text).value(), text.size());
  const auto read = read_row(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().key, key);
  ASSERT_EQ(read.value().blobs.size(), 2U);
  EXPECT_EQ(read.value().blobs[1].number, std::uint64_t{1} << 40);
  EXPECT_EQ(read.value().blobs[1].crc, 0xffffffff);
  EXPECT_EQ(read.value().bytes, "b");
}

TEST(ArchiveRow, NoticesEveryFlippedBit) {
  const std::string whole = row_of({.key = "key", .blobs = {{1, 2}}, .bytes = "bytes"});
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(read_row(flipped)) << "bit " << bit;
  }
}

TEST(ArchiveRow, HasALimit) {
  const auto said = [](std::uint32_t length) {
    std::string text(4, '\0');
    for (int i = 0; i < 4; ++i)
      text[static_cast<std::size_t>(i)] = static_cast<char>(length >> 8 * i);
    return row_size_of(text);
  };
  EXPECT_TRUE(said(row_bytes_max));
  EXPECT_FALSE(said(row_bytes_max + 1));
  EXPECT_FALSE(said(0xffffffff));
  EXPECT_FALSE(said(11)) << "no room for its numbers";
}

TEST(ArchiveNames, SortAsTheyAreNumbered) {
  EXPECT_EQ(entries_name(1), "entries/000001");
  EXPECT_EQ(entries_name(1234567), "entries/1234567");
  EXPECT_EQ(blob_name(12), "blobs/12");
}

TEST(Manifest, IsReadAsItWasWritten) {
  const Manifest manifest{.world = "mars",
                          .region = "eu-west-1",
                          .exported = wire::Time(),
                          .entries = 1,
                          .entry_files = 2,
                          .blobs = 3,
                          .blob_bytes = 4};
  const auto read = parse_manifest(to_json(manifest));
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().world, "mars");
  EXPECT_EQ(read.value().region, "eu-west-1");
  EXPECT_EQ(read.value().entries, 1U);
  EXPECT_EQ(read.value().entry_files, 2U);
  EXPECT_EQ(read.value().blobs, 3U);
  EXPECT_EQ(read.value().blob_bytes, 4U);
}

TEST(Manifest, SaysThatTheArchiveHoldsSecrets) {
  EXPECT_NE(to_json({}).find("secret keys of its users"), std::string::npos);
}

TEST(Manifest, OfANewerFormatIsRefusedByItsNumber) {
  const auto read = parse_manifest(R"({"format": 2, "entries": 0})");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message()->find("its format is 2, and this one reads formats up to 1"),
            std::string::npos)
      << *read.error().message();
}

TEST(Manifest, HasToBeOne) {
  for (const char* text :
       {"", "1", "{}", R"({"format":0})", R"({"format":"1"})", R"({"format":-1})",
        R"({"format":1,"entries":1,"entry_files":1,"blobs":1})"}) {
    EXPECT_FALSE(parse_manifest(text)) << text;
  }
}

}  // namespace
}  // namespace pail::archive
