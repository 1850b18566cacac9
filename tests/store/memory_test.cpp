#include "emulator/store/memory.hpp"

#include <thread>

#include "emulator/store/segments.hpp"
#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, EngineConformance,
                         ::testing::Values(EngineCase{"memory", make_memory_engine, 20'000}),
                         engine_case_name);

void expect_empty(const MemoryEngine& engine) {
  const MemoryStats stats = engine.stats();
  EXPECT_EQ(stats.entries, 0u);
  EXPECT_EQ(stats.nodes, 0u);
  EXPECT_EQ(stats.retired, 0u);
  EXPECT_EQ(stats.segments_used, 0u);
}

TEST(MemoryEngine, NeverBlocks) {
  EXPECT_FALSE(MemoryEngine().may_block());
}

TEST(MemoryEngine, CountsEntriesSharedByForksOnce) {
  MemoryEngine engine;
  const auto source = open(engine, "source");
  for (std::size_t i = 0; i < 100; ++i) put(*source, numbered("k", i), "x");
  EXPECT_EQ(engine.entry_count(), 100u);
  auto forked = fork(engine, *source, "fork");
  EXPECT_EQ(engine.entry_count(), 100u);
  put(*forked, numbered("k", 3), "changed");
  put(*forked, "new", "x");
  EXPECT_EQ(engine.entry_count(), 102u);
  erase(*source, numbered("k", 3));
  EXPECT_EQ(engine.entry_count(), 101u);
  forked.reset();
  EXPECT_EQ(engine.entry_count(), 99u);
}

TEST(MemoryEngine, IdleForkCostsNoNodes) {
  MemoryEngine engine;
  const auto source = open(engine, "source");
  for (std::size_t i = 0; i < 1000; ++i) put(*source, numbered("k", i), "x");
  const std::uint64_t nodes = engine.stats().nodes;
  std::vector<std::unique_ptr<Space>> forks;
  for (std::size_t i = 0; i < 100; ++i) forks.push_back(fork(engine, *source, numbered("f", i)));
  EXPECT_EQ(engine.stats().nodes, nodes);
  put(*forks[0], numbered("k", 500), "changed");
  EXPECT_LE(engine.stats().nodes, nodes + 4) << "a change in a fork copies one path";
}

TEST(MemoryEngine, EverythingIsFreedWhenTheLastHolderGoes) {
  MemoryEngine engine;
  auto source = open(engine, "source");
  for (std::size_t i = 0; i < 2000; ++i) put(*source, numbered("k", i * 7919 % 2000), "x");
  put(*source, "blob", make_entry("", {make_blob(*source, pattern(1'000'000, 1))}));
  auto forked = fork(engine, *source, "fork");
  auto cursor = range(*source);
  for (std::size_t i = 0; i < 500; ++i) put(*forked, numbered("k", 3 * i), "y");
  source.reset();
  EXPECT_EQ(take(*cursor, 5000).size(), 2001u) << "a listing goes on over its moment";
  forked.reset();
  EXPECT_GT(engine.stats().entries, 2000u);
  cursor->seek("blob");
  EntryPtr entry = cursor->entry();
  cursor.reset();
  EXPECT_EQ(engine.stats().nodes, 0u);
  EXPECT_EQ(engine.stats().segments_used, 4u) << "the entry still names its blob";
  entry.reset();
  expect_empty(engine);
}

TEST(MemoryEngine, ErasedRowsAreFreedAtOnceWhenNobodyReads) {
  MemoryEngine engine;
  const auto space = open(engine, "world");
  put(*space, "key", make_entry("", {make_blob(*space, pattern(1'000'000, 1))}));
  erase(*space, "key");
  expect_empty(engine);
}

TEST(MemoryEngine, LostSwapLeavesNothingBehind) {
  MemoryEngine engine;
  const auto space = open(engine, "world");
  for (std::size_t i = 0; i < 100; ++i) put(*space, numbered("k", i), "x");
  const MemoryStats before = engine.stats();
  std::vector<Change> changes;
  for (std::size_t i = 100; i < 200; ++i) {
    changes.push_back({numbered("k", i), nullptr, make_entry("x")});
  }
  changes.push_back({numbered("k", 0), nullptr, make_entry("lost")});
  EXPECT_FALSE(swap(*space, changes));
  EXPECT_EQ(engine.stats().entries, before.entries);
  EXPECT_EQ(engine.stats().nodes, before.nodes);
  EXPECT_EQ(engine.stats().retired, 0u);
}

TEST(MemoryEngine, AbandonedUploadGivesItsSegmentsBack) {
  MemoryEngine engine;
  const auto space = open(engine, "world");
  auto writer = space->new_blob();
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer.value()->write(wire::as_bytes(pattern(600'000, 1))));
  EXPECT_EQ(engine.stats().segments_used, 3u);
  writer.value().reset();
  EXPECT_EQ(engine.stats().segments_used, 0u);
  EXPECT_GE(engine.stats().segments_spare, 3u) << "the next upload finds them warm";
}

TEST(MemoryEngine, SmallBlobHoldsNoWholeSegment) {
  MemoryEngine engine;
  const auto space = open(engine, "world");
  const struct {
    std::size_t bytes;
    std::uint64_t segments;
  } cases[] = {{0, 0},
               {1, 0},
               {segment_bytes / 2 - 1, 0},
               {segment_bytes / 2, 1},
               {segment_bytes, 1},
               {segment_bytes + 1, 1},
               {2 * segment_bytes - 1, 2}};
  for (const auto& [bytes, segments] : cases) {
    SCOPED_TRACE(bytes);
    const BlobPtr blob = make_blob(*space, pattern(bytes, 1));
    EXPECT_EQ(engine.stats().segments_used, segments);
  }
}

TEST(MemoryEngine, FullEngineRefusesBytesAndTakesThemAgainLater) {
  MemoryEngine engine({.blob_bytes_max = 4 * segment_bytes});
  const auto space = open(engine, "world");
  put(*space, "key", make_entry("", {make_blob(*space, pattern(3 * segment_bytes, 1))}));
  auto writer = space->new_blob();
  ASSERT_TRUE(writer);
  const auto refused = writer.value()->write(wire::as_bytes(pattern(2 * segment_bytes, 2)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), wire::Errc::ServiceUnavailable);
  writer.value().reset();
  erase(*space, "key");
  EXPECT_NE(make_blob(*space, pattern(4 * segment_bytes, 3)), nullptr);
}

TEST(MemoryEngine, EverythingHandedOutMayOutliveTheEngine) {
  auto engine = std::make_unique<MemoryEngine>();
  auto space = open(*engine, "world");
  put(*space, "key", make_entry("value", {make_blob(*space, pattern(300'000, 1))}));
  auto cursor = range(*space);
  const EntryPtr entry = entry_of(*space, "key");
  engine.reset();
  put(*space, "key", "changed");
  space.reset();
  EXPECT_EQ(take(*cursor, 9).size(), 1u);
  cursor.reset();
  EXPECT_TRUE(blob_text(*entry->blobs()[0], 1u << 20) == pattern(300'000, 1));
}

TEST(MemoryEngine, ConcurrentWorkLeavesNothingBehind) {
  MemoryEngine engine;
  auto source = open(engine, "source");
  for (std::size_t i = 0; i < 300; ++i) put(*source, numbered("k", i), "x");
  const auto work = [&](unsigned who) {
    for (unsigned i = 0; i < 500; ++i) {
      const auto mine = fork(engine, *source, numbered(std::to_string(who), i));
      const auto cursor = range(*source);
      put(*mine, numbered("k", i), "mine");
      put(*source, numbered("k", (i * 31 + who) % 300), "shared");
      take(*cursor, 10);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned who = 0; who < 4; ++who) threads.emplace_back(work, who);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(engine.entry_count(), 300u) << "right when everybody has left";
  source.reset();
  expect_empty(engine);
}

}  // namespace
}  // namespace pail::store::testing
