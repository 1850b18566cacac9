#include "client/sync/glob.hpp"

#include <gtest/gtest.h>

namespace pail::client::sync {
namespace {

struct Case {
  const char* glob;
  const char* text;
  bool fits;
};

class Globs : public ::testing::TestWithParam<Case> {};

TEST_P(Globs, MatchAsDocumented) {
  const Case& c = GetParam();
  EXPECT_EQ(glob_matches(c.glob, c.text), c.fits) << "'" << c.glob << "' and '" << c.text << "'";
}

constexpr Case cases[] = {
    {"", "", true},
    {"", "a", false},
    {"a", "a", true},
    {"a", "A", false},
    {"a", "ab", false},
    {"*", "", true},
    {"*", "abc", true},
    {"*", "a/b", false},
    {"*.txt", "a.txt", true},
    {"*.txt", ".txt", true},
    {"*.txt", "a.txt.gz", false},
    {"*.txt", "x/a.txt", false},
    {"a*b*c", "aXbYc", true},
    {"a*b*c", "abbbc", true},
    {"a*b*c", "acb", false},
    {"**", "", true},
    {"**", "a/b/c", true},
    {"a/**", "a/b/c", true},
    {"a/**", "a", false},
    {"**/a", "a", true},
    {"**/a", "x/a", true},
    {"**/a", "x/y/a", true},
    {"**/a", "xa", false},
    {"x/**/a", "x/a", true},
    {"x/**/a", "x/y/z/a", true},
    {"x/**/a", "x/ya", false},
    {"a**b", "a/x/b", true},
    {"a**/b", "ax/b", true},
    {"a**/b", "a/b", true},
    {"***", "a/b", true},
    {"?", "a", true},
    {"?", "", false},
    {"?", "/", false},
    {"?", "\xC3\xA9", true},
    {"??", "\xC3\xA9", false},
    {"?", "\xFF", true},
    {"\xC3\xA9*", "\xC3\xA9t\xC3\xA9", true},
    {"[abc]", "b", true},
    {"[abc]", "d", false},
    {"[a-c]x", "bx", true},
    {"[a-c]", "-", false},
    {"[a-]", "-", true},
    {"[-a]", "-", true},
    {"[]a]", "]", true},
    {"[!a]", "b", true},
    {"[!a]", "a", false},
    {"[^a-c]", "d", true},
    {"[!]]", "]", false},
    {"[!a]", "/", false},
    {"[\xC3\xA0-\xC3\xA9]", "\xC3\xA4", true},
    {"[abc", "[abc", true},
    {"[", "[", true},
    {"\\*", "*", true},
    {"\\*", "a", false},
    {"a\\", "a\\", true},
    {"\\[a]", "[a]", true},
};
INSTANTIATE_TEST_SUITE_P(Table, Globs, ::testing::ValuesIn(cases));

TEST(GlobTime, ManyStarsAreNoTrouble) {
  std::string glob;
  for (int i = 0; i < 100; ++i) glob += "a*";
  EXPECT_FALSE(glob_matches(glob + "b", std::string(2000, 'a')));
}

TEST(GlobPrefix, IsWhatEveryMatchBeginsWith) {
  EXPECT_EQ(literal_prefix("photos/20*/a?.jpg"), "photos/20");
  EXPECT_EQ(literal_prefix("a/**"), "a/");
  EXPECT_EQ(literal_prefix("*"), "");
  EXPECT_EQ(literal_prefix("a\\*b[c]"), "a*b");
  EXPECT_EQ(literal_prefix("plain"), "plain");
}

TEST(GlobPrefix, PlainTextIsNoGlob) {
  EXPECT_FALSE(is_glob("photos/cat.jpg"));
  EXPECT_TRUE(is_glob("photos/*.jpg"));
  EXPECT_TRUE(is_glob("a\\*"));
}

}  // namespace
}  // namespace pail::client::sync
