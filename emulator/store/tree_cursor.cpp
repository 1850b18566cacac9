#include "emulator/store/tree_cursor.hpp"

namespace pail::store {

TreeCursor::TreeCursor(Root root) : root_(std::move(root)) {
  descend_first(root_.node());
}

void TreeCursor::seek(std::string_view key) {
  const bool in_this_leaf =
      valid() && row().key() <= key && key <= leaf_->keys[leaf_->count - 1]->key();
  if (!in_this_leaf) {
    path_.clear();
    const Node* node = root_.node();
    while (node != nullptr && !node->is_leaf) {
      const Inner& inner = as_inner(*node);
      path_.push_back({&inner, child_index(find_key(inner, key))});
      node = inner.children[path_.back().child];
    }
    leaf_ = node;
  }
  if (leaf_ == nullptr) return;
  index_ = find_key(*leaf_, key).index;
  if (index_ == leaf_->count) next_leaf();
}

void TreeCursor::next() {
  if (++index_ == leaf_->count) next_leaf();
}

void TreeCursor::descend_first(const Node* node) {
  while (node != nullptr && !node->is_leaf) {
    path_.push_back({&as_inner(*node), 0});
    node = as_inner(*node).children[0];
  }
  leaf_ = node;
  index_ = 0;
}

void TreeCursor::next_leaf() {
  while (!path_.empty() && path_.back().child == path_.back().node->count) path_.pop_back();
  if (path_.empty()) {
    leaf_ = nullptr;
    return;
  }
  Step& step = path_.back();
  descend_first(step.node->children[++step.child]);
}

}  // namespace pail::store
