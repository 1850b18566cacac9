#include "tests/store/tree_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace pail::store::testing {
namespace {

std::uint64_t number_behind(std::string_view key, std::size_t offset) {
  std::uint64_t number = 0;
  for (std::size_t i = offset; i < offset + 8; ++i) {
    number = number << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0u);
  }
  return number;
}

void check_node(const Node& node) {
  EXPECT_FALSE(node.fresh);
  EXPECT_FALSE(node.discarded);
  EXPECT_LE(node.count, node.is_leaf ? fanout : fanout - 1);
  for (unsigned i = 0; i < node.count; ++i) {
    const std::string_view key = node.keys[i]->key();
    ASSERT_GE(key.size(), node.prefix_bytes);
    EXPECT_EQ(key.substr(0, node.prefix_bytes), node.keys[0]->key().substr(0, node.prefix_bytes));
    EXPECT_EQ(node.heads[i], number_behind(key, node.prefix_bytes));
    EXPECT_EQ(node.keys[i]->entry != nullptr, node.is_leaf) << "separators have no entry";
    EXPECT_TRUE(i == 0 || node.keys[i - 1]->key() < key);
  }
}

// Keys below `node` are in [low, high).
void check_below(const Node& node, std::string_view low, std::optional<std::string_view> high,
                 std::size_t depth, Shape& shape) {
  check_node(node);
  ++shape.nodes;
  if (node.count > 0) {
    EXPECT_LE(low, node.keys[0]->key());
    EXPECT_TRUE(!high || node.keys[node.count - 1]->key() < *high);
  }
  if (node.is_leaf) {
    EXPECT_GT(node.count, 0) << "an empty leaf";
    shape.rows += node.count;
    if (shape.depth == 0) shape.depth = depth;
    EXPECT_EQ(shape.depth, depth) << "a leaf at another depth";
    return;
  }
  for (unsigned i = 0; i <= node.count; ++i) {
    check_below(*as_inner(node).children[i], i == 0 ? low : node.keys[i - 1]->key(),
                i == node.count ? high : node.keys[i]->key(), depth + 1, shape);
  }
}

struct Held {
  std::map<const Node*, std::uint32_t> nodes;
  std::map<const Row*, std::uint32_t> rows;
};

void count_owners(const Node* node, Held& held) {
  if (++held.nodes[node] > 1) return;
  for (unsigned i = 0; i < node->count; ++i) ++held.rows[node->keys[i]];
  for (unsigned i = 0; !node->is_leaf && i <= node->count; ++i) {
    count_owners(as_inner(*node).children[i], held);
  }
}

}  // namespace

Shape check_tree(const Node* root) {
  Shape shape;
  if (root != nullptr) check_below(*root, "", std::nullopt, 1, shape);
  return shape;
}

void check_owners(const std::vector<const Node*>& roots) {
  Held held;
  for (const Node* root : roots) {
    if (root != nullptr) count_owners(root, held);
  }
  for (const auto& [node, owners] : held.nodes) EXPECT_EQ(node->owners, owners);
  for (const auto& [row, owners] : held.rows) EXPECT_EQ(row->owners, owners) << row->key();
}

}  // namespace pail::store::testing
