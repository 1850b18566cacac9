// Deletes what sources.hpp found, a thousand in a request and several requests at once.
//
// Threads and lifetimes as of client.hpp. A key that could not be deleted is told to the watcher
// and stops nothing; what fails is a whole request.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/jobs/sources.hpp"

namespace pail::client::jobs {

struct RemovalWatcher {
  std::function<void(const DeletedObject&)> done;
  std::function<void(const DeleteFailure&)> failed;
};

Task<void> remove(Client& s3, std::string bucket, const std::vector<Source>& sources,
                  const RemovalWatcher& watcher);

// All versions and delete markers of a bucket: what remove_bucket() would delete.
Task<std::vector<Source>> find_everything(Client& s3, std::string bucket);
// All versions, delete markers and open uploads of a bucket, then the bucket itself. Nobody else
// should be writing: what comes meanwhile is BucketNotEmpty.
Task<void> remove_bucket(Client& s3, std::string bucket, const RemovalWatcher& watcher);

}  // namespace pail::client::jobs
