#include "client/sync/rules.hpp"

#include <gtest/gtest.h>

#include "client/sync/local_name.hpp"

namespace pail::client::sync {
namespace {

using namespace std::chrono_literals;

TEST(Rules, LastThatMatchesDecides) {
  const std::vector<Options::Rule> rules = {{false, "**"}, {true, "**/*.jpg"}, {false, "tmp/**"}};
  EXPECT_TRUE(takes_part(rules, "a/b.jpg"));
  EXPECT_FALSE(takes_part(rules, "a/b.png"));
  EXPECT_FALSE(takes_part(rules, "tmp/b.jpg"));
  EXPECT_TRUE(takes_part({}, "anything"));
}

Entry entry(std::uint64_t size, std::chrono::microseconds time) {
  Entry made;
  made.size = size;
  made.modified = wire::Time(time);
  return made;
}

TEST(Difference, SizeThenTimeByWholeSeconds) {
  const auto by_time = Compare::size_and_time;
  EXPECT_EQ(difference(entry(1, 0s), entry(2, 0s), by_time), "size");
  EXPECT_EQ(difference(entry(1, 5s), entry(1, 4s), by_time), "newer");
  EXPECT_EQ(difference(entry(1, 4s), entry(1, 5s), by_time), "");
  EXPECT_EQ(difference(entry(1, 4900ms), entry(1, 4s), by_time), "")
      << "a listing has no fractions, so that one is not known to be newer";
}

TEST(Difference, TimeCountsOnlyWhereAsked) {
  EXPECT_EQ(difference(entry(1, 5s), entry(1, 4s), Compare::size), "");
  EXPECT_EQ(difference(entry(1, 5s), entry(1, 4s), Compare::checksum), "");
}

TEST(FilesOnTheWay, KeyBelowAKeyIsFound) {
  FilesOnTheWay files;
  EXPECT_EQ(files.in_the_way_of("a"), "");
  EXPECT_EQ(files.in_the_way_of("a-b"), "") << "sorts between a and a/";
  EXPECT_EQ(files.in_the_way_of("a/b"), "a");
  EXPECT_EQ(files.in_the_way_of("a/b/c"), "a");
  EXPECT_EQ(files.in_the_way_of("ab"), "");
  EXPECT_EQ(files.in_the_way_of("ab/c"), "ab");
}

TEST(LocalNames, LeadNowhereElse) {
  for (const char* good : {"a", "a/b", "a b", "...", ".hidden", "a/..b"}) {
    EXPECT_TRUE(check_local_name(good)) << good;
  }
  for (const char* bad : {"", "/a", "a//b", "a/", "..", ".", "../a", "a/../b", "a/./b", "a/.."}) {
    EXPECT_FALSE(check_local_name(bad)) << bad;
  }
  EXPECT_FALSE(check_local_name(std::string_view("a\0b", 3)));
  EXPECT_TRUE(check_local_name(std::string(255, 'x')));
  EXPECT_FALSE(check_local_name("a/" + std::string(256, 'x')));
}

}  // namespace
}  // namespace pail::client::sync
