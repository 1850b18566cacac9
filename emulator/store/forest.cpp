#include "emulator/store/forest.hpp"

#include <utility>

namespace pail::store {
namespace {

// A dropped world retires in pieces of this many, so that memory is given back while it goes.
constexpr std::size_t pending_max = 4096;

bool was_last(std::atomic<std::uint32_t>& owners) noexcept {
  return owners.fetch_sub(1, std::memory_order_acq_rel) == 1;
}

void free_node_at(void* node) noexcept {
  free_node(static_cast<Node*>(node));
}
void free_row_at(void* row) noexcept {
  free_row(static_cast<Row*>(row));
}

}  // namespace

void Removal::drop(Node* node) {
  if (!was_last(node->owners)) return;
  boost::container::small_vector<Node*, 32> gone{node};
  while (!gone.empty()) {
    Node* next = gone.back();
    gone.pop_back();
    for (unsigned i = 0; i < next->count; ++i) drop(next->keys[i]);
    for (unsigned i = 0; !next->is_leaf && i <= next->count; ++i) {
      Node* child = as_inner(*next).children[i];
      if (was_last(child->owners)) gone.push_back(child);
    }
    drop_shell(next);
  }
}

void Removal::drop(Row* row) {
  if (!was_last(row->owners)) return;
  if (row->entry) --entries_;
  items_.push_back({row, free_row_at});
}

void Removal::drop_shell(Node* node) {
  --nodes_;
  items_.push_back({node, free_node_at});
  if (items_.size() >= pending_max) flush();
}

void Removal::count_made(std::uint64_t nodes, std::uint64_t entries) noexcept {
  nodes_ += nodes;
  entries_ += entries;
}

void Removal::flush() {
  if (nodes_ != 0) forest_.nodes.fetch_add(nodes_, std::memory_order_relaxed);
  if (entries_ != 0) forest_.entries.fetch_add(entries_, std::memory_order_relaxed);
  nodes_ = entries_ = 0;
  if (!items_.empty()) forest_.epochs.retire(items_);
  items_.clear();
}

void share_contents(const Node& node) noexcept {
  for (unsigned i = 0; i < node.count; ++i) {
    node.keys[i]->owners.fetch_add(1, std::memory_order_relaxed);
  }
  for (unsigned i = 0; !node.is_leaf && i <= node.count; ++i) {
    as_inner(node).children[i]->owners.fetch_add(1, std::memory_order_relaxed);
  }
}

const Row* find_row(const Node* node, std::string_view key) noexcept {
  if (node == nullptr) return nullptr;
  while (!node->is_leaf) {
    const Inner& inner = as_inner(*node);
    node = inner.children[child_index(find_key(inner, key))];
  }
  const Place place = find_key(*node, key);
  return place.exact ? node->keys[place.index] : nullptr;
}

}  // namespace pail::store
