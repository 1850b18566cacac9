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

struct LeapCase {
  const char* glob;
  const char* text;
  const char* next;  // its last character as '~'
  bool below = false;
};

class Leaps : public ::testing::TestWithParam<LeapCase> {};

TEST_P(Leaps, GoToTheNextThatMayFit) {
  const LeapCase& c = GetParam();
  std::string next = c.next;
  if (next.ends_with('~')) next.replace(next.size() - 1, 1, "\xF4\x8F\xBF\xBF");
  EXPECT_EQ(leap(c.glob, c.text, c.below), next) << "'" << c.glob << "' behind '" << c.text << "'";
}

constexpr LeapCase leaps[] = {
    {"a*/b", "a1", "a1"},             // a file where a folder is meant: its folder may follow
    {"a*/b", "a1/a/x", "a1/a~"},      // on to the name: behind what is less than it
    {"a*/b", "a1/b", "a1/~"},         // it has come
    {"a*/b", "a1/c/x", "a1/~"},       // it cannot come
    {"a*/b/c?", "a1/a/x", "a1/b/b~"},  // as far as the names are certain
    {"a*/b/c?", "a1/b/cx", "a1/b/cx"},
    {"a*/b/c?", "a1/b/cx/y", "a1/b/cx/~"},
    {"a*/b/c?", "a1/b/d", "a1/~"},
    {"*/x*.gz", "a/b/c", "a/w~"},
    {"*/*.gz", "a/b/c", "a/b/~"},  // no file below b is meant
    {"*/*.gz", "a/b", "a/b"},
    {"[ab]*/x", "c/x/y", "c/~"},  // a folder that does not fit
    {"**/x", "a/b/c", "a/b/c"},   // may be anywhere
    {"a*/**/x", "a/b/c", "a/b/c"},
    {"a*/x/**", "ab/c/d", "ab/x.~"},
    {"*/\xC3\xA9", "a/b/c", "a/b/c"},     // before a character that is not ASCII: not known
    {"*/tmp", "a/tmp", "a/tmp.~", true},  // what lies below it counts
    {"*/tmp", "a/tmp/x", "a/tmp/x", true},
    {"*/tmp", "a/tmp0", "a/~", true},
    {"*/t*", "a/tmp/x/y", "a/tmp/x/y", true},
    {"*/t*", "a/x/y", "a/~", true},
    {"a*/", "a1/x", "a1/~"},
    {"a*/", "a1/x", "a1/x", true},
};
INSTANTIATE_TEST_SUITE_P(Table, Leaps, ::testing::ValuesIn(leaps));

// What is passed over must not fit: all texts of a small alphabet, in order, against each other.
TEST(Leaping, PassesOverNothingThatFits) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; texts[i].size() < 5; ++i) {
    for (const char c : {'/', 'a', 'b', 'c'}) texts.push_back(texts[i] + c);
  }
  for (const std::string glob : {"*/b", "*/b/*", "a*/?b", "?/[ab]/c*", "b*/", "*/*/c", "*b/**/c"}) {
    const std::string prefix = literal_prefix(glob);
    for (const std::string& text : texts) {
      if (!text.starts_with(prefix)) continue;
      const std::string next = leap(glob, text);
      if (next == text) continue;
      for (const std::string& other : texts) {
        if (text < other && other <= next) {
          ASSERT_FALSE(glob_matches(glob, other)) << glob << " from " << text << ": " << other;
        }
      }
    }
  }
}

}  // namespace
}  // namespace pail::client::sync
