// Verbs read and swap.
#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

using namespace std::string_literals;

TEST_P(EngineConformance, AbsentKeyReadsAsNull) {
  const auto space = open(*engine_, "world");
  EXPECT_EQ(entry_of(*space, "nothing"), nullptr);
  EXPECT_EQ(entry_of(*space, ""), nullptr);
}

TEST_P(EngineConformance, SwapFromAbsentCreatesOnce) {
  const auto space = open(*engine_, "world");
  EXPECT_TRUE(swap(*space, {{"key", nullptr, make_entry("first")}}));
  EXPECT_FALSE(swap(*space, {{"key", nullptr, make_entry("second")}}));
  EXPECT_EQ(get(*space, "key"), "first");
}

TEST_P(EngineConformance, SwapFromTheEntryThatWasReadReplacesIt) {
  const auto space = open(*engine_, "world");
  put(*space, "key", "old");
  EXPECT_TRUE(swap(*space, {{"key", entry_of(*space, "key"), make_entry("new")}}));
  EXPECT_EQ(get(*space, "key"), "new");
}

TEST_P(EngineConformance, ReadGivesTheEntryThatSwapTook) {
  const auto space = open(*engine_, "world");
  const EntryPtr entry = make_entry("value");
  put(*space, "key", entry);
  EXPECT_EQ(entry_of(*space, "key"), entry_of(*space, "key")) << "or no compare could ever hold";
  EXPECT_EQ(entry_of(*space, "key")->text(), "value");
}

TEST_P(EngineConformance, SwapComparesTheEntryNotItsBytes) {
  const auto space = open(*engine_, "world");
  put(*space, "key", "same");
  EXPECT_FALSE(swap(*space, {{"key", make_entry("same"), make_entry("new")}}));
  EXPECT_EQ(get(*space, "key"), "same");
}

TEST_P(EngineConformance, StaleEntryLosesEvenWhenTheBytesCameBack) {
  const auto space = open(*engine_, "world");
  put(*space, "key", "a");
  const EntryPtr stale = entry_of(*space, "key");
  put(*space, "key", "b");
  put(*space, "key", "a");
  EXPECT_FALSE(swap(*space, {{"key", stale, make_entry("c")}}));
  EXPECT_EQ(get(*space, "key"), "a");
}

TEST_P(EngineConformance, NullReplacementErases) {
  const auto space = open(*engine_, "world");
  put(*space, "key", "value");
  EXPECT_TRUE(swap(*space, {{"key", entry_of(*space, "key"), nullptr}}));
  EXPECT_EQ(get(*space, "key"), std::nullopt);
  EXPECT_TRUE(everything(*space).empty());
}

TEST_P(EngineConformance, ErasingWhatIsAbsentHoldsAndChangesNothing) {
  const auto space = open(*engine_, "world");
  put(*space, "other", "value");
  EXPECT_TRUE(swap(*space, {{"key", nullptr, nullptr}}));
  EXPECT_EQ(everything(*space), (Texts{{"other", "value"}}));
}

TEST_P(EngineConformance, EmptyBatchHolds) {
  const auto space = open(*engine_, "world");
  EXPECT_TRUE(swap(*space, {}));
}

TEST_P(EngineConformance, CompareOnlyRowDecidesAndStaysAsItIs) {
  const auto space = open(*engine_, "world");
  put(*space, "bucket", "settings");
  const EntryPtr bucket = entry_of(*space, "bucket");
  EXPECT_TRUE(swap(*space, {{"bucket", bucket, nullptr, true}, {"key", nullptr, make_entry("1")}}));
  EXPECT_EQ(everything(*space), (Texts{{"bucket", "settings"}, {"key", "1"}}));
  put(*space, "bucket", "changed");
  EXPECT_FALSE(
      swap(*space, {{"other", nullptr, make_entry("2")}, {"bucket", bucket, nullptr, true}}));
  EXPECT_EQ(everything(*space), (Texts{{"bucket", "changed"}, {"key", "1"}}));
}

TEST_P(EngineConformance, CompareOnlyRowCanDemandAbsence) {
  const auto space = open(*engine_, "world");
  EXPECT_TRUE(swap(*space, {{"lock", nullptr, nullptr, true}, {"key", nullptr, make_entry("1")}}));
  put(*space, "lock", "held");
  EXPECT_FALSE(swap(*space, {{"lock", nullptr, nullptr, true}, {"new", nullptr, make_entry("2")}}));
  EXPECT_EQ(get(*space, "lock"), "held");
  EXPECT_EQ(get(*space, "new"), std::nullopt);
}

TEST_P(EngineConformance, OneLostRowUndoesTheWholeBatchWhereverItStands) {
  for (std::size_t bad = 0; bad < 3; ++bad) {
    SCOPED_TRACE("losing row " + std::to_string(bad));
    const auto space = open(*engine_, numbered("world", bad));
    for (const char* key : {"a", "b", "c"}) put(*space, key, "old");
    const Texts before = everything(*space);
    std::vector<Change> changes{{"a", entry_of(*space, "a"), make_entry("new")},
                                {"b", entry_of(*space, "b"), nullptr},
                                {"c", entry_of(*space, "c"), make_entry("new")},
                                {"d", nullptr, make_entry("new")}};
    changes[bad].expected = make_entry("what never was there");
    EXPECT_FALSE(swap(*space, changes));
    EXPECT_EQ(everything(*space), before);
  }
}

TEST_P(EngineConformance, WideBatchLandsWhole) {
  const auto space = open(*engine_, "world");
  std::vector<Change> changes;
  Texts expected;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::string key = numbered("key-", i * 7919 % 1000);
    changes.push_back({key, nullptr, make_entry(key)});
    expected[key] = key;
  }
  EXPECT_TRUE(swap(*space, changes));
  EXPECT_EQ(everything(*space), expected);
  changes.push_back({"key-00000000", nullptr, make_entry("lost")});
  EXPECT_FALSE(swap(*space, changes));
  EXPECT_EQ(everything(*space), expected);
}

TEST_P(EngineConformance, LaterRowsOfABatchSeeTheEarlierOnes) {
  const auto space = open(*engine_, "world");
  const EntryPtr first = make_entry("first");
  EXPECT_TRUE(swap(*space, {{"key", nullptr, first}, {"key", first, make_entry("second")}}));
  EXPECT_EQ(get(*space, "key"), "second");

  const EntryPtr now = entry_of(*space, "key");
  EXPECT_TRUE(swap(*space, {{"key", now, nullptr}, {"key", nullptr, make_entry("again")}}));
  EXPECT_EQ(get(*space, "key"), "again");

  EXPECT_TRUE(swap(*space, {{"brief", nullptr, first}, {"brief", first, nullptr}}));
  EXPECT_EQ(get(*space, "brief"), std::nullopt);
}

TEST_P(EngineConformance, StateBeforeTheBatchIsNotEnoughForALaterRow) {
  const auto space = open(*engine_, "world");
  put(*space, "key", "old");
  const EntryPtr old = entry_of(*space, "key");
  EXPECT_FALSE(swap(*space, {{"key", old, make_entry("1")}, {"key", old, make_entry("2")}}));
  EXPECT_FALSE(swap(*space, {{"key", old, nullptr}, {"key", old, nullptr, true}}));
  EXPECT_FALSE(
      swap(*space, {{"new", nullptr, make_entry("1")}, {"new", nullptr, make_entry("2")}}));
  EXPECT_EQ(everything(*space), (Texts{{"key", "old"}}));
}

TEST_P(EngineConformance, ComparisonMayRestOnARowThatTheBatchChangedBefore) {
  const auto space = open(*engine_, "world");
  const EntryPtr first = make_entry("first");
  EXPECT_TRUE(swap(*space, {{"key", nullptr, first},
                            {"key", first, nullptr, true},
                            {"other", nullptr, make_entry("x")}}));
  EXPECT_EQ(everything(*space), (Texts{{"key", "first"}, {"other", "x"}}));
  EXPECT_FALSE(swap(*space, {{"key", entry_of(*space, "key"), nullptr},
                             {"key", entry_of(*space, "key"), nullptr, true}}));
}

TEST_P(EngineConformance, HandlesOfOneSpaceCompareWithEachOther) {
  const auto one = open(*engine_, "world");
  const auto other = open(*engine_, "world");
  put(*one, "key", "a");
  const EntryPtr seen = entry_of(*other, "key");
  EXPECT_TRUE(swap(*one, {{"key", seen, make_entry("b")}})) << "an entry is the same to both";
  EXPECT_FALSE(swap(*other, {{"key", seen, make_entry("c")}}));
  EXPECT_EQ(get(*other, "key"), "b");
}

TEST_P(EngineConformance, EntryOutlivesItsRowAndItsSpace) {
  auto space = open(*engine_, "world");
  put(*space, "key", "value");
  const EntryPtr entry = entry_of(*space, "key");
  erase(*space, "key");
  EXPECT_EQ(entry->text(), "value");
  drop(*engine_, space, "world");
  EXPECT_EQ(entry->text(), "value");
}

TEST_P(EngineConformance, KeysAreAnyBytes) {
  const auto space = open(*engine_, "world");
  const std::string nul(1, '\0');
  const std::string long_key = pattern(1200, 1);
  std::vector<std::string> keys{"",
                                nul,
                                nul + nul,
                                "a",
                                "a" + nul,
                                "a" + nul + "a",
                                "\xff",
                                "\xff\xff",
                                "\x7f",
                                "\x80",
                                "a/b",
                                "a/",
                                "caf\xc3\xa9",
                                long_key,
                                long_key + nul,
                                long_key + "\xff",
                                std::string(1199, 'x'),
                                std::string(1200, 'x'),
                                std::string(9, '\0'),
                                std::string(8, '\0')};
  Texts expected;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    put(*space, keys[i], std::to_string(i));
    expected[keys[i]] = std::to_string(i);
  }
  ASSERT_EQ(expected.size(), keys.size()) << "the list has no key twice";
  for (const auto& [key, value] : expected) EXPECT_EQ(get(*space, key), value);
  EXPECT_EQ(everything(*space), expected);
  for (const std::string& key : keys) {
    erase(*space, key);
    expected.erase(key);
    EXPECT_EQ(everything(*space), expected);
  }
}

TEST_P(EngineConformance, EntriesAreAnyBytesOfAnySize) {
  const auto space = open(*engine_, "world");
  const std::size_t sizes[] = {0, 1, 236, 4096, space->inline_bytes_max() + 500, 1'000'000};
  for (const std::size_t size : sizes) {
    put(*space, std::to_string(size), pattern(size, static_cast<unsigned>(size)));
  }
  for (const std::size_t size : sizes) {
    EXPECT_EQ(get(*space, std::to_string(size)), pattern(size, static_cast<unsigned>(size)));
  }
}

}  // namespace
}  // namespace pail::store::testing
