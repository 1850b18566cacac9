// What an erased row leaves behind: empty nodes go, small ones join a neighbour, the tree gets
// lower.
#include "emulator/store/edit.hpp"

namespace pail::store {
namespace {

// Leaving a gap between the two keeps a node at the edge from being split and merged in turns.
constexpr unsigned small_max = fanout / 4;
constexpr unsigned joined_max = fanout * 3 / 4;

// How full a node is: rows or children.
unsigned fill(const Node& node) noexcept {
  return node.is_leaf ? node.count : node.count + 1u;
}

}  // namespace

void Edit::mend(Path& path) {
  bool empty = path.leaf().node->count == 0;
  for (unsigned level = path.depth - 1; level > 0; --level) {
    Inner& parent = as_inner(*path.steps[level - 1].node);
    const unsigned index = path.steps[level - 1].index;
    if (empty) {
      leave(path.steps[level].node);
      empty = parent.count == 0;
      remove_child(parent, index);
    } else if (!merge(parent, index)) {
      break;
    }
  }
  if (empty) {
    leave(root_);
    root_ = nullptr;
  }
  lower_root();
}

void Edit::remove_child(Inner& parent, unsigned index) {
  if (Row* separator = erase_child(parent, index)) dropped_.push_back(separator);
}

// True when child `index` was small and has joined a neighbour.
bool Edit::merge(Inner& parent, unsigned index) {
  const unsigned mine = fill(*parent.children[index]);
  if (mine > small_max) return false;
  const auto fits = [&](unsigned other) {
    return mine + fill(*parent.children[other]) <= joined_max;
  };
  if (index > 0 && fits(index - 1)) {
    join(parent, index - 1);
  } else if (index < parent.count && fits(index + 1)) {
    join(parent, index);
  } else {
    return false;
  }
  return true;
}

// The child behind `left_index` empties into that one.
void Edit::join(Inner& parent, unsigned left_index) {
  Node*& left = parent.children[left_index];
  Node* right = parent.children[left_index + 1];
  left = own(left);
  Row* separator = parent.keys[left_index];
  append_node(*left, *right, separator);
  erase_child(parent, left_index + 1);
  if (left->is_leaf) dropped_.push_back(separator);
  leave(right);
}

// An inner root with a single child is of no use.
void Edit::lower_root() {
  while (root_ != nullptr && !root_->is_leaf && root_->count == 0) {
    Node* only = as_inner(*root_).children[0];
    leave(root_);
    root_ = only;
  }
}

// `node` is no longer part of the new tree.
void Edit::leave(Node* node) {
  if (node->fresh) {
    node->discarded = true;
  } else {
    replaced_.push_back(node);
  }
}

}  // namespace pail::store
