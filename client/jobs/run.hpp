// Carries jobs out, several at once.
//
// One thread, the Client's. What is passed by reference lives until the coroutine is done. A job
// that fails stops no other; run() itself fails only when it is cancelled, or no more jobs are to
// be had.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "client/client.hpp"
#include "client/jobs/feed.hpp"
#include "client/jobs/job.hpp"

namespace pail::client::jobs {

struct Options {
  Options() = default;

  unsigned parallel = 16;      // jobs at once; each has its own parts beside
  bool move = false;           // the source goes when its copy is there
  bool overwrite = true;       // false: a file that is there stays, and is a failure
  bool whole_uploads = false;  // each file in one PUT, as a signing service wants it
  std::string manifests;       // the folder of notes to go on from; empty: none are made
  // A descriptor; once it is readable, standard input is waited for no longer. -1: none.
  int stop = -1;
  transfer::UploadOptions upload;
  transfer::DownloadOptions download;
  // Of a file's name: what is sent as its type when upload.put says none.
  std::function<std::string(const std::string& path)> content_type;
};

struct Moved {
  std::uint64_t size = 0;
  std::string etag;
  std::string version_id;
  unsigned parts_resumed = 0;
};

struct Watcher {
  std::function<void(const Job&, const Moved&)> done;
  std::function<void(const Job&, const wire::Error&)> failed;
  std::function<void(std::uint64_t bytes)> moved;  // so many more of all jobs together
};

// Of the jobs one page after the other, each when few of those before are left.
Task<void> run(Client& s3, Feed<Job>::More jobs, const Options& options, const Watcher& watcher);

}  // namespace pail::client::jobs
