// Deletes what sources.hpp finds, a thousand in a request and several requests at once.
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

// Pages are looked for while those before are deleted: a few of them are in memory. When a request
// fails, those that are under way still end.
Task<void> remove(Client& s3, std::string bucket, Finder finder, const RemovalWatcher& watcher);

// All versions and delete markers of a bucket: what remove_bucket() would delete.
Finder everything_in(Client& s3, std::string bucket);
// All versions, delete markers and open uploads of a bucket, then the bucket itself. Nobody else
// should be writing: what comes meanwhile is BucketNotEmpty.
Task<void> remove_bucket(Client& s3, std::string bucket, const RemovalWatcher& watcher);

}  // namespace pail::client::jobs
