// One tree made like another: a folder and a prefix of a bucket, in either direction, or two
// prefixes. First the plan, made from both listings in one pass (nothing is kept but what differs);
// then carrying it out, many at once.
//
// Threads and lifetimes as of transfer.hpp. A file that cannot be read, or a key that cannot be a
// file name, is a failure of its own and stops nothing else. Errors: those that end the whole, such
// as a bucket that is not there.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "client/transfer/transfer.hpp"

namespace pail::client::sync {

struct Folder {
  std::string path;
};
struct Prefix {
  std::string bucket;
  std::string prefix;
};
using Tree = std::variant<Folder, Prefix>;

enum class Compare {
  size_and_time,  // as aws: another size, or a source newer than its copy
  size,
  checksum  // a local file's digest against ETag or checksum: reads every file
};

struct Options {
  Options() = default;

  Compare compare = Compare::size_and_time;
  bool delete_extra = false;  // what the source does not have goes from the target
  bool dry_run = false;
  // Globs over the path below the tree: the last that matches decides; none: taken.
  struct Rule {
    bool include;
    std::string glob;
  };
  std::vector<Rule> rules;
  unsigned parallel = 32;  // small files at once; large ones share transfer's own limit
  transfer::UploadOptions upload;
  transfer::DownloadOptions download;
};

enum class Act { upload, download, copy, remove };

// One thing that has to be done, is done, or failed.
struct Step {
  Act act = Act::upload;
  std::string path;  // below the tree
  std::uint64_t size = 0;
  std::string why;  // "new", "size", "newer", "checksum", "extra"
};

struct Watcher {
  std::function<void(const Step&)> done;  // under dry_run: would be
  std::function<void(const Step&, const wire::Error&)> failed;
  std::function<void(const transfer::Standing&)> standing;
};

struct Summary {
  std::uint64_t uploaded = 0;
  std::uint64_t downloaded = 0;
  std::uint64_t copied = 0;
  std::uint64_t removed = 0;
  std::uint64_t same = 0;
  std::uint64_t failed = 0;
  std::uint64_t bytes = 0;  // moved
};

Task<Summary> run(Client& s3, Tree from, Tree to, Options options, Watcher watcher);

}  // namespace pail::client::sync
