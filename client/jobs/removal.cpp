#include "client/jobs/removal.hpp"

#include <utility>

#include "client/jobs/feed.hpp"
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
  const RemovalWatcher& watcher;
  Feed<Source> sources;
  Result<void> ended = wire::ok();
};

Task<void> remove_some(Removal& removal, const std::vector<Source>& sources) {
  std::vector<ops::ObjectToDelete> some;
  some.reserve(sources.size());
  for (const Source& source : sources) some.emplace_back(source.path, source.version_id);
  PAIL_CO_TRY(const DeleteObjectsResult result,
              co_await removal.s3.call(ops::delete_objects(removal.bucket, std::move(some))));
  for (const DeletedObject& deleted : result.deleted) removal.watcher.done(deleted);
  for (const DeleteFailure& failure : result.failed) removal.watcher.failed(failure);
  co_return wire::ok();
}

// Until there are no more, or one of the crew has failed.
Task<void> work(Removal& removal) {
  while (removal.ended) {
    auto some = co_await removal.sources.take(wire::limits::delete_objects_max);
    if (!some) {
      removal.ended = some.error();
    } else if (some.assume_value().empty()) {
      break;
    } else if (auto removed = co_await remove_some(removal, some.assume_value()); !removed) {
      removal.ended = std::move(removed);
    }
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

Task<void> remove(Client& s3, std::string bucket, Finder finder, const RemovalWatcher& watcher) {
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  Removal removal{s3, bucket, watcher, Feed<Source>(executor, [&finder] { return finder.next(); })};
  std::function<Task<void>()> worker = [&removal] { return work(removal); };
  PAIL_CO_TRY(co_await transfer::all_of(requests_max, std::move(worker)));
  co_return std::move(removal.ended);
}

Finder everything_in(Client& s3, std::string bucket) {
  Selection everything;
  everything.recursive = true;
  everything.versions = true;
  S3Url url;
  url.bucket = std::move(bucket);
  return Finder(s3, std::move(url), std::move(everything));
}

Task<void> remove_bucket(Client& s3, std::string bucket, const RemovalWatcher& watcher) {
  PAIL_CO_TRY(co_await remove(s3, bucket, everything_in(s3, bucket), watcher));
  PAIL_CO_TRY(co_await abort_uploads(s3, bucket));
  co_return co_await s3.delete_bucket(std::move(bucket));
}

}  // namespace pail::client::jobs
