// What the trees of one engine share: the epochs that delay freeing, the rules of ownership, and
// the counts. Trees share nodes across forks, so these belong to the engine, not to a Space.
//
// Ownership: `owners` of a node says how many inner nodes and Roots hold it, `owners` of a row or
// separator how many nodes do. Whoever holds the last one takes the whole subtree along. Nothing is
// freed at once: it is retired to the epochs, since a reader may stand on it.
//
// Threads: all of it may be used from any thread; a Removal and a Root object belong to one.
#pragma once

#include <atomic>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <memory>

#include "emulator/store/epochs.hpp"
#include "emulator/store/node.hpp"

namespace pail::store {

struct Forest {
  Epochs epochs;
  std::atomic<std::uint64_t> nodes{0};    // held by any tree, shared ones once
  std::atomic<std::uint64_t> entries{0};  // the same for rows with an entry
};

// Gathers what one operation takes out of the trees and retires it when destroyed. Destroy it
// outside of locks and pins: freeing happens there.
class Removal {
 public:
  explicit Removal(Forest& forest) noexcept : forest_(forest) {}
  Removal(const Removal&) = delete;
  Removal& operator=(const Removal&) = delete;
  ~Removal() { flush(); }

  // One owner less; the last one takes along what lies below. Not recursive.
  void drop(Node* node);
  void drop(Row* row);
  // A node whose contents have moved to its copy: only the node itself goes.
  void drop_shell(Node* node);
  // New in the trees: counted here so that an operation touches the shared counts once.
  void count_made(std::uint64_t nodes, std::uint64_t entries) noexcept;

 private:
  void flush();

  Forest& forest_;
  std::uint64_t nodes_ = 0;  // change of the forest's counts, modulo 2^64
  std::uint64_t entries_ = 0;
  boost::container::small_vector<Retired, 32> items_;
};

// A counted tree: it stays as it is for as long as the Root lives. Null when empty.
class Root {
 public:
  explicit Root(std::shared_ptr<Forest> forest) noexcept : forest_(std::move(forest)) {}
  // Takes over one owner of `node`.
  Root(std::shared_ptr<Forest> forest, Node* node) noexcept
      : forest_(std::move(forest)), node_(node) {}
  Root(Root&& other) noexcept : forest_(std::move(other.forest_)), node_(other.take()) {}
  Root& operator=(Root&&) = delete;
  ~Root() {
    if (node_ != nullptr) Removal(*forest_).drop(node_);
  }

  const std::shared_ptr<Forest>& forest() const noexcept { return forest_; }
  const Node* node() const noexcept { return node_; }
  // Hands the owner over to the caller.
  Node* take() noexcept { return std::exchange(node_, nullptr); }

 private:
  std::shared_ptr<Forest> forest_;
  Node* node_ = nullptr;
};

// One owner more for all that `node` holds: it has been copied, and lives on beside its copy.
void share_contents(const Node& node) noexcept;

// The row with that key, null when there is none. `node` may be null.
const Row* find_row(const Node* node, std::string_view key) noexcept;

}  // namespace pail::store
