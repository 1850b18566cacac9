// Verb range.
#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string key_at(const Cursor& cursor) {
  return cursor.valid() ? std::string(cursor.key()) : "(end)";
}

TEST_P(EngineConformance, RangeOfAnEmptySpaceIsAtItsEnd) {
  const auto space = open(*engine_, "world");
  const auto cursor = range(*space);
  EXPECT_FALSE(cursor->valid());
  cursor->seek("anything");
  EXPECT_FALSE(cursor->valid());
}

TEST_P(EngineConformance, RangeStandsOnTheFirstEntry) {
  const auto space = open(*engine_, "world");
  put(*space, "b", "2");
  put(*space, "a", "1");
  const auto cursor = range(*space);
  EXPECT_EQ(take(*cursor, 9), (Pairs{{"a", "1"}, {"b", "2"}}));
  EXPECT_FALSE(cursor->valid());
}

// Such a view has no address either, and copying from none is undefined, however few bytes.
TEST_P(EngineConformance, SeekOfAViewOfNothingIsTheBeginning) {
  const auto space = open(*engine_, "world");
  put(*space, "a", "1");
  put(*space, "b", "2");
  const auto cursor = range(*space);
  cursor->seek("b");
  cursor->seek(std::string_view());
  EXPECT_EQ(key_at(*cursor), "a");
}

TEST_P(EngineConformance, SeekGoesToTheFirstKeyNotLessInAnyDirection) {
  const auto space = open(*engine_, "world");
  for (std::size_t i = 0; i < 600; ++i) put(*space, numbered("k", 2 * (i * 7 % 600)), "x");
  const auto cursor = range(*space);
  for (std::size_t step = 0; step < 3000; ++step) {
    const std::size_t wanted = step * 7919 % 1300;
    SCOPED_TRACE(wanted);
    cursor->seek(numbered("k", wanted));
    const std::size_t expected = (wanted + 1) / 2 * 2;
    EXPECT_EQ(key_at(*cursor), expected < 1200 ? numbered("k", expected) : "(end)");
    if (!cursor->valid()) continue;
    cursor->next();
    EXPECT_EQ(key_at(*cursor), expected + 2 < 1200 ? numbered("k", expected + 2) : "(end)");
  }
}

TEST_P(EngineConformance, SeekInSmallStepsWithinOneNeighbourhood) {
  const auto space = open(*engine_, "world");
  for (const char* key : {"a", "b", "c", "d"}) put(*space, key, key);
  const auto cursor = range(*space);
  cursor->seek("b");
  EXPECT_EQ(key_at(*cursor), "b");
  cursor->seek("b");
  EXPECT_EQ(key_at(*cursor), "b") << "a seek to where it stands stays";
  cursor->seek("bb");
  EXPECT_EQ(key_at(*cursor), "c");
  cursor->seek("a");
  EXPECT_EQ(key_at(*cursor), "a");
  cursor->seek("");
  EXPECT_EQ(key_at(*cursor), "a");
  cursor->seek("e");
  EXPECT_EQ(key_at(*cursor), "(end)");
  cursor->seek("d");
  EXPECT_EQ(key_at(*cursor), "d") << "the end is no trap";
}

TEST_P(EngineConformance, SeekBehindEachGroupListsTheGroups) {
  const auto space = open(*engine_, "world");
  for (std::size_t group = 0; group < 40; ++group) {
    for (std::size_t i = 0; i < 50; ++i) put(*space, numbered(numbered("g", group) + "/", i), "x");
  }
  std::vector<std::string> groups;
  const auto cursor = range(*space);
  while (cursor->valid()) {
    groups.emplace_back(cursor->key().substr(0, 9));
    cursor->seek(groups.back() + "0");  // '0' follows '/'
  }
  ASSERT_EQ(groups.size(), 40u);
  for (std::size_t group = 0; group < 40; ++group) EXPECT_EQ(groups[group], numbered("g", group));
}

TEST_P(EngineConformance, RangeShowsTheMomentItWasAskedFor) {
  const auto space = open(*engine_, "world");
  for (std::size_t i = 0; i < 300; ++i) put(*space, numbered("k", i), "before");
  const Texts before = everything(*space);
  const auto cursor = range(*space);
  auto seen = take(*cursor, 100);
  for (std::size_t i = 0; i < 300; i += 2) put(*space, numbered("k", i), "after");
  for (std::size_t i = 1; i < 300; i += 2) erase(*space, numbered("k", i));
  for (std::size_t i = 300; i < 600; ++i) put(*space, numbered("k", i), "after");
  const auto rest = take(*cursor, 1000);
  seen.insert(seen.end(), rest.begin(), rest.end());
  EXPECT_EQ(Texts(seen.begin(), seen.end()), before);
  EXPECT_EQ(seen.size(), before.size());
  EXPECT_EQ(everything(*space).size(), 450u);
}

TEST_P(EngineConformance, RangeGivesTheEntryThatReadGives) {
  const auto space = open(*engine_, "world");
  put(*space, "key", "value");
  const auto cursor = range(*space);
  ASSERT_TRUE(cursor->valid());
  EXPECT_TRUE(swap(*space, {{"key", cursor->entry(), make_entry("new")}}))
      << "what a listing found can be compared against";
}

}  // namespace
}  // namespace pail::store::testing
