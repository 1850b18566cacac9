// What rm and rb tell of deleted objects.
#pragma once

#include <string>

#include "cli/output.hpp"
#include "client/blocking.hpp"
#include "client/jobs/removal.hpp"

namespace pail::cli {

class RemovalReport {
 public:
  RemovalReport(std::string verb, std::string bucket, const Output& out, Tally& tally)
      : verb_(std::move(verb)), bucket_(std::move(bucket)), out_(out), tally_(tally) {}

  void done(const client::DeletedObject& object);
  // Of all that is found; the error of looking for it.
  client::Result<void> would_be(client::BlockingClient& s3, client::jobs::Finder finder);
  void failed(const std::string& key, const wire::Error& error);
  client::jobs::RemovalWatcher watcher();

 private:
  void tell(const std::string& key, const std::string& version_id, bool dry_run);

  std::string verb_;
  std::string bucket_;
  const Output& out_;
  Tally& tally_;
};

}  // namespace pail::cli
