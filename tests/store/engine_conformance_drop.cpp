// Verbs open and drop, and the names of Spaces.
#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

using Names = std::vector<std::string>;

TEST_P(EngineConformance, OpeningANameTwiceGivesTheSameEntries) {
  auto first = open(*engine_, "world");
  const auto second = open(*engine_, "world");
  put(*first, "key", "value");
  EXPECT_EQ(get(*second, "key"), "value");
  EXPECT_FALSE(swap(*second, {{"key", nullptr, make_entry("other")}}));
  first.reset();
  EXPECT_EQ(get(*second, "key"), "value") << "one handle is enough to keep it";
}

TEST_P(EngineConformance, DifferentNamesAreDifferentSpaces) {
  const auto a = open(*engine_, "a");
  const auto b = open(*engine_, "b");
  put(*a, "key", "a");
  EXPECT_EQ(get(*b, "key"), std::nullopt);
}

TEST_P(EngineConformance, DroppedNameStartsEmptyAndCanBeForkedOnto) {
  auto source = open(*engine_, "source");
  for (std::size_t i = 0; i < 10; ++i) put(*source, numbered("k", i), "base");
  auto old = fork(*engine_, *source, "name");
  drop(*engine_, old, "name");
  const auto fresh = open(*engine_, "name");
  EXPECT_TRUE(everything(*fresh).empty());
  drop(*engine_, source, "source");
  const auto forked = fork(*engine_, *fresh, "source");
  EXPECT_TRUE(everything(*forked).empty());
}

TEST_P(EngineConformance, OpenSpaceIsNotDropped) {
  auto space = open(*engine_, "world");
  put(*space, "key", "value");
  const auto refused = engine_->drop("world");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), wire::Errc::InternalError);
  EXPECT_EQ(get(*space, "key"), "value");
  EXPECT_EQ(engine_->names(), Names{"world"});
  drop(*engine_, space, "world");
  EXPECT_EQ(engine_->names(), Names{});
}

TEST_P(EngineConformance, DroppingWhatIsNotThereIsNoError) {
  EXPECT_TRUE(engine_->drop("nobody"));
  auto space = open(*engine_, "world");
  drop(*engine_, space, "world");
  EXPECT_TRUE(engine_->drop("world"));
}

TEST_P(EngineConformance, WhatIsDroppedLaterIsGoneForWhoeverLooks) {
  auto space = open(*engine_, "world");
  put(*space, "key", "value");
  space.reset();
  engine_->drop_later("world");
  EXPECT_EQ(engine_->names(), Names{});
  space = open(*engine_, "world");
  EXPECT_TRUE(everything(*space).empty());
  put(*space, "key", "again");
  engine_->drop_later("world");
  EXPECT_EQ(get(*space, "key"), "again") << "one that is open stays";
}

TEST_P(EngineConformance, NamesAreThoseOfOpenedAndForkedSpacesInOrder) {
  EXPECT_EQ(engine_->names(), Names{});
  const std::string odd("\0\xff odd", 6);
  const auto b = open(*engine_, "b");
  const auto a = open(*engine_, "a");
  const auto again = open(*engine_, "a");
  const auto forked = fork(*engine_, *b, odd);
  EXPECT_EQ(engine_->names(), (Names{odd, "a", "b"}));
}

TEST_P(EngineConformance, DroppedSpaceFreesItsEntries) {
  auto space = open(*engine_, "world");
  for (std::size_t i = 0; i < 100; ++i) put(*space, numbered("k", i), "x");
  auto forked = fork(*engine_, *space, "fork");
  put(*forked, "new", "x");
  EXPECT_EQ(engine_->entry_count(), 101u);
  drop(*engine_, space, "world");
  EXPECT_EQ(engine_->entry_count(), 101u) << "the fork holds them";
  drop(*engine_, forked, "fork");
  EXPECT_EQ(engine_->entry_count(), 0u);
}

TEST_P(EngineConformance, CursorAndEntriesOutliveTheDroppedSpace) {
  auto space = open(*engine_, "world");
  const std::string bytes = pattern(200'000, 1);
  put(*space, "key", make_entry("value", {make_blob(*space, bytes)}));
  const auto cursor = range(*space);
  drop(*engine_, space, "world");
  ASSERT_TRUE(cursor->valid());
  EXPECT_EQ(cursor->entry()->text(), "value");
  EXPECT_TRUE(blob_text(*cursor->entry()->blobs()[0], 1u << 20) == bytes);
}

}  // namespace
}  // namespace pail::store::testing
