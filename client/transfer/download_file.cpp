// Files, down: in one request, or in ranges that several coroutines ask for.
#include <algorithm>
#include <utility>

#include "client/transfer/crew.hpp"
#include "client/transfer/manifest.hpp"
#include "client/transfer/object_ranges.hpp"
#include "client/transfer/reporter.hpp"
#include "client/transfer/target_file.hpp"
#include "client/transfer/whole_checksum.hpp"
#include "client/transfer/workers.hpp"

namespace pail::client::transfer {
namespace {

using wire::Errc;
using wire::Error;
using Milliseconds = std::chrono::milliseconds;

// What a crash may cost: so much is fetched again.
constexpr Milliseconds note_interval{1'000};

// One object in ranges. Lives until all its coroutines are done.
class FileDownload {
 public:
  FileDownload(Client& s3, std::unique_ptr<FileSink> sink, std::string path, ObjectRanges object,
               DownloadOptions options)
      : s3_(s3),
        path_(std::move(path)),
        sink_(std::move(sink)),
        file_(*sink_, path_),
        options_(std::move(options)),
        object_(std::move(object)),
        plan_(PartPlan::of(size(), options_.part_bytes)),
        reporter_(options_.watcher, size()) {
    const auto& stored = object_.info().checksum;
    joins_ = object_.has_whole_checksum() && can_be_joined(stored->algorithm);
    if (joins_ || has_manifest()) {
      algorithm_ = joins_ ? stored->algorithm : wire::ChecksumAlgorithm::crc64nvme;
    }
  }

  Task<ObjectInfo> run();

 private:
  // By part number; empty: not there yet.
  struct Range {
    std::uint64_t bytes = 0;
    std::string checksum;
    bool done = false;
  };

  bool has_manifest() const { return !options_.manifest.empty(); }
  std::uint64_t size() const { return object_.info().size; }
  Range& range(const Part& part);
  Task<void> start();
  Task<void> compare(const Manifest& earlier);
  Task<void> fetch_parts();
  Task<void> fetch(Part part);
  Task<void> check() const;
  Result<void> commit();
  Manifest note() const;
  Result<void> save();

  Client& s3_;
  std::string path_;
  std::unique_ptr<FileSink> sink_;
  TargetFile file_;
  DownloadOptions options_;
  ObjectRanges object_;
  PartPlan plan_;
  Reporter reporter_;
  std::optional<wire::ChecksumAlgorithm> algorithm_;  // of each range; none: nobody needs it
  bool joins_ = false;                                // the ranges' give the object's
  std::vector<Range> ranges_;
  Milliseconds saved_{0};
};

FileDownload::Range& FileDownload::range(const Part& part) {
  if (ranges_.size() <= part.number) ranges_.resize(part.number + 1);
  ranges_[part.number].bytes = part.bytes;
  return ranges_[part.number];
}

Task<ObjectInfo> FileDownload::run() {
  PAIL_CO_TRY(co_await start());
  const unsigned parallel = std::max(1U, options_.parallel);
  const Result<void> fetched = co_await all_of(parallel, [this] { return fetch_parts(); });
  if (!fetched) {
    if (has_manifest()) (void)save();
    co_return fetched.error();
  }
  const Result<void> good = co_await check();
  if (!good) {
    sink_->discard();
    if (has_manifest()) remove_manifest(options_.manifest);
    co_return good.error();
  }
  PAIL_CO_TRY(commit());
  reporter_.finish();
  co_return object_.info();
}

// What an earlier run has left, or an empty file. Its size is there at once: a disk too small for
// it says so now.
Task<void> FileDownload::start() {
  if (has_manifest()) {
    PAIL_CO_TRY(const auto earlier, load_manifest(options_.manifest));
    if (earlier && earlier->is_of(note())) {
      PAIL_CO_TRY(co_await compare(*earlier));
    }
  }
  PAIL_CO_TRY(file_.resize(size()));
  co_return has_manifest() ? save() : Result<void>(wire::ok());
}

// Keeps the ranges that the file really holds.
Task<void> FileDownload::compare(const Manifest& earlier) {
  const unsigned last = earlier.done.empty() ? 0 : earlier.done.back().number;
  auto plan = PartPlan::again(size(), options_.part_bytes, earlier.segments, last);
  if (!plan) {
    co_return Error(Errc::InvalidArgument, options_.manifest + " has parts that cannot be.");
  }
  plan_ = *plan;
  Workers workers(1);
  auto noted = earlier.done.begin();
  while (const auto part = plan->next()) {
    while (noted != earlier.done.end() && noted->number < part->number) ++noted;
    if (noted == earlier.done.end()) break;
    if (noted->number != part->number) continue;
    const auto digest = [file = file_, part = *part, algorithm = *algorithm_] {
      return file.checksum(part.offset, part.bytes, algorithm);
    };
    PAIL_CO_TRY(const auto found, co_await workers.run(digest));
    if (found != noted->checksum) continue;
    Range& kept = range(*part);
    kept.checksum = noted->checksum;
    kept.done = true;
    reporter_.found(part->bytes);
  }
  co_return wire::ok();
}

Task<void> FileDownload::fetch_parts() {
  while (const auto part = plan_.next()) {
    if (range(*part).done) continue;
    PAIL_CO_TRY(co_await fetch(*part));
  }
  co_return wire::ok();
}

Task<void> FileDownload::fetch(Part part) {
  RangeSink sink(file_, part.offset, algorithm_);
  const Milliseconds begun = reporter_.elapsed();
  PAIL_CO_TRY(co_await object_.get(s3_, part, sink, reporter_.progress()));
  Range& got = range(part);
  got.checksum = sink.checksum();
  got.done = true;
  const Milliseconds now = reporter_.elapsed();
  plan_.took(part, now - begun);
  if (has_manifest() && now - saved_ >= note_interval) co_return save();
  co_return wire::ok();
}

// Against the object's own checksum, where it has one of all its bytes.
Task<void> FileDownload::check() const {
  if (!object_.has_whole_checksum()) co_return wire::ok();
  const ObjectChecksum& stored = *object_.info().checksum;
  std::optional<std::string> ours;
  if (joins_) {
    WholeChecksum whole(stored.algorithm);
    for (const Range& range : ranges_) {
      if (range.done) whole.append(range.checksum, range.bytes);
    }
    ours = whole.base64();
  } else {
    Workers workers(1);
    const auto digest = [file = file_, bytes = size(), algorithm = stored.algorithm] {
      return file.checksum(0, bytes, algorithm);
    };
    PAIL_CO_TRY(ours, co_await workers.run(digest));
  }
  if (ours == stored.value) co_return wire::ok();
  co_return Error(Errc::BadDigest, "What came is not what was stored: its checksum is another.");
}

Result<void> FileDownload::commit() {
  if (options_.keep_time) {
    PAIL_TRY(file_.set_modified(object_.info().last_modified));
  }
  PAIL_TRY(sink_->commit());
  if (has_manifest()) remove_manifest(options_.manifest);
  return wire::ok();
}

Manifest FileDownload::note() const {
  Manifest note;
  note.kind = Manifest::Kind::download;
  note.bucket = object_.from().bucket;
  note.key = object_.from().key;
  note.file = path_;
  note.size = size();
  note.edition = object_.info().etag;
  if (algorithm_) note.checksum = *algorithm_;
  note.segments = plan_.segments();
  for (unsigned number = 0; number < ranges_.size(); ++number) {
    if (ranges_[number].done) note.done.push_back({number, ranges_[number].checksum});
  }
  return note;
}

Result<void> FileDownload::save() {
  saved_ = reporter_.elapsed();
  return save_manifest(options_.manifest, note());
}

Task<ObjectInfo> download_whole(Client& s3, Place from, std::string path, DownloadOptions options) {
  PAIL_CO_TRY(const auto sink, FileSink::create(path));
  Reporter reporter(options.watcher, options.size.value_or(0));
  GetOptions get = options.get;
  get.progress = reporter.progress();
  PAIL_CO_TRY(ObjectInfo info,
              co_await s3.get_object(from.bucket, from.key, *sink, std::move(get)));
  if (options.keep_time && !sink->is_stream()) {
    PAIL_CO_TRY(TargetFile(*sink, path).set_modified(info.last_modified));
  }
  PAIL_CO_TRY(sink->commit());
  reporter.finish();
  co_return info;
}

}  // namespace

Task<ObjectInfo> download_file(Client& s3, std::string bucket, std::string key, std::string path,
                               DownloadOptions options) {
  const std::uint64_t whole_max = options.parts_beyond.value_or(parts_from);
  Place from{std::move(bucket), std::move(key), options.get.version_id};
  if (!options.get.range.empty() || options.size.value_or(whole_max + 1) <= whole_max) {
    co_return co_await download_whole(s3, std::move(from), std::move(path), std::move(options));
  }
  PAIL_CO_TRY(ObjectRanges object, co_await ObjectRanges::find(s3, from, options.get));
  options.size = object.info().size;
  if (*options.size <= whole_max) {
    co_return co_await download_whole(s3, std::move(from), std::move(path), std::move(options));
  }
  const bool kept = !options.manifest.empty();
  PAIL_CO_TRY(auto sink, kept ? FileSink::create_kept(path) : FileSink::create(path));
  if (sink->is_stream()) {
    co_return co_await stream_ranges(s3, std::move(object), *sink, std::move(options));
  }
  FileDownload download(s3, std::move(sink), std::move(path), std::move(object),
                        std::move(options));
  co_return co_await in_order(download.run());
}

}  // namespace pail::client::transfer
