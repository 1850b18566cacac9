// A Cursor over one counted root. It holds its moment by count, so it needs no pin and may be kept
// for as long as its reader takes.
#pragma once

#include <vector>

#include "emulator/store/forest.hpp"

namespace pail::store {

class TreeCursor final : public Cursor {
 public:
  // Stands on the first entry.
  explicit TreeCursor(Root root);

  void seek(std::string_view key) override;
  bool valid() const noexcept override { return leaf_ != nullptr; }
  void next() override;
  std::string_view key() const noexcept override { return row().key(); }
  const EntryPtr& entry() const noexcept override { return row().entry; }

 private:
  struct Step {
    const Inner* node;
    unsigned child;
  };

  const Row& row() const noexcept { return *leaf_->keys[index_]; }
  void descend_first(const Node* node);
  void next_leaf();

  Root root_;
  std::vector<Step> path_;  // from the root to the leaf's parent
  const Node* leaf_ = nullptr;
  unsigned index_ = 0;
};

}  // namespace pail::store
