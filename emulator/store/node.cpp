#include "emulator/store/node.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

namespace pail::store {
namespace {

std::size_t common_prefix(std::string_view a, std::string_view b) noexcept {
  const std::size_t shorter = std::min(a.size(), b.size());
  const auto [end, unused] = std::mismatch(a.begin(), a.begin() + shorter, b.begin());
  return static_cast<std::size_t>(end - a.begin());
}

// The 8 bytes of `key` from `offset` on as a number that orders as the bytes do. Beyond the end of
// the key there are zeros, so "a" and "a\0" tie; a tie is settled by the keys themselves.
std::uint64_t head_of(std::string_view key, std::size_t offset) noexcept {
  std::uint64_t head = 0;
  const std::size_t length = std::min(key.size() - offset, sizeof head);
  if (length > 0) std::memcpy(&head, key.data() + offset, length);  // an empty key may have no data
  return std::endian::native == std::endian::little ? __builtin_bswap64(head) : head;
}

// Whether the prefix no longer holds for all keys. They are in order, so what the first and the
// last share, all share.
bool shares_less(const Node& node) noexcept {
  const std::string_view last = node.keys[node.count - 1]->key();
  return node.count == 1 || common_prefix(node.keys[0]->key(), last) < node.prefix_bytes;
}

void measure_keys(Node& node) noexcept {
  if (node.count == 0) return;
  const std::size_t prefix = common_prefix(node.keys[0]->key(), node.keys[node.count - 1]->key());
  node.prefix_bytes = static_cast<std::uint32_t>(prefix);
  for (unsigned i = 0; i < node.count; ++i) node.heads[i] = head_of(node.keys[i]->key(), prefix);
}

// Index of the first number that is not less than `head`. Looks at all of them: the loads do not
// wait for each other, as those of a binary search would.
unsigned lower_bound(const std::uint64_t* heads, unsigned count, std::uint64_t head) noexcept {
  unsigned below = 0;
  for (unsigned i = 0; i < count; ++i) below += heads[i] < head ? 1 : 0;
  return below;
}

// Asks for all cache lines of a node at once instead of one after the other: a tenth of a find
// among 100 k keys. Beyond the end of a leaf it does no harm.
void prefetch(const Node& node) noexcept {
  const auto* bytes = reinterpret_cast<const char*>(&node);
  for (std::size_t line = 64; line < sizeof(Inner); line += 64) __builtin_prefetch(bytes + line);
}

// True when a full node should stay as it is and the key begin a new one: half of what it holds
// came in ascending order and this one goes on. Only once per node, or a descending run behind a
// full node would get a node per key.
bool ends_ascending_run(Node& node, unsigned index) noexcept {
  const bool ascending = index == node.count && node.appended >= fanout / 2;
  node.appended = 0;
  return ascending;
}

template <class T>
void insert_at(T* items, unsigned count, unsigned index, T item) noexcept {
  std::copy_backward(items + index, items + count, items + count + 1);
  items[index] = item;
}

template <class T>
void erase_at(T* items, unsigned count, unsigned index) noexcept {
  std::copy(items + index + 1, items + count, items + index);
}

// Moves keys [from, count) of `left` to the empty `right`.
void move_keys(Node& left, unsigned from, Node& right) noexcept {
  std::copy(left.keys.begin() + from, left.keys.begin() + left.count, right.keys.begin());
  right.count = static_cast<std::uint8_t>(left.count - from);
  left.count = static_cast<std::uint8_t>(from);
}

}  // namespace

Row* make_row(std::string_view key, EntryPtr entry) {
  void* room = ::operator new(sizeof(Row) + key.size());
  Row* row = new (room) Row;
  row->key_bytes = static_cast<std::uint32_t>(key.size());
  row->entry = std::move(entry);
  std::copy(key.begin(), key.end(), reinterpret_cast<char*>(row + 1));
  return row;
}

void free_row(Row* row) noexcept {
  row->~Row();
  ::operator delete(row);
}

Node* copy_node(const Node& node) {
  Node* copy = node.is_leaf ? new Node(true) : new Inner;
  copy->count = node.count;
  copy->appended = node.appended;
  copy->prefix_bytes = node.prefix_bytes;
  std::copy_n(node.heads.begin(), node.count, copy->heads.begin());
  std::copy_n(node.keys.begin(), node.count, copy->keys.begin());
  if (!node.is_leaf) {
    std::copy_n(as_inner(node).children.begin(), node.count + 1, as_inner(*copy).children.begin());
  }
  return copy;
}

void free_node(Node* node) noexcept {
  if (node->is_leaf) {
    delete node;
  } else {
    delete &as_inner(*node);
  }
}

Place find_key(const Node& node, std::string_view key) noexcept {
  prefetch(node);
  const std::size_t prefix = node.prefix_bytes;
  if (prefix > 0 && node.count > 0) {
    const int order = key.substr(0, prefix).compare(node.keys[0]->key().substr(0, prefix));
    if (order != 0) return {order < 0 ? 0u : node.count, false};
  }
  const std::uint64_t head = head_of(key, prefix);
  unsigned index = lower_bound(node.heads.data(), node.count, head);
  for (; index < node.count && node.heads[index] == head; ++index) {
    const int order = key.substr(prefix).compare(node.keys[index]->key().substr(prefix));
    if (order <= 0) return {index, order == 0};
  }
  return {index, false};
}

void insert_key(Node& node, unsigned index, Row* key) noexcept {
  node.appended = static_cast<std::uint8_t>(index == node.count ? node.appended + 1 : 0);
  insert_at(node.keys.data(), node.count, index, key);
  insert_at(node.heads.data(), node.count, index, std::uint64_t{0});
  ++node.count;
  // A key between two others shares what they share.
  const bool at_an_end = index == 0 || index + 1 == node.count;
  if (at_an_end && shares_less(node)) {
    measure_keys(node);
  } else {
    node.heads[index] = head_of(key->key(), node.prefix_bytes);
  }
}

void insert_child(Inner& inner, unsigned separator_index, Row* separator, Node* right) noexcept {
  insert_at(inner.children.data(), inner.count + 1u, separator_index + 1, right);
  insert_key(inner, separator_index, separator);
}

void erase_key(Node& node, unsigned index) noexcept {
  erase_at(node.keys.data(), node.count, index);
  erase_at(node.heads.data(), node.count, index);
  --node.count;
}

Row* erase_child(Inner& inner, unsigned index) noexcept {
  if (inner.count == 0) return nullptr;
  erase_at(inner.children.data(), inner.count + 1u, index);
  const unsigned separator_index = index == 0 ? 0 : index - 1;
  Row* separator = inner.keys[separator_index];
  erase_key(inner, separator_index);
  return separator;
}

Node* split_leaf(Node& leaf, unsigned index, Row* row) {
  Node* right = new Node(true);
  if (ends_ascending_run(leaf, index)) {
    insert_key(*right, 0, row);
    return right;
  }
  const unsigned kept = leaf.count / 2u;
  move_keys(leaf, kept, *right);
  measure_keys(leaf);
  measure_keys(*right);
  if (index < kept) {
    insert_key(leaf, index, row);
  } else {
    insert_key(*right, index - kept, row);
  }
  return right;
}

Split split_inner(Inner& inner, unsigned separator_index, Row* separator, Node* child) {
  auto* right = new Inner;
  if (ends_ascending_run(inner, separator_index)) {
    right->children[0] = child;
    return {right, separator};
  }
  const unsigned kept = inner.count / 2u;
  Row* middle = inner.keys[kept];
  std::copy(inner.children.begin() + kept + 1, inner.children.begin() + inner.count + 1,
            right->children.begin());
  move_keys(inner, kept + 1, *right);
  inner.count = static_cast<std::uint8_t>(kept);
  measure_keys(inner);
  measure_keys(*right);
  if (separator_index <= kept) {
    insert_child(inner, separator_index, separator, child);
  } else {
    insert_child(*right, separator_index - kept - 1, separator, child);
  }
  return {right, middle};
}

void append_node(Node& left, const Node& right, Row* separator) noexcept {
  if (!left.is_leaf) {
    std::copy_n(as_inner(right).children.begin(), right.count + 1,
                as_inner(left).children.begin() + left.count + 1);
    left.keys[left.count++] = separator;
  }
  std::copy_n(right.keys.begin(), right.count, left.keys.begin() + left.count);
  left.count = static_cast<std::uint8_t>(left.count + right.count);
  measure_keys(left);
}

std::string_view shortest_separator(std::string_view left, std::string_view right) noexcept {
  return right.substr(0, common_prefix(left, right) + 1);
}

}  // namespace pail::store
