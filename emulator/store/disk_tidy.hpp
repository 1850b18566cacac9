// What can wait: removing the rows of layers that nobody needs any more, bodies and files that no
// entry names (left by a process that was killed), and folding long chains of layers. Done piece by
// piece beside the requests, each piece a transaction of its own; a kill between two pieces loses
// nothing, the next opening goes on.
//
// Threads: whoever has the committer's turn.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "emulator/store/blob_disk.hpp"
#include "emulator/store/disk_database.hpp"
#include "emulator/store/disk_space.hpp"

namespace pail::store {

// All layers of a directory and who stands on them.
class Layers {
 public:
  explicit Layers(std::map<std::uint64_t, std::uint64_t> parents) : parents_(std::move(parents)) {}

  std::uint64_t unused_id() const noexcept {
    return parents_.empty() ? 1 : parents_.rbegin()->first + 1;
  }
  void add(std::uint64_t id, std::uint64_t parent) { parents_[id] = parent; }
  void remove(std::uint64_t id) { parents_.erase(id); }
  std::uint64_t parent(std::uint64_t id) const { return parents_.at(id); }

  void occupy(std::uint64_t tip) { tips_.insert(tip); }
  void leave(std::uint64_t tip) { tips_.erase(tip); }

  // A layer without Space and child: nobody sees its rows.
  std::optional<std::uint64_t> unneeded() const;
  // A layer without Space whose only child could take its rows, in a chain that has grown too long.
  struct Fold {
    std::uint64_t parent;
    std::uint64_t child;
  };
  std::optional<Fold> fold() const;

 private:
  std::map<std::uint64_t, std::uint64_t> parents_;  // 0: none
  std::set<std::uint64_t> tips_;                    // a Space writes here
};

class Tidy {
 public:
  Tidy(Database& database, Layers& layers, BlobStore& blobs, FileSystem& files, Path directory)
      : database_(database),
        layers_(layers),
        blobs_(blobs),
        files_(files),
        directory_(std::move(directory)) {}

  // `named`: numbers of the blobs that rows named at the opening, ascending, when the process
  // before ended without cleaning up; blobs of this opening are never looked at.
  void sweep(std::vector<std::uint64_t> named) { named_ = std::move(named); }
  bool swept() const noexcept { return !named_; }
  // Called with what a fold changed: the child of the folded layer has another parent now.
  using Relayered = std::function<void(std::uint64_t layer, std::uint64_t parent)>;

  // Does one piece; true when there may be more.
  wire::Result<bool> step(const Relayered& relayered);

 private:
  wire::Result<void> purge(std::uint64_t layer);
  wire::Result<void> fold(const Layers::Fold& fold, const Relayered& relayered);
  wire::Result<void> sweep_bodies();
  wire::Result<void> sweep_files();
  bool is_named(std::uint64_t id) const;

  Database& database_;
  Layers& layers_;
  BlobStore& blobs_;
  FileSystem& files_;
  const Path directory_;
  std::optional<std::vector<std::uint64_t>> named_;
  std::uint64_t swept_to_ = 0;  // of the bodies
  bool bodies_swept_ = false;
  std::string folded_to_;  // last key that was copied
  bool folding_ = false;
};

}  // namespace pail::store
