// The index of one Space: a path-copying B+tree behind one atomic root.
//
// Threads: reads and root() take no lock and wait for nobody; swaps of one Index take turns.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>

#include "emulator/store/forest.hpp"

namespace pail::store {

class Edit;

class Index {
 public:
  // Starts as `root` stands: empty, or a fork.
  explicit Index(Root root) noexcept;
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;
  ~Index();

  EntryPtr read(std::string_view key) const;
  // All changes or none; false when one of them does not find what it expects.
  bool swap(std::span<const Change> changes);
  // The tree as it stands, for a fork or a cursor.
  Root root() const;

  // For a committer that decides over several trees at once, and is then the only writer of this
  // one: an edit of the tree as it stands, to be published or to be thrown away.
  std::unique_ptr<Edit> edit() const;
  void publish(Edit& edit, Removal& removal) noexcept;

 private:
  std::shared_ptr<Forest> forest_;
  std::mutex writer_;
  std::atomic<Node*> root_;  // holds one owner
};

}  // namespace pail::store
