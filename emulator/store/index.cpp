#include "emulator/store/index.hpp"

#include "emulator/store/edit.hpp"

namespace pail::store {
namespace {

// One owner more, unless a writer has taken the node apart meanwhile.
bool try_share(Node& node) noexcept {
  std::uint32_t owners = node.owners.load(std::memory_order_relaxed);
  while (owners != 0) {
    if (node.owners.compare_exchange_weak(owners, owners + 1, std::memory_order_acq_rel)) {
      return true;
    }
  }
  return false;
}

}  // namespace

Index::Index(Root root) noexcept : forest_(root.forest()), root_(root.take()) {}

Index::~Index() {
  Root(forest_, root_.load(std::memory_order_relaxed));
}

EntryPtr Index::read(std::string_view key) const {
  const Epochs::Pin pin(forest_->epochs);
  const Row* row = find_row(root_.load(std::memory_order_seq_cst), key);
  return row != nullptr ? row->entry : nullptr;
}

bool Index::swap(std::span<const Change> changes) {
  Removal removal(*forest_);  // freed after the lock is given back
  const std::lock_guard lock(writer_);
  Edit edit(root_.load(std::memory_order_relaxed));
  for (const Change& change : changes) {
    if (!edit.apply(change)) return false;
  }
  edit.commit(root_, removal);
  return true;
}

Root Index::root() const {
  const Epochs::Pin pin(forest_->epochs);
  for (;;) {
    Node* node = root_.load(std::memory_order_seq_cst);
    if (node == nullptr || try_share(*node)) return Root(forest_, node);
  }
}

std::unique_ptr<Edit> Index::edit() const {
  return std::make_unique<Edit>(root_.load(std::memory_order_relaxed));
}

void Index::publish(Edit& edit, Removal& removal) noexcept {
  edit.commit(root_, removal);
}

}  // namespace pail::store
