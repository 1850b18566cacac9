// A tree, read path by path in the order of a listing, whichever kind it is. One thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "client/sync/rules.hpp"
#include "client/sync/walk.hpp"

namespace pail::client::sync {

class TreeReader {
 public:
  virtual ~TreeReader() = default;
  // Nothing at the end.
  virtual Task<std::optional<Entry>> next() = 0;
};

class FolderReader final : public TreeReader {
 public:
  explicit FolderReader(const Folder& folder) : walk_(folder.path) {}
  Task<std::optional<Entry>> next() override;

 private:
  Walk walk_;
};

// One page at a time is in memory. Refers to the Client.
class PrefixReader final : public TreeReader {
 public:
  PrefixReader(Client& s3, Prefix tree) : s3_(s3), tree_(std::move(tree)) {
    where_.prefix = tree_.prefix;
  }
  Task<std::optional<Entry>> next() override;

 private:
  Client& s3_;
  Prefix tree_;
  ListOptions where_;
  ListPage page_;
  std::size_t at_ = 0;
  bool is_last_ = false;
};

std::unique_ptr<TreeReader> reader_of(Client& s3, const Tree& tree);

}  // namespace pail::client::sync
