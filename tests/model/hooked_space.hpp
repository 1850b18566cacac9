// A Space with a place to interfere: runs a callback before each swap, so that a test can let
// another writer come first at exactly that point; can refuse to win at all; counts the steps of
// its cursors. Passes everything else on to the Space it stands before, which must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "emulator/store/engine.hpp"

namespace pail::testing {

class CountingCursor final : public store::Cursor {
 public:
  CountingCursor(std::unique_ptr<store::Cursor> inner, int& steps)
      : inner_(std::move(inner)), steps_(&steps) {}
  void seek(std::string_view key) override { ++*steps_, inner_->seek(key); }
  bool valid() const noexcept override { return inner_->valid(); }
  void next() override { ++*steps_, inner_->next(); }
  std::string_view key() const noexcept override { return inner_->key(); }
  const store::EntryPtr& entry() const noexcept override { return inner_->entry(); }

 private:
  std::unique_ptr<store::Cursor> inner_;
  int* steps_;
};

class HookedSpace final : public store::Space {
 public:
  explicit HookedSpace(store::Space& inner) : inner_(&inner) {}

  // Runs before the next swap and is forgotten; it may set the hook anew.
  std::function<void()> before_swap;
  bool always_loses = false;
  std::size_t inline_bytes = 64;
  mutable int cursor_steps = 0;
  int swaps = 0;

  store::Result<store::EntryPtr> read(std::string_view key) const override {
    return inner_->read(key);
  }
  store::Result<bool> swap(std::span<const store::Change> changes) override {
    ++swaps;
    if (auto hook = std::exchange(before_swap, nullptr)) hook();
    if (always_loses) return false;
    return inner_->swap(changes);
  }
  store::Result<std::unique_ptr<store::Cursor>> range() const override {
    PAIL_TRY(auto cursor, inner_->range());
    return std::unique_ptr<store::Cursor>(
        std::make_unique<CountingCursor>(std::move(cursor), cursor_steps));
  }
  store::Result<std::unique_ptr<store::BlobWriter>> new_blob() override {
    return inner_->new_blob();
  }
  std::size_t inline_bytes_max() const noexcept override { return inline_bytes; }

 private:
  store::Space* inner_;
};

}  // namespace pail::testing
