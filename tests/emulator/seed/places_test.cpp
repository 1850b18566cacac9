#include "emulator/seed/places.hpp"

#include <gtest/gtest.h>

namespace pail::emulator::seed {
namespace {

constexpr std::string_view text = R"({
  // a comment with "quotes": [
  "buckets": [
    {"name": "a"},
    {
      "name": "b", /* one
                      over two lines */
      "objects": [
        {"key": "x",
         "size": 12
        },
        {"key": "y"},
      ],
    },
  ],
})";

TEST(SeedPlaces, AreFoundByTheirPaths) {
  EXPECT_EQ(find_mistake(text), std::nullopt);
  const std::pair<const char*, std::size_t> places[] = {
      {"", 1},
      {"buckets", 3},
      {"buckets[0]", 4},
      {"buckets[0].name", 4},
      {"buckets[1]", 5},
      {"buckets[1].name", 6},
      {"buckets[1].objects", 8},
      {"buckets[1].objects[0].key", 9},
      {"buckets[1].objects[0].size", 10},
      {"buckets[1].objects[1]", 12},
      {"buckets[2]", 0},
      {"name", 0},
  };
  for (const auto& [path, line] : places) EXPECT_EQ(line_of(text, path), line) << path;
}

TEST(SeedPlaces, AreThoseOfElementsOfLists) {
  const std::string_view lists = "[1,\n[2,\n3], \"4\",\n[],\nnull]";
  const std::pair<const char*, std::size_t> places[] = {
      {"[0]", 1}, {"[1]", 2}, {"[1][0]", 2}, {"[1][1]", 3}, {"[2]", 3}, {"[3]", 4}, {"[4]", 5}};
  for (const auto& [path, line] : places) EXPECT_EQ(line_of(lists, path), line) << path;
}

struct Case {
  const char* text;
  std::size_t line;
  std::size_t column;
  const char* what;
};

TEST(SeedPlaces, OfSyntaxMistakesHaveLineAndColumn) {
  const Case cases[] = {
      {"", 1, 1, "it is empty"},
      {"{\n  \"a\": 1,\n  b: 2\n}", 3, 3, "syntax"},
      {"{\"a\": 1}\n}", 2, 1, "extra"},
      {"{\"a\": \"\n\"}", 1, 8, "syntax"},
      {"[1, 2", 1, 6, "incomplete"},
      {"{\"a\":\n {\"b\": 1,\n  \"c\": 2,\n  \"b\": 3}}", 4, 5, "a.b is there twice"},
      {"\"\xff\"", 1, 2, "syntax"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    const auto mistake = find_mistake(one.text);
    ASSERT_TRUE(mistake);
    EXPECT_EQ(mistake->line, one.line);
    EXPECT_EQ(mistake->column, one.column);
    EXPECT_NE(mistake->what.find(one.what), std::string::npos) << mistake->what;
  }
}

TEST(SeedPlaces, MembersOfTheSameNameInDifferentObjectsAreNotTwice) {
  EXPECT_EQ(find_mistake(R"([{"a": {"a": 1}}, {"a": 1}])"), std::nullopt);
}

}  // namespace
}  // namespace pail::emulator::seed
