// Both trees side by side, in one pass: what differs, as it is found. One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/sync/tree.hpp"

namespace pail::client::sync {

// A step, and what it takes to do it.
struct Work {
  Step step;
  std::string etag;    // of the object that is, or may be, the same
  bool maybe = false;  // Compare::checksum: the bytes decide
};

class Merge {
 public:
  // `refused` hears of paths that cannot be carried; `same` of those with nothing to do.
  struct Listener {
    std::function<void(const Step&, const wire::Error&)> refused;
    std::function<void()> same;
  };

  Merge(Client& s3, Tree from, Tree to, const Options& options, Listener listener);

  // Nothing at the end.
  Task<std::optional<Work>> next();

 private:
  Task<void> advance(std::optional<Entry>& head, TreeReader& reader);
  Task<std::optional<Entry>> next_known(TreeReader& reader);
  std::optional<Work> judge();
  std::optional<Work> found_in_source_only();
  std::optional<Work> found_in_both();
  std::optional<Work> found_in_target_only() const;
  bool can_arrive(const Work& work);
  Result<void> check_arrival(const Step& step);
  Work work_for(const Entry& source, std::string_view why) const;

  const Tree from_;
  const Tree to_;
  const Options& options_;
  Listener listener_;
  Act act_;
  std::unique_ptr<TreeReader> sources_;
  std::unique_ptr<TreeReader> targets_;
  std::optional<Entry> source_;
  std::optional<Entry> target_;
  enum class Pull : std::uint8_t { neither, source, target, both } pull_ = Pull::both;
  std::vector<std::string> unknown_;  // what the source could not tell
  std::vector<std::string> blocked_;  // what stands in the target and is no file
  FilesOnTheWay files_;
};

}  // namespace pail::client::sync
