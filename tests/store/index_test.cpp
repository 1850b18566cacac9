#include "emulator/store/index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "emulator/store/edit.hpp"
#include "emulator/store/tree_cursor.hpp"
#include "tests/store/support.hpp"
#include "tests/store/tree_check.hpp"

namespace pail::store::testing {
namespace {

class IndexTest : public ::testing::Test {
 protected:
  static void put(Index& index, const std::string& key) {
    const Change change{key, index.read(key), make_entry("x")};
    ASSERT_TRUE(index.swap({&change, 1}));
  }
  static void erase(Index& index, const std::string& key) {
    const Change change{key, index.read(key), nullptr};
    ASSERT_TRUE(index.swap({&change, 1}));
  }
  static Shape shape(const Index& index) { return check_tree(index.root().node()); }
  static std::vector<std::size_t> shuffled(std::size_t count, unsigned seed) {
    std::vector<std::size_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937(seed));
    return numbers;
  }

  std::shared_ptr<Forest> forest_ = std::make_shared<Forest>();
  Index index_{Root(forest_)};
};

TEST_F(IndexTest, ShuffledInsertionsKeepEveryRuleOfTheTree) {
  for (const std::size_t i : shuffled(3000, 1)) {
    put(index_, numbered("k", i));
    if (i % 50 == 0) shape(index_);
  }
  EXPECT_EQ(shape(index_).rows, 3000u);
}

// Nothing stands before the first child, so nothing must be lowered for a key below all others.
TEST_F(IndexTest, KeysBelowEverythingSeenSoFarStayInOrder) {
  for (std::size_t i = 3000; i-- > 0;) {
    put(index_, numbered("k", i));
    put(index_, numbered("a", i * 7919 % 3000));
    if (i % 100 == 0) shape(index_);
  }
  EXPECT_EQ(shape(index_).rows, 6000u);
}

TEST_F(IndexTest, AscendingInsertionsFillTheirLeaves) {
  for (std::size_t i = 0; i < 16'000; ++i) put(index_, numbered("k", i));
  EXPECT_LE(shape(index_).nodes, 1000u + 1000 / 14) << "16 rows to a leaf, 16 children to a node";
}

// The newest version of an object sorts first: descending keys behind those of the object before.
TEST_F(IndexTest, DescendingRunBehindAnAscendingOneGetsNoNodePerKey) {
  for (std::size_t i = 0; i < 16 * 16; ++i) put(index_, numbered("a", i));
  for (std::size_t i = 4000; i-- > 0;) put(index_, numbered("b", i));
  EXPECT_LE(shape(index_).nodes, 4256u / 6);
}

TEST_F(IndexTest, ErasingEverythingLeavesNothingInAnyOrder) {
  for (unsigned order = 0; order < 3; ++order) {
    SCOPED_TRACE(order);
    for (const std::size_t i : shuffled(2000, 1)) put(index_, numbered("k", i));
    std::vector<std::size_t> numbers = shuffled(2000, 2);
    if (order > 0) std::sort(numbers.begin(), numbers.end());
    if (order > 1) std::reverse(numbers.begin(), numbers.end());
    for (const std::size_t i : numbers) {
      erase(index_, numbered("k", i));
      if (i % 100 == 0) shape(index_);
    }
    EXPECT_EQ(index_.root().node(), nullptr);
    EXPECT_EQ(forest_->nodes, 0u);
    EXPECT_EQ(forest_->entries, 0u);
  }
}

TEST_F(IndexTest, EmptiedTreeIsAsGoodAsNew) {
  for (const std::size_t i : shuffled(5000, 1)) put(index_, numbered("k", i));
  const Shape fresh = shape(index_);
  for (unsigned round = 0; round < 3; ++round) {
    for (const std::size_t i : shuffled(5000, round)) erase(index_, numbered("k", i));
    for (const std::size_t i : shuffled(5000, 1)) put(index_, numbered("k", i));
  }
  EXPECT_EQ(shape(index_).nodes, fresh.nodes);
  EXPECT_EQ(shape(index_).depth, fresh.depth);
}

TEST_F(IndexTest, ThinnedOutTreeShrinks) {
  for (const std::size_t i : shuffled(16'000, 1)) put(index_, numbered("k", i));
  const Shape full = shape(index_);
  for (const std::size_t i : shuffled(16'000, 2)) {
    if (i % 16 != 0) erase(index_, numbered("k", i));
  }
  const Shape thin = shape(index_);
  EXPECT_EQ(thin.rows, 1000u);
  EXPECT_LE(thin.nodes, full.nodes / 4) << "small nodes join their neighbours";
  EXPECT_LE(thin.depth, full.depth);
}

TEST_F(IndexTest, QueueOfKeysStaysSmallForEver) {
  constexpr std::size_t width = 200;
  for (std::size_t i = 0; i < 20'000; ++i) {
    put(index_, numbered("k", i));
    if (i >= width) erase(index_, numbered("k", i - width));
  }
  const Shape queue = shape(index_);
  EXPECT_EQ(queue.rows, width);
  EXPECT_LE(queue.nodes, width / 6);
  EXPECT_LE(queue.depth, 3u);
}

TEST_F(IndexTest, RandomWorkOnForksKeepsEveryCount) {
  std::mt19937 random(7);
  std::vector<std::unique_ptr<Index>> forks;
  std::vector<Root> moments;
  for (unsigned step = 0; step < 20'000; ++step) {
    Index& index = forks.empty() || random() % 3 == 0 ? index_ : *forks[random() % forks.size()];
    const std::string key = numbered(random() % 2 == 0 ? "a/" : "b/", random() % 600);
    if (random() % 5 < 3) {
      put(index, key);
    } else {
      erase(index, key);
    }
    if (step % 40 == 0) forks.push_back(std::make_unique<Index>(index.root()));
    if (step % 40 == 20) moments.push_back(index.root());
    if (forks.size() > 5) forks.erase(forks.begin() + random() % 5);
    if (moments.size() > 3) moments.pop_back();
    if (step % 500 != 0) continue;
    std::vector<Root> held;
    std::vector<const Node*> roots;
    held.push_back(index_.root());
    for (const auto& fork : forks) held.push_back(fork->root());
    for (const Root& root : held) {
      check_tree(root.node());
      roots.insert(roots.end(), 2, root.node());  // the Index's and ours
    }
    for (const Root& moment : moments) roots.push_back(moment.node());
    check_owners(roots);
  }
}

// A cursor may get hold of the old root at any time until the writer has taken it.
TEST_F(IndexTest, RootTakenWhileABatchIsBuiltStaysWhole) {
  for (std::size_t i = 0; i < 500; ++i) put(index_, numbered("k", i));
  std::atomic<Node*> root = index_.root().take();
  {
    Removal removal(*forest_);
    Edit edit(root);
    EXPECT_TRUE(edit.apply({numbered("k", 250), index_.read(numbered("k", 250)), nullptr}));
    EXPECT_TRUE(edit.apply({numbered("k", 900), nullptr, make_entry("x")}));
    const Root taken = index_.root();
    edit.commit(root, removal);
    EXPECT_EQ(check_tree(taken.node()).rows, 500u);
    EXPECT_EQ(check_tree(root).rows, 500u);
    check_owners({root, taken.node(), taken.node()});
  }
  const Root changed(forest_, root);
  TreeCursor cursor(index_.root());
  cursor.seek(numbered("k", 250));
  EXPECT_EQ(cursor.key(), numbered("k", 250));
}

TEST_F(IndexTest, AbandonedEditTouchesNothing) {
  for (std::size_t i = 0; i < 500; ++i) put(index_, numbered("k", i));
  const Root before = index_.root();
  {
    Edit edit(const_cast<Node*>(before.node()));
    for (std::size_t i = 0; i < 400; ++i) {
      EXPECT_TRUE(edit.apply({numbered("k", i), index_.read(numbered("k", i)), nullptr}));
      EXPECT_TRUE(edit.apply({numbered("n", i), nullptr, make_entry("x")}));
    }
  }
  EXPECT_EQ(check_tree(before.node()).rows, 500u);
  check_owners({before.node(), before.node()});
}

}  // namespace
}  // namespace pail::store::testing
