// Where each source goes: under its own name into a folder, or under the name that was given.
//
// A folder is a bucket, a key or path that ends in a slash, and a folder of this machine that is
// there. Pure but for a look at the disk. Errors: InvalidArgument with what to type instead, also
// for a key that cannot be a file below the folder.
#pragma once

#include <string>

#include "client/jobs/job.hpp"
#include "client/jobs/sources.hpp"
#include "wire/result.hpp"

namespace pail::client::jobs {

class Target {
 public:
  // What was typed: s3://..., a path, or "-".
  static Result<Target> read(const std::string& text);

  bool is_here() const noexcept { return std::holds_alternative<Here>(place_); }
  bool is_stream() const noexcept;
  // Sources that may be several need a folder; those of a recursion make one.
  Result<void> take_many(bool recursive);
  // The place of one; `relative` may be empty where the target has a whole name.
  Result<Place> place_for(const std::string& relative) const;

 private:
  Target(Place place, bool is_folder) : place_(std::move(place)), is_folder_(is_folder) {}
  std::string text() const { return to_string(place_); }

  Place place_;
  bool is_folder_;
};

}  // namespace pail::client::jobs
