// Across: what the server copies by itself, in one request or in parts.
#include <algorithm>
#include <utility>

#include "client/transfer/crew.hpp"
#include "client/transfer/multipart.hpp"
#include "client/transfer/object_ranges.hpp"
#include "client/transfer/reporter.hpp"

namespace pail::client::transfer {
namespace {

// Ours: nothing passes through here, so that parts are as large as a server copies in a few
// seconds.
constexpr std::uint64_t copy_part_bytes = 64 * mebibyte;

bool says_what_it_is(const NewObject& object) {
  return !object.content_type.empty() || !object.metadata.empty();
}

// What one request would have copied by itself.
void take_over(const ObjectInfo& source, NewObject& object) {
  if (says_what_it_is(object)) return;
  object.content_type = source.content_type;
  object.metadata = source.metadata;
  const auto add = [&](std::string name, const std::string& value) {
    if (!value.empty()) object.headers.push_back({std::move(name), value});
  };
  add("Cache-Control", source.cache_control);
  add("Content-Disposition", source.content_disposition);
  add("Content-Encoding", source.content_encoding);
  add("Content-Language", source.content_language);
  add("Expires", source.expires);
}

Task<Uploaded> copy_whole(Client& s3, Place from, std::uint64_t size, Place to,
                          UploadOptions options) {
  const ops::CopySource source(from.bucket, from.key, from.version_id);
  ops::CopyOptions how;
  static_cast<NewObject&>(how) = options.put;
  how.replace_metadata = says_what_it_is(options.put);
  how.replace_tags = !options.put.tags.empty();
  Reporter reporter(options.watcher, size);
  PAIL_CO_TRY(ops::Copied copied,
              co_await s3.call(ops::copy_object(source, to.bucket, to.key, how)));
  reporter.moved(size);
  reporter.finish();
  Uploaded uploaded;
  uploaded.etag = std::move(copied.etag);
  uploaded.version_id = std::move(copied.version_id);
  uploaded.size = size;
  co_return uploaded;
}

class PartsCopy {
 public:
  PartsCopy(Client& s3, const Place& from, const ObjectInfo& source, Place to,
            UploadOptions options)
      : source_(from.bucket, from.key, source.version_id),
        options_(std::move(options)),
        upload_(s3, std::move(to), options_),
        plan_(PartPlan::of(source.size,
                           options_.part_bytes == 0 ? copy_part_bytes : options_.part_bytes)),
        reporter_(options_.watcher, source.size) {
    source_.if_match = source.etag;
  }

  Task<Uploaded> run();

 private:
  Task<void> copy_parts();

  ops::CopySource source_;
  UploadOptions options_;
  Multipart upload_;
  PartPlan plan_;
  Reporter reporter_;
};

Task<Uploaded> PartsCopy::run() {
  PAIL_CO_TRY(co_await upload_.begin());
  const unsigned parallel = std::max(1U, options_.parallel);
  const Result<void> sent = co_await all_of(parallel, [this] { return copy_parts(); });
  if (!sent) co_return co_await upload_.give_up(sent.error());
  Result<Uploaded> completed = co_await upload_.complete();
  if (!completed) co_return co_await upload_.give_up(completed.error());
  reporter_.finish();
  co_return completed;
}

Task<void> PartsCopy::copy_parts() {
  while (const auto part = plan_.next()) {
    PAIL_CO_TRY(co_await upload_.put_copy(*part, source_));
    reporter_.moved(part->bytes);
  }
  co_return wire::ok();
}

}  // namespace

Task<Uploaded> copy(Client& s3, Place from, Place to, UploadOptions options) {
  PAIL_CO_TRY(const ObjectRanges source, co_await ObjectRanges::find(s3, from, {}));
  const ObjectInfo& info = source.info();
  if (info.size <= options.parts_beyond.value_or(wire::limits::put_bytes_max)) {
    co_return co_await copy_whole(s3, std::move(from), info.size, std::move(to),
                                  std::move(options));
  }
  take_over(info, options.put);
  PartsCopy parts(s3, from, info, std::move(to), std::move(options));
  co_return co_await in_order(parts.run());
}

}  // namespace pail::client::transfer
