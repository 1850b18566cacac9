// Nodes of the index tree: their layout, search within one node, and moving keys in and out of it.
//
// Leaves hold rows in key order; an inner node holds n separators between n + 1 children, where
// separator i is greater than every key below child i and not greater than any key below child
// i + 1. Separators are the shortest text that tells the two apart, and stay where they are when
// keys go. All leaves are equally deep. There is no separator before the first child, so keys below
// everything seen so far need no upkeep.
//
// Per node: how many bytes all its keys share, and of every key the next 8 bytes as one big-endian
// number. A search compares the shared bytes, then numbers; it looks at a whole key only where
// numbers tie. (At a million keys a find took 1,119 ns this way, 1,968 by comparing keys.)
//
// Threads: a node that has been published is never changed again, except `owners`. A fresh node
// belongs to the one writer that made it. Nothing here counts owners by itself: see forest.hpp.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "emulator/store/engine.hpp"

namespace pail::store {

// Children of an inner node, rows of a leaf. Reads hardly depend on it; forks do: 64 gains nothing
// and doubles what ten changed keys in a fork cost (29 kB at 16, 62 kB at 64).
inline constexpr unsigned fanout = 16;

// A key with its entry, or a separator: a key without. The key's bytes lie right behind the Row.
struct Row {
  std::atomic<std::uint32_t> owners{1};  // nodes that hold it
  std::uint32_t key_bytes;
  EntryPtr entry;

  std::string_view key() const noexcept {
    return {reinterpret_cast<const char*>(this + 1), key_bytes};
  }
};
Row* make_row(std::string_view key, EntryPtr entry);
void free_row(Row* row) noexcept;

// A leaf, or the base of an Inner.
struct Node {
  explicit Node(bool leaf) noexcept : is_leaf(leaf) {}

  std::atomic<std::uint32_t> owners{1};  // inner nodes and counted roots that hold it
  const bool is_leaf;
  bool fresh = true;          // made by a writer that has not published it yet
  bool discarded = false;     // fresh, and already out of its tree again
  std::uint8_t count = 0;     // keys
  std::uint8_t appended = 0;  // how many keys in a row came in at the end
  std::uint32_t prefix_bytes = 0;
  std::array<std::uint64_t, fanout> heads;  // the 8 bytes behind the prefix, zero padded
  std::array<Row*, fanout> keys;
};

struct Inner : Node {
  Inner() noexcept : Node(false) {}
  std::array<Node*, fanout> children;  // count + 1 of them
};

inline Inner& as_inner(Node& node) noexcept {
  return static_cast<Inner&>(node);
}
inline const Inner& as_inner(const Node& node) noexcept {
  return static_cast<const Inner&>(node);
}

// A fresh node with the same contents. Rows and children are not counted up.
Node* copy_node(const Node& node);
// Frees the node alone.
void free_node(Node* node) noexcept;

struct Place {
  unsigned index;  // of the first key that is not less
  bool exact;      // ... and equals
};
Place find_key(const Node& node, std::string_view key) noexcept;

// Index of the child below which a key with this place among the separators belongs.
inline unsigned child_index(Place place) noexcept {
  return place.index + (place.exact ? 1 : 0);
}

// The following change fresh nodes that have room.
void insert_key(Node& node, unsigned index, Row* key) noexcept;
void insert_child(Inner& inner, unsigned separator_index, Row* separator, Node* right) noexcept;
void erase_key(Node& node, unsigned index) noexcept;
// Child `index` goes, and the separator on one side of it with it: that one is returned, null when
// the child was the only one (the inner node is then of no use).
Row* erase_child(Inner& inner, unsigned index) noexcept;

// Moves the upper half of a full fresh node and the new key (and child) into a fresh right-hand
// neighbour. Where keys have been arriving in ascending order the left node stays full instead.
struct Split {
  Node* right;
  Row* separator;  // for the parent, between the two
};
Node* split_leaf(Node& leaf, unsigned index, Row* row);
Split split_inner(Inner& inner, unsigned separator_index, Row* separator, Node* child);

// Appends all of `right` (which stays as it is) to the fresh `left`. `separator` stood between two
// inner nodes and moves down between their children; leaves have no use for it.
void append_node(Node& left, const Node& right, Row* separator) noexcept;

// The shortest text greater than `left` and not greater than `right`, a prefix of `right`.
std::string_view shortest_separator(std::string_view left, std::string_view right) noexcept;

}  // namespace pail::store
