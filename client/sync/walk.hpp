// The files below a folder, in the order in which S3 lists their keys: that of the bytes of the
// path, folders joined by '/'. One folder's names at a time are in memory, per level.
//
// Symbolic links are followed, but not into a folder one is in already. What is neither file nor
// folder, or cannot be read, or has a name that no key can have, comes as a problem in its place.
// Blocks for as long as the disk takes. One thread.
#pragma once

#include <sys/types.h>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::client::sync {

using wire::Result;

struct LocalFile {
  std::string path;  // below the folder
  std::uint64_t size = 0;
  wire::Time modified;
  // Why this, and all that may be below it, is not known.
  std::optional<wire::Error> problem;
};

class Walk {
 public:
  // A folder that is not there has no files; another failure to read it is the first problem.
  explicit Walk(std::string folder);

  // Nothing at the end.
  std::optional<LocalFile> next();

 private:
  // "a/" for a folder, so that names sort as their paths do.
  struct Level {
    std::string prefix;  // of the paths, "" or "a/b/"
    dev_t device = 0;
    ino_t inode = 0;
    std::vector<std::string> names;  // last first: they are taken from the back
  };

  void enter(std::string prefix);
  LocalFile look_at(const Level& level, const std::string& name) const;
  bool is_inside(dev_t device, ino_t inode) const noexcept;

  std::string folder_;  // with '/' behind it
  std::vector<Level> levels_;
  std::optional<LocalFile> problem_;  // to be told next
};

}  // namespace pail::client::sync
