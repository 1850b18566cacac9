#include "emulator/store/edit.hpp"

#include <stdexcept>
#include <unordered_map>

namespace pail::store {

Edit::~Edit() {
  if (committed_) return;
  for (Node* node : fresh_) free_node(node);
  for (Row* row : made_) free_row(row);
}

bool Edit::holds(std::span<const Change> changes) const {
  std::unordered_map<std::string_view, const Entry*> changed;
  for (const Change& change : changes) {
    const auto earlier = changed.find(change.key);
    const Entry* now = nullptr;
    if (earlier != changed.end()) {
      now = earlier->second;
    } else if (const Row* row = find_row(root_, change.key)) {
      now = row->entry.get();
    }
    if (now != change.expected.get()) return false;
    if (!change.compare_only) changed[change.key] = change.replacement.get();
  }
  return true;
}

bool Edit::apply(const Change& change) {
  Path path = locate(change.key);
  const Row* row = path.row();
  if ((row != nullptr ? row->entry.get() : nullptr) != change.expected.get()) return false;
  if (!change.compare_only) set(path, change.key, change.replacement);
  return true;
}

void Edit::set(std::string_view key, const EntryPtr& entry) {
  Path path = locate(key);
  set(path, key, entry);
}

void Edit::set(Path& path, std::string_view key, const EntryPtr& entry) {
  if (entry) {
    put(path, key, entry);
  } else if (path.exact) {
    erase(path);
  }
}

void Edit::commit(std::atomic<Node*>& root, Removal& removal) noexcept {
  committed_ = true;
  std::uint64_t nodes = 0;
  std::uint64_t entries = 0;
  for (Node* node : fresh_) {
    node->fresh = false;
    nodes += node->discarded ? 0 : 1;
  }
  for (const Row* row : made_) entries += row->entry ? 1 : 0;
  removal.count_made(nodes, entries);
  // Orders against Pin: a reader is either counted by now or comes to see the new root.
  root.store(root_, std::memory_order_seq_cst);
  for (Node* old : replaced_) settle(old, removal);
  for (Row* row : dropped_) removal.drop(row);
  for (Node* node : fresh_) {
    if (node->discarded) free_node(node);
  }
}

void Edit::settle(Node* old, Removal& removal) {
  std::uint32_t only_us = 1;
  if (old->owners.compare_exchange_strong(only_us, 0, std::memory_order_acq_rel)) {
    removal.drop_shell(old);
  } else {
    share_contents(*old);
    removal.drop(old);
  }
}

Edit::Path Edit::locate(std::string_view key) const noexcept {
  Path path;
  if (root_ == nullptr) return path;
  Node* node = root_;
  while (!node->is_leaf) {
    Inner& inner = as_inner(*node);
    const unsigned index = child_index(find_key(inner, key));
    path.steps[path.depth++] = {node, index};
    node = inner.children[index];
  }
  const Place place = find_key(*node, key);
  path.steps[path.depth++] = {node, place.index};
  path.exact = place.exact;
  return path;
}

void Edit::put(Path& path, std::string_view key, const EntryPtr& entry) {
  Row* row = make(key, entry);
  if (path.depth == 0) {
    root_ = keep(new Node(true));
    path.steps[path.depth++] = {root_, 0};
  }
  own_path(path);
  if (path.exact) {
    dropped_.push_back(path.row());
    path.leaf().node->keys[path.leaf().index] = row;
  } else {
    insert_row(path, row);
  }
}

void Edit::erase(Path& path) {
  own_path(path);
  dropped_.push_back(path.row());
  erase_key(*path.leaf().node, path.leaf().index);
  mend(path);
}

// The node itself when it is ours already, else a copy in its stead.
Node* Edit::own(Node* node) {
  if (node->fresh) return node;
  Node* copy = keep(copy_node(*node));
  replaced_.push_back(node);
  return copy;
}

void Edit::own_path(Path& path) {
  root_ = path.steps[0].node = own(root_);
  for (unsigned level = 1; level < path.depth; ++level) {
    const Step& above = path.steps[level - 1];
    Node*& child = as_inner(*above.node).children[above.index];
    path.steps[level].node = child = own(child);
  }
}

void Edit::insert_row(Path& path, Row* row) {
  Node& leaf = *path.leaf().node;
  if (leaf.count < fanout) return insert_key(leaf, path.leaf().index, row);
  Node* right = keep(split_leaf(leaf, path.leaf().index, row));
  Row* separator =
      make(shortest_separator(leaf.keys[leaf.count - 1]->key(), right->keys[0]->key()), nullptr);
  insert_above(path, path.depth - 1, separator, right);
}

// The node at `level` was split: its parent takes the separator and the new node, or splits too.
void Edit::insert_above(Path& path, unsigned level, Row* separator, Node* right) {
  while (level-- > 0) {
    Inner& parent = as_inner(*path.steps[level].node);
    const unsigned index = path.steps[level].index;
    if (parent.count + 1u < fanout) return insert_child(parent, index, separator, right);
    const Split split = split_inner(parent, index, separator, right);
    right = keep(split.right);
    separator = split.separator;
  }
  if (path.depth == depth_max) throw std::length_error("index too deep");
  auto* top = new Inner;
  keep(top);
  top->children[0] = root_;
  insert_child(*top, 0, separator, right);
  root_ = top;
}

Row* Edit::make(std::string_view key, EntryPtr entry) {
  made_.push_back(make_row(key, std::move(entry)));
  return made_.back();
}

Node* Edit::keep(Node* fresh) {
  fresh_.push_back(fresh);
  return fresh;
}

}  // namespace pail::store
