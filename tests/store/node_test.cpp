#include "emulator/store/node.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace pail::store::testing {
namespace {

using namespace std::string_literals;

struct FreeNode {
  void operator()(Node* node) const {
    for (unsigned i = 0; i < node->count; ++i) free_row(node->keys[i]);
    free_node(node);
  }
};
using NodePtr = std::unique_ptr<Node, FreeNode>;

// A leaf of these keys, inserted in the order given.
NodePtr leaf_of(const std::vector<std::string>& keys) {
  NodePtr leaf(new Node(true));
  for (const std::string& key : keys) {
    insert_key(*leaf, find_key(*leaf, key).index, make_row(key, make_entry(key)));
  }
  return leaf;
}

std::vector<std::string> keys_of(const Node& node) {
  std::vector<std::string> keys;
  for (unsigned i = 0; i < node.count; ++i) keys.emplace_back(node.keys[i]->key());
  return keys;
}

// What is asked of a node: its keys, their neighbours, and texts that differ only in length.
std::set<std::string> probes(const std::vector<std::string>& keys) {
  std::set<std::string> texts{"", "\0"s, "\xff", "m"};
  for (const std::string& key : keys) {
    texts.insert({key, key + '\0', key + "\xff", key + "longer than eight"});
    for (std::size_t cut = 0; cut < key.size(); ++cut) {
      std::string changed = key;
      changed[cut] = static_cast<char>(changed[cut] + 1);
      texts.insert({key.substr(0, cut), changed, changed.substr(0, cut + 1)});
    }
  }
  return texts;
}

void expect_find_as_linear_search(std::vector<std::string> keys) {
  const NodePtr leaf = leaf_of(keys);
  std::sort(keys.begin(), keys.end());
  ASSERT_EQ(keys_of(*leaf), keys);
  for (const std::string& probe : probes(keys)) {
    SCOPED_TRACE(::testing::PrintToString(probe));
    const auto expected = std::lower_bound(keys.begin(), keys.end(), probe);
    const Place place = find_key(*leaf, probe);
    EXPECT_EQ(place.index, expected - keys.begin());
    EXPECT_EQ(place.exact, expected != keys.end() && *expected == probe);
  }
}

TEST(Node, FindsNothingInAnEmptyLeaf) {
  const NodePtr leaf = leaf_of({});
  EXPECT_EQ(find_key(*leaf, "key").index, 0u);
  EXPECT_FALSE(find_key(*leaf, "").exact);
}

TEST(Node, FindsAsLinearSearchWould) {
  expect_find_as_linear_search({"only"});
  expect_find_as_linear_search({""});
  expect_find_as_linear_search({"photos/2024/b", "photos/2024/a", "photos/2024/c"});
  expect_find_as_linear_search({"c", "a", "", "\xff", "\x7f", "\x80"});
}

TEST(Node, FindsAmongKeysWhoseNumbersTie) {
  expect_find_as_linear_search({"", "\0"s, "\0\0"s, std::string(8, '\0'), std::string(9, '\0')});
  expect_find_as_linear_search({"a", "a\0"s, "a\0\0"s, "a\0b"s, "b"});
  expect_find_as_linear_search({"x12345678-3", "x12345678-1", "x12345678", "x12345678-2", "y"});
}

TEST(Node, FindsWhenALaterKeySharesLess) {
  expect_find_as_linear_search({"long/common/prefix/2", "long/common/prefix/1", "long/c", "lo"});
  expect_find_as_linear_search({"b/one", "b/two", "a", "c"});
}

TEST(Node, FindsWhenTheOnlyKeyIsThePrefixOfTheNext) {
  expect_find_as_linear_search({"key", "key/with/more"});
  expect_find_as_linear_search({"key/with/more", "key"});
}

TEST(Node, ErasedKeyIsNotFoundAndTheOthersAre) {
  const NodePtr leaf = leaf_of({"k/a", "k/b", "k/c"});
  free_row(leaf->keys[1]);
  erase_key(*leaf, 1);
  EXPECT_EQ(keys_of(*leaf), (std::vector<std::string>{"k/a", "k/c"}));
  EXPECT_FALSE(find_key(*leaf, "k/b").exact);
  EXPECT_TRUE(find_key(*leaf, "k/c").exact);
}

std::vector<std::string> letters(char from, unsigned count) {
  std::vector<std::string> keys;
  for (unsigned i = 0; i < count; ++i) keys.push_back("k/"s + from++);
  return keys;
}

TEST(Node, FullLeafSplitsInHalves) {
  std::vector<std::string> keys = letters('b', fanout);
  std::reverse(keys.begin(), keys.end());
  for (unsigned index = 0; index <= fanout; ++index) {
    SCOPED_TRACE(index);
    const NodePtr leaf = leaf_of(keys);
    const std::string key = index == 0 ? "k/a" : std::string(leaf->keys[index - 1]->key()) + "x";
    const NodePtr right(split_leaf(*leaf, index, make_row(key, nullptr)));
    EXPECT_EQ(leaf->count + right->count, fanout + 1);
    EXPECT_GE(leaf->count, fanout / 2);
    EXPECT_GE(right->count, fanout / 2);
    EXPECT_LT(leaf->keys[leaf->count - 1]->key(), right->keys[0]->key());
    EXPECT_TRUE(find_key(*leaf, key).exact || find_key(*right, key).exact);
  }
}

TEST(Node, LeafFilledInOrderStaysFullOnce) {
  const NodePtr leaf = leaf_of(letters('a', fanout));
  const NodePtr right(split_leaf(*leaf, fanout, make_row("k/z", nullptr)));
  EXPECT_EQ(leaf->count, fanout);
  EXPECT_EQ(right->count, 1);
  const NodePtr between(split_leaf(*leaf, fanout, make_row("k/y", nullptr)));
  EXPECT_EQ(leaf->count, fanout / 2) << "a second key at the same place is no ascending run";
}

TEST(Node, SeparatorIsTheShortestTextBetween) {
  const struct {
    std::string left, right, separator;
  } cases[] = {
      {"a", "b", "b"},
      {"", "a", "a"},
      {"abc", "abd", "abd"},
      {"ab", "abcdef", "abc"},
      {"k/1", "k/2/x", "k/2"},
      {"photos/2023/z", "photos/2024/a", "photos/2024"},
      {"a", "a\0"s, "a\0"s},
      {"a\0\0"s, "a\0\1\2"s, "a\0\1"s},
      {"\x7f", "\x80zz", "\x80"},
  };
  for (const auto& [left, right, separator] : cases) {
    SCOPED_TRACE(::testing::PrintToString(left) + " | " + ::testing::PrintToString(right));
    EXPECT_EQ(shortest_separator(left, right), separator);
    EXPECT_LT(left, separator);
    EXPECT_LE(separator, right);
  }
}

}  // namespace
}  // namespace pail::store::testing
