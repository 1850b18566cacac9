// What cp, mv, put and get share: they are one command under four names, which differ in what they
// take on each side.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "client/jobs/run.hpp"
#include "client/jobs/sources.hpp"

namespace pail::cli {

struct Copying {
  std::string verb;
  std::vector<std::string> paths;  // sources, then the target
  client::jobs::Selection selection;
  client::jobs::Options how;
  std::string version_id;
  bool no_clobber = false;
  bool resume = false;
  bool dry_run = false;
  std::string content_type;
  std::string storage_class;
  std::vector<std::string> metadata;
  std::vector<std::string> headers;
  std::string if_match;
  std::string if_none_match;
  std::string checksum;
  std::string part_size;
  ClientOptions client;
};

struct CopyingSides {
  bool takes_files = true;    // as sources
  bool takes_objects = true;  // as sources
};

// The options for those sides, and --dry-run and the like.
void add_copying_options(CLI::App& command, Copying& options, CopyingSides sides);

// Carries it out. `target` is where to; the paths are all sources.
void carry_out(const Copying& command, const std::string& target,
               const std::vector<std::string>& sources);

}  // namespace pail::cli
