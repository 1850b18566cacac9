// One batch of changes to one tree: built beside the published tree, then published by one store of
// the root, or abandoned without a trace.
//
// Building copies each node on the way to a change once and borrows everything else: no owner
// count is touched, so giving up is free and readers notice nothing. After publishing, the counts
// follow (settle): an old node that nobody else owned was moved, so only its shell goes; an old
// node that a fork or a cursor shares lives on, and its contents gain an owner. Whether a root is
// shared is decided after the new one is published: a cursor either gets hold of the old root
// before (then it is shared) or finds it taken and loads the new one.
//
// Nodes are merged lazily: one that falls below a quarter joins a neighbour if the two then fill at
// most three quarters; an empty one goes at once.
//
// Threads: one writer at a time per tree, under its lock.
#pragma once

#include <boost/container/small_vector.hpp>
#include <span>
#include <string_view>

#include "emulator/store/forest.hpp"

namespace pail::store {

class Edit {
 public:
  explicit Edit(Node* base) noexcept : base_(base), root_(base) {}
  Edit(const Edit&) = delete;
  Edit& operator=(const Edit&) = delete;
  // Not committed: everything made is freed.
  ~Edit();

  // Whether all rows are as expected, each seen after the changes before it, and after what this
  // edit did already. Changes nothing.
  bool holds(std::span<const Change> changes) const;
  // False, and the edit is of no more use, when the row is not as expected: rows changed earlier in
  // this edit count as changed.
  bool apply(const Change& change);
  // The same without a look at what is there.
  void set(std::string_view key, const EntryPtr& entry);
  // Publishes the new tree in `root`, which held the edit's base. Half of it would be worse than
  // none: running out of memory here ends the process.
  void commit(std::atomic<Node*>& root, Removal& removal) noexcept;

 private:
  // Each level takes at least four times the splits of the one above: 4^24 insertions is more than
  // a process lives to do. A deeper tree throws.
  static constexpr unsigned depth_max = 24;
  // The way from the root to a key. Each step but the last names the child taken.
  struct Step {
    Node* node;
    unsigned index;
  };
  struct Path {
    std::array<Step, depth_max> steps;
    unsigned depth = 0;  // steps
    bool exact = false;

    Step& leaf() noexcept { return steps[depth - 1]; }
    Row* row() noexcept { return exact ? leaf().node->keys[leaf().index] : nullptr; }
  };

  Path locate(std::string_view key) const noexcept;
  void set(Path& path, std::string_view key, const EntryPtr& entry);
  void put(Path& path, std::string_view key, const EntryPtr& entry);
  void erase(Path& path);

  Node* own(Node* node);
  void own_path(Path& path);
  void insert_row(Path& path, Row* row);
  void insert_above(Path& path, unsigned level, Row* separator, Node* right);
  void mend(Path& path);
  bool merge(Inner& parent, unsigned index);
  void join(Inner& parent, unsigned left_index);
  void remove_child(Inner& parent, unsigned index);
  void lower_root();
  void leave(Node* node);
  Row* make(std::string_view key, EntryPtr entry);
  Node* keep(Node* fresh);
  void settle(Node* old, Removal& removal);

  Node* base_;
  Node* root_;
  template <class T>
  using List = boost::container::small_vector<T, 24>;
  List<Node*> fresh_;     // made here
  List<Node*> replaced_;  // of the old tree, parents before children
  List<Row*> made_;       // rows and separators
  List<Row*> dropped_;    // taken out of nodes that the new tree owns
  bool committed_ = false;
};

}  // namespace pail::store
