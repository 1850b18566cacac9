// Files, up: in one request, or in parts that several coroutines read and send.
#include <algorithm>
#include <utility>

#include "client/transfer/crew.hpp"
#include "client/transfer/manifest.hpp"
#include "client/transfer/multipart.hpp"
#include "client/transfer/reporter.hpp"
#include "client/transfer/source_file.hpp"
#include "client/transfer/workers.hpp"

namespace pail::client::transfer {
namespace {

using wire::Errc;
using wire::Error;
using SourcePtr = std::shared_ptr<const SourceFile>;

// Completing it again would fail again.
bool leads_nowhere(const Error& of_completion) {
  const Errc code = of_completion.code();
  return code == Errc::BadDigest || code == Errc::PreconditionFailed;
}

// One file in parts. Lives until all its coroutines are done.
class FileUpload {
 public:
  FileUpload(Client& s3, SourcePtr file, Place to, UploadOptions options)
      : file_(std::move(file)),
        options_(std::move(options)),
        upload_(s3, to, options_),
        plan_(PartPlan::of(file_->size(), options_.part_bytes)),
        reporter_(options_.watcher, file_->size()) {
    note_.bucket = std::move(to.bucket);
    note_.key = std::move(to.key);
    note_.file = file_->path();
    note_.size = file_->size();
    note_.edition = std::to_string(file_->modified_ns());
    note_.checksum = options_.checksum;
  }

  Task<Uploaded> run();

 private:
  bool has_manifest() const { return !options_.manifest.empty(); }
  Task<void> start();
  Task<bool> go_on_from(Manifest earlier);
  Task<void> compare(std::vector<ops::PartEntry> found);
  Task<bool> is_still_so(const ops::PartEntry& found, Part part, Workers& workers);
  Task<void> send_parts();
  Task<void> send(Part part);
  Result<void> save();
  Result<void> check_unchanged() const;

  SourcePtr file_;
  UploadOptions options_;
  Multipart upload_;
  PartPlan plan_;
  Reporter reporter_;
  Manifest note_;
  std::vector<bool> on_server_;  // by part number
  unsigned resumed_ = 0;
};

Task<Uploaded> FileUpload::run() {
  PAIL_CO_TRY(co_await start());
  const unsigned parallel = std::max(1U, options_.parallel);
  Result<void> sent = co_await all_of(parallel, [this] { return send_parts(); });
  if (sent) sent = check_unchanged();
  // A manifest of a file that is another by now leads nowhere; of any other failure it leads on.
  if (!sent && has_manifest() && sent.error().code() != Errc::InvalidRequest)
    co_return sent.error();
  if (!sent) co_return co_await upload_.give_up(sent.error());
  Result<Uploaded> completed = co_await upload_.complete();
  if (!completed && has_manifest() && !leads_nowhere(completed.error())) co_return completed;
  if (has_manifest()) remove_manifest(options_.manifest);
  if (!completed) co_return co_await upload_.give_up(completed.error());
  completed.assume_value().parts_resumed = resumed_;
  reporter_.finish();
  co_return completed;
}

// What an earlier run has left, or a new upload.
Task<void> FileUpload::start() {
  PAIL_CO_TRY(check_part_bytes(options_.part_bytes));
  if (has_manifest()) {
    PAIL_CO_TRY(auto earlier, load_manifest(options_.manifest));
    if (earlier && earlier->is_of(note_)) {
      PAIL_CO_TRY(const bool goes_on, co_await go_on_from(std::move(*earlier)));
      if (goes_on) co_return wire::ok();
    }
  }
  PAIL_CO_TRY(co_await upload_.begin());
  const Result<void> saved = save();
  if (saved) co_return wire::ok();
  const Result<Uploaded> given_up = co_await upload_.give_up(saved.error());
  co_return given_up.error();
}

// False: the server knows nothing of it any more.
Task<bool> FileUpload::go_on_from(Manifest earlier) {
  auto found = co_await upload_.take_up(earlier.upload_id);
  if (!found && found.error().code() == Errc::NoSuchUpload) co_return false;
  if (!found) co_return found.error();
  const auto& parts = found.assume_value();
  const unsigned last = parts.empty() ? 0 : parts.back().number;
  auto plan = PartPlan::again(file_->size(), options_.part_bytes, earlier.segments, last);
  if (!plan) {
    co_return Error(Errc::InvalidArgument, options_.manifest + " has parts that cannot be.");
  }
  plan_ = std::move(*plan);
  note_ = std::move(earlier);
  PAIL_CO_TRY(co_await compare(std::move(found.assume_value())));
  co_return true;
}

// Keeps the parts that are what the file still holds; the others are sent again.
Task<void> FileUpload::compare(std::vector<ops::PartEntry> found) {
  PartPlan plan = plan_;
  Workers workers(1);
  auto entry = found.begin();
  while (const auto part = plan.next()) {
    while (entry != found.end() && entry->number < part->number) ++entry;
    if (entry == found.end()) break;
    if (entry->number != part->number) continue;
    PAIL_CO_TRY(const bool same, co_await is_still_so(*entry, *part, workers));
    if (!same) continue;
    upload_.keep(*entry);
    on_server_.resize(part->number + 1);
    on_server_[part->number] = true;
    reporter_.found(part->bytes);
    ++resumed_;
  }
  co_return wire::ok();
}

Task<bool> FileUpload::is_still_so(const ops::PartEntry& found, Part part, Workers& workers) {
  const bool comparable = found.checksum && found.checksum->algorithm == options_.checksum;
  if (found.size != part.bytes || !comparable) co_return false;
  const auto digest = [file = file_, part, algorithm = options_.checksum] {
    return file->checksum(part.offset, part.bytes, algorithm);
  };
  PAIL_CO_TRY(const std::string ours, co_await workers.run(digest));
  co_return ours == found.checksum->value;
}

Task<void> FileUpload::send_parts() {
  while (const auto part = plan_.next()) {
    if (part->number < on_server_.size() && on_server_[part->number]) continue;
    PAIL_CO_TRY(co_await send(*part));
  }
  co_return wire::ok();
}

Task<void> FileUpload::send(Part part) {
  FileSlice body(file_, part.offset, part.bytes);
  const auto begun = reporter_.elapsed();
  PAIL_CO_TRY(co_await upload_.put(part, body, reporter_.progress()));
  if (plan_.took(part, reporter_.elapsed() - begun)) co_return save();
  co_return wire::ok();
}

Result<void> FileUpload::save() {
  if (!has_manifest()) return wire::ok();
  note_.segments = plan_.segments();
  note_.upload_id = upload_.upload_id();
  return save_manifest(options_.manifest, note_);
}

Result<void> FileUpload::check_unchanged() const {
  PAIL_TRY(const auto now, SourceFile::open(file_->path()));
  if (now->size() == file_->size() && now->modified_ns() == file_->modified_ns()) return wire::ok();
  return Error(Errc::InvalidRequest, file_->path() + " changed while it was being sent.");
}

Task<Uploaded> upload_whole(Client& s3, Body& body, Place to, UploadOptions options) {
  Reporter reporter(options.watcher, body.size());
  const Progress progress = reporter.progress();
  PAIL_CO_TRY(Uploaded uploaded, co_await put_whole(s3, to, body, options, progress));
  reporter.finish();
  co_return uploaded;
}

}  // namespace

Task<Uploaded> upload_file(Client& s3, std::string path, std::string bucket, std::string key,
                           UploadOptions options) {
  PAIL_CO_TRY(SourcePtr file, SourceFile::open(path));
  const std::uint64_t size = file->size();
  Place to{std::move(bucket), std::move(key), {}};
  // Files below /proc and /sys say 0 bytes and have some.
  if (size == 0) {
    PAIL_CO_TRY(const auto body, file_body(path));
    co_return co_await upload_whole(s3, *body, std::move(to), std::move(options));
  }
  if (size <= options.parts_beyond.value_or(parts_from)) {
    FileSlice body(std::move(file), 0, size);
    co_return co_await upload_whole(s3, body, std::move(to), std::move(options));
  }
  if (size > part_number_max * part_bytes_max) co_return Error(Errc::EntityTooLarge);
  FileUpload upload(s3, std::move(file), std::move(to), std::move(options));
  co_return co_await in_order(upload.run());
}

}  // namespace pail::client::transfer
