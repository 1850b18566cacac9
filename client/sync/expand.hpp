// The pages of a listing of what is below a prefix, or fits a glob (glob.hpp). A glob is listed
// from its literal part on, and folders that it cannot reach are passed over, so that it never
// takes more requests than a listing of everything would, and often far fewer.
//
// What a page has still has to be compared with the glob. One thread, the Client's, which outlives
// this. Errors: those of the listing; MalformedXML when it does not get any further.
#pragma once

#include <optional>
#include <string>

#include "client/client.hpp"
#include "client/ops/listings.hpp"

namespace pail::client::sync {

struct KeyRange {
  KeyRange() = default;
  // All that fits; with `below` also what lies in folders that fit.
  static KeyRange of_glob(std::string glob, bool below);

  std::string prefix;
  std::string delimiter;
  std::string glob;  // empty: none
  bool below = false;
};

class ObjectPages {
 public:
  ObjectPages(Client& s3, std::string bucket, KeyRange range);
  // Nothing behind the last one.
  Task<std::optional<ListPage>> next();
  bool at_end() const noexcept { return at_end_; }

 private:
  Client& s3_;
  std::string bucket_;
  KeyRange range_;
  ListOptions options_;
  bool at_end_ = false;
};

class VersionPages {
 public:
  VersionPages(Client& s3, std::string bucket, KeyRange range);
  Task<std::optional<ops::VersionPage>> next();
  bool at_end() const noexcept { return at_end_; }

 private:
  Client& s3_;
  std::string bucket_;
  KeyRange range_;
  ops::ListVersionsOptions options_;
  bool at_end_ = false;
};

}  // namespace pail::client::sync
