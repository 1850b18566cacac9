// What a source that somebody typed stands for: a file, a folder with all that is below it, an
// object, the objects below a key, or those that a glob fits.
//
//   s3://b/logs        the object logs; with `recursive` also all that is below logs/
//   s3://b/logs/       with `recursive` all that is below logs/
//   s3://b/2026-*.gz   the objects that fit; see sync/glob.hpp. With `recursive` also all that is
//                      below folders that fit, with a slash at its end nothing else
//
// Of folders and keys that end in a slash the contents are meant; one without a slash comes along
// under its own name, as rsync, mc and s3cmd have it. Rules are globs over what stands below the
// folder, as sync::Options has them.
//
// Threads and lifetimes as of client.hpp. Errors: the server's; NoSuchKey when a glob fits nothing;
// InvalidArgument for a folder without `recursive`; those of the files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/client.hpp"
#include "client/s3_url.hpp"
#include "client/sync/sync.hpp"

namespace pail::client::jobs {

struct Selection {
  Selection() = default;

  bool recursive = false;
  bool versions = false;  // every version and delete marker of each key
  bool globs = true;      // whether *, ? and [ in a key are a pattern
  std::vector<sync::Options::Rule> rules;
};

struct Source {
  std::string path;  // of the file, or the key
  // Below the target, '/' between folders: "photo.jpg", "trip/photo.jpg".
  std::string relative;
  std::uint64_t size = 0;
  std::string version_id;  // under `versions`
  bool is_delete_marker = false;
  std::optional<wire::Error> problem;  // why a file, or all below a folder, cannot be read
};

// Whether what it names may be several.
bool is_many(const S3Url& url, const Selection& selection) noexcept;

// The objects that a URL stands for, as many at a time as a page of a listing has, so that any
// number of them needs the memory of one page. One thread; `next()` is not called again before it
// is done. What was found may be deleted before the next page is asked for.
class Finder {
 public:
  // Refers to the Client.
  Finder(Client& s3, S3Url url, Selection selection);
  Finder(Finder&&) noexcept;
  ~Finder();

  // Never empty but at the end.
  Task<std::vector<Source>> next();
  // Known with the last page already.
  bool at_end() const noexcept;

 private:
  struct Search;
  std::unique_ptr<Search> search_;
};

// Whether a search that is still going on could find what is stored below `target` meanwhile: who
// copies then has to find all before he begins, or he might never end.
bool may_find(const S3Url& url, const Selection& selection, const S3Url& target);

// A file, or those of a folder, as sync::Walk finds them.
Result<std::vector<Source>> find_files(const std::string& path, const Selection& selection);

}  // namespace pail::client::jobs
