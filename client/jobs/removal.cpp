#include "client/jobs/removal.hpp"

#include <algorithm>

#include "client/ops/multipart.hpp"
#include "client/ops/objects.hpp"
#include "client/transfer/crew.hpp"
#include "wire/limits.hpp"

namespace pail::client::jobs {
namespace {

constexpr unsigned requests_max = 4;  // ours: more only wait for each other in the store

struct Removal {
  Client& s3;
  const std::string& bucket;
  const std::vector<Source>& sources;
  const RemovalWatcher& watcher;
  std::size_t next = 0;
};

Task<void> work(Removal& removal) {
  while (removal.next < removal.sources.size()) {
    std::vector<ops::ObjectToDelete> some;
    while (some.size() < wire::limits::delete_objects_max &&
           removal.next < removal.sources.size()) {
      const Source& source = removal.sources[removal.next++];
      some.emplace_back(source.path, source.version_id);
    }
    PAIL_CO_TRY(const DeleteObjectsResult result,
                co_await removal.s3.call(ops::delete_objects(removal.bucket, std::move(some))));
    for (const DeletedObject& deleted : result.deleted) removal.watcher.done(deleted);
    for (const DeleteFailure& failure : result.failed) removal.watcher.failed(failure);
  }
  co_return wire::ok();
}

Task<void> abort_uploads(Client& s3, std::string bucket) {
  ops::ListUploadsOptions options;
  while (true) {
    PAIL_CO_TRY(const ops::UploadPage page,
                co_await s3.call(ops::list_multipart_uploads(bucket, options)));
    for (const ops::UploadEntry& upload : page.uploads) {
      PAIL_CO_TRY(
          co_await s3.call(ops::abort_multipart_upload(bucket, upload.key, upload.upload_id)));
    }
    if (!page.next) co_return wire::ok();
    options.after = *page.next;
  }
}

}  // namespace

Task<void> remove(Client& s3, std::string bucket, const std::vector<Source>& sources,
                  const RemovalWatcher& watcher) {
  if (sources.empty()) co_return wire::ok();
  Removal removal{s3, bucket, sources, watcher};
  const std::size_t requests =
      (sources.size() + wire::limits::delete_objects_max - 1) / wire::limits::delete_objects_max;
  std::function<Task<void>()> worker = [&removal] { return work(removal); };
  co_return co_await transfer::all_of(
      static_cast<unsigned>(std::min<std::size_t>(requests, requests_max)), std::move(worker));
}

Task<std::vector<Source>> find_everything(Client& s3, std::string bucket) {
  Selection everything;
  everything.recursive = true;
  everything.versions = true;
  S3Url url;
  url.bucket = std::move(bucket);
  return find_objects(s3, std::move(url), std::move(everything));
}

Task<void> remove_bucket(Client& s3, std::string bucket, const RemovalWatcher& watcher) {
  PAIL_CO_TRY(const std::vector<Source> sources, co_await find_everything(s3, bucket));
  PAIL_CO_TRY(co_await remove(s3, bucket, sources, watcher));
  PAIL_CO_TRY(co_await abort_uploads(s3, bucket));
  co_return co_await s3.delete_bucket(std::move(bucket));
}

}  // namespace pail::client::jobs
