#include "client/sync/carrier.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <utility>

#include "client/file_io.hpp"
#include "client/sync/same_bytes.hpp"
#include "wire/content_type.hpp"

namespace pail::client::sync {
namespace {

using wire::Errc;
using wire::Error;

// Large files at once: each has transfer's parallel parts, and the second's keep going while the
// first one ends.
constexpr unsigned large_at_once = 2;

std::string below(const Folder& folder, const std::string& path) {
  return folder.path.ends_with('/') ? folder.path + path : folder.path + "/" + path;
}

}  // namespace

Carrier::Carrier(Client& s3, const Tree& from, const Tree& to, const Options& options,
                 transfer::Reporter* reporter, const boost::asio::any_io_executor& executor)
    : s3_(s3), from_(from), to_(to), options_(options), reporter_(reporter), turn_(executor) {}

Task<Outcome> Carrier::carry(const Work& work) {
  if (work.maybe) {
    PAIL_CO_TRY(const bool same, co_await holds_the_same(work));
    if (same) co_return Outcome::same;
  }
  PAIL_CO_TRY(co_await take_turn(work.step.size));
  Result<Outcome> outcome = Outcome::done;
  if (work.step.act == Act::upload) outcome = co_await upload(work.step);
  if (work.step.act == Act::download) outcome = co_await download(work.step);
  if (work.step.act == Act::copy) outcome = co_await copy(work.step);
  end_turn(work.step.size);
  co_return outcome;
}

Task<Outcome> Carrier::foresee(const Work& work) {
  if (work.maybe) {
    PAIL_CO_TRY(const bool same, co_await holds_the_same(work));
    if (same) co_return Outcome::same;
  }
  struct stat status {};
  const bool is_placeholder = work.step.act == Act::download && work.step.path.ends_with('/');
  const bool there = is_placeholder && ::stat(target_path(work.step).c_str(), &status) == 0;
  co_return there ? Outcome::same : Outcome::done;
}

Task<void> Carrier::take_turn(std::uint64_t size) {
  if (size <= transfer::parts_from) co_return wire::ok();
  while (large_ == large_at_once) {
    PAIL_CO_TRY(co_await turn_.wait());
  }
  ++large_;
  co_return wire::ok();
}

void Carrier::end_turn(std::uint64_t size) {
  if (size <= transfer::parts_from) return;
  --large_;
  turn_.notify();
}

transfer::Watcher Carrier::watcher() const {
  if (reporter_ == nullptr) return {};
  return
      [reporter = reporter_, gain = transfer::Gain()](const transfer::Standing& standing) mutable {
        if (const std::uint64_t more = gain.of(standing.done)) reporter->moved(more);
      };
}

Task<Outcome> Carrier::upload(const Step& step) {
  transfer::UploadOptions options = options_.upload;
  options.watcher = watcher();
  if (options.put.content_type.empty()) {
    options.put.content_type = wire::content_type_of(step.path);
  }
  PAIL_CO_TRY(co_await transfer::upload_file(s3_, source_path(step), std::get<Prefix>(to_).bucket,
                                             key_below(to_, step), std::move(options)));
  co_return Outcome::done;
}

// The file gets the object's time, so that the next run finds it neither newer nor older.
Task<Outcome> Carrier::download(const Step& step) {
  std::string path = target_path(step);
  if (path.ends_with('/')) co_return make_placeholder(path);
  PAIL_CO_TRY(make_folder_of(path));
  transfer::DownloadOptions options = options_.download;
  options.watcher = watcher();
  options.size = step.size;
  options.keep_time = true;
  PAIL_CO_TRY(co_await transfer::download_file(s3_, std::get<Prefix>(from_).bucket,
                                               key_below(from_, step), std::move(path),
                                               std::move(options)));
  co_return Outcome::done;
}

Task<Outcome> Carrier::copy(const Step& step) {
  transfer::UploadOptions options = options_.upload;
  options.watcher = watcher();
  transfer::Place from{std::get<Prefix>(from_).bucket, key_below(from_, step), {}};
  transfer::Place to{std::get<Prefix>(to_).bucket, key_below(to_, step), {}};
  PAIL_CO_TRY(co_await transfer::copy(s3_, std::move(from), std::move(to), std::move(options)));
  co_return Outcome::done;
}

Result<Outcome> Carrier::make_placeholder(const std::string& path) const {
  std::error_code failed;
  const bool made = std::filesystem::create_directories(path, failed);
  if (failed) return file_error("make", path, failed.value());
  return made ? Outcome::done : Outcome::same;
}

Result<void> Carrier::make_folder_of(const std::string& path) {
  std::string folder = path.substr(0, path.rfind('/'));
  if (folder.empty() || folders_.contains(folder)) return wire::ok();
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return file_error("make", folder, failed.value());
  folders_.insert(std::move(folder));
  return wire::ok();
}

Task<bool> Carrier::holds_the_same(const Work& work) {
  const bool up = work.step.act == Act::upload;
  Twin twin;
  twin.file = up ? source_path(work.step) : target_path(work.step);
  twin.bucket = std::get<Prefix>(up ? to_ : from_).bucket;
  twin.key = key_below(up ? to_ : from_, work.step);
  twin.etag = work.etag;
  co_return co_await same_bytes(s3_, workers_, std::move(twin));
}

Task<void> Carrier::remove(std::vector<Step> steps, Removed removed) {
  if (std::holds_alternative<Prefix>(to_)) co_return co_await remove_objects(steps, removed);
  for (const Step& step : steps) {
    const std::string path = target_path(step);
    const bool gone = ::unlink(path.c_str()) == 0 || errno == ENOENT;
    removed(step, gone ? Result<void>(wire::ok()) : file_error("remove", path, errno));
  }
  co_return wire::ok();
}

Task<void> Carrier::remove_objects(const std::vector<Step>& steps, const Removed& removed) {
  std::vector<std::string> keys;
  keys.reserve(steps.size());
  for (const Step& step : steps) keys.push_back(key_below(to_, step));
  PAIL_CO_TRY(const DeleteObjectsResult result,
              co_await s3_.delete_objects(std::get<Prefix>(to_).bucket, std::move(keys)));
  std::map<std::string_view, const DeleteFailure*> failures;
  for (const DeleteFailure& failure : result.failed) failures[failure.key] = &failure;
  for (const Step& step : steps) {
    const auto found = failures.find(key_below(to_, step));
    if (found == failures.end()) {
      removed(step, wire::ok());
      continue;
    }
    const auto code = wire::errc_from_text(found->second->code).value_or(Errc::UnknownError);
    removed(step, Error(code, found->second->message));
  }
  co_return wire::ok();
}

std::string Carrier::source_path(const Step& step) const {
  return below(std::get<Folder>(from_), step.path);
}

std::string Carrier::target_path(const Step& step) const {
  return below(std::get<Folder>(to_), step.path);
}

std::string Carrier::key_below(const Tree& tree, const Step& step) const {
  return std::get<Prefix>(tree).prefix + step.path;
}

}  // namespace pail::client::sync
