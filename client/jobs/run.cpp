#include "client/jobs/run.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>

#include "client/file_io.hpp"
#include "client/jobs/standard_input.hpp"
#include "client/ops/objects.hpp"
#include "client/transfer/crew.hpp"
#include "client/transfer/reporter.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::client::jobs {
namespace {

// Of one job's bytes to those of all: a transfer that starts over does not take them back.
transfer::Watcher watcher_of(const Watcher& watcher) {
  if (!watcher.moved) return {};
  return [&watcher, gain = transfer::Gain()](const transfer::Standing& standing) mutable {
    if (const std::uint64_t more = gain.of(standing.done)) watcher.moved(more);
  };
}

std::string manifest_of(const Job& job, const Options& options) {
  if (options.manifests.empty()) return {};
  std::error_code error;
  const Here* const file = std::get_if<Here>(&job.from);
  const Place from =
      file == nullptr ? job.from : Place(Here{std::filesystem::absolute(file->path, error)});
  const std::string pair = to_string(from) + "\n" + to_string(job.to);
  return options.manifests + "/" + wire::to_hex(wire::sha256(wire::as_bytes(pair))) + ".json";
}

transfer::UploadOptions upload_options(const Job& job, const Options& options,
                                       const Watcher& watcher) {
  transfer::UploadOptions upload = options.upload;
  upload.watcher = watcher_of(watcher);
  upload.manifest = manifest_of(job, options);
  const There& to = std::get<There>(job.to);
  const Here* const from = std::get_if<Here>(&job.from);
  if (upload.put.content_type.empty() && from != nullptr && options.content_type) {
    upload.put.content_type = options.content_type(from->is_stream() ? to.key : from->path);
  }
  return upload;
}

Moved moved_by(const transfer::Uploaded& uploaded) {
  return {uploaded.size, uploaded.etag, uploaded.version_id, uploaded.parts_resumed};
}

// As a signing service wants it.
Task<Moved> upload_whole(Client& s3, const Job& job, transfer::UploadOptions how,
                         const Watcher& watcher) {
  const Here& from = std::get<Here>(job.from);
  const There& to = std::get<There>(job.to);
  PAIL_CO_TRY(const std::unique_ptr<Body> body, from.is_stream()
                                                    ? stream_body(STDIN_FILENO, "standard input")
                                                    : file_body(from.path));
  how.put.progress = [&watcher, gain = transfer::Gain()](std::uint64_t done,
                                                         std::uint64_t) mutable {
    const std::uint64_t more = gain.of(done);
    if (watcher.moved && more > 0) watcher.moved(more);
  };
  how.put.checksum.reset();  // the service signs no x-amz-* field
  const std::uint64_t size = body->size();
  PAIL_CO_TRY(const PutResult stored,
              co_await s3.put_object(to.bucket, to.key, *body, std::move(how.put)));
  co_return Moved{size, stored.etag, stored.version_id, 0};
}

Task<Moved> upload(Client& s3, const Job& job, const Options& options, const Watcher& watcher) {
  const Here& from = std::get<Here>(job.from);
  const There& to = std::get<There>(job.to);
  transfer::UploadOptions how = upload_options(job, options, watcher);
  if (options.whole_uploads) {
    co_return co_await upload_whole(s3, job, std::move(how), watcher);
  }
  if (!from.is_stream()) {
    PAIL_CO_TRY(const transfer::Uploaded stored,
                co_await transfer::upload_file(s3, from.path, to.bucket, to.key, std::move(how)));
    co_return moved_by(stored);
  }
  std::function<Result<net::Bytes>(std::size_t)> read = StandardInput(options.stop);
  PAIL_CO_TRY(
      const transfer::Uploaded stored,
      co_await transfer::upload_stream(s3, std::move(read), to.bucket, to.key, std::move(how)));
  co_return moved_by(stored);
}

Result<void> make_room(const std::string& path, bool overwrite) {
  std::error_code error;
  if (!overwrite && std::filesystem::exists(path, error)) {
    return file_error("create", path, EEXIST);
  }
  const auto folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) return wire::ok();
  std::filesystem::create_directories(folder, error);
  if (error) return file_error("make folder", folder.string(), error.value());
  return wire::ok();
}

Task<Moved> download(Client& s3, const Job& job, const Options& options, const Watcher& watcher) {
  const There& from = std::get<There>(job.from);
  const Here& to = std::get<Here>(job.to);
  transfer::DownloadOptions how = options.download;
  how.get.version_id = from.version_id;
  how.watcher = watcher_of(watcher);
  if (to.is_stream()) {
    StreamSink out(STDOUT_FILENO, "standard output");
    PAIL_CO_TRY(const ObjectInfo info,
                co_await transfer::download_stream(s3, from.bucket, from.key, out, std::move(how)));
    co_return Moved{info.size, info.etag, info.version_id, 0};
  }
  PAIL_CO_TRY(make_room(to.path, options.overwrite));
  how.manifest = manifest_of(job, options);
  PAIL_CO_TRY(const ObjectInfo info,
              co_await transfer::download_file(s3, from.bucket, from.key, to.path, std::move(how)));
  co_return Moved{info.size, info.etag, info.version_id, 0};
}

Task<Moved> copy(Client& s3, const Job& job, const Options& options, const Watcher& watcher) {
  transfer::UploadOptions how = upload_options(job, options, watcher);
  There from = std::get<There>(job.from);
  There to = std::get<There>(job.to);
  PAIL_CO_TRY(const transfer::Uploaded stored,
              co_await transfer::copy(s3, std::move(from), std::move(to), std::move(how)));
  co_return moved_by(stored);
}

Task<void> remove_source(Client& s3, const Job& job) {
  if (const Here* const here = std::get_if<Here>(&job.from)) {
    if (::unlink(here->path.c_str()) != 0) co_return file_error("remove", here->path, errno);
    co_return wire::ok();
  }
  const There& there = std::get<There>(job.from);
  PAIL_CO_TRY([[maybe_unused]] const DeleteResult deleted,
              co_await s3.call(ops::delete_object(there.bucket, there.key)));
  co_return wire::ok();
}

Task<Moved> carry(Client& s3, const Job& job, const Options& options, const Watcher& watcher) {
  if (std::holds_alternative<Here>(job.from)) co_return co_await upload(s3, job, options, watcher);
  if (std::holds_alternative<Here>(job.to)) co_return co_await download(s3, job, options, watcher);
  co_return co_await copy(s3, job, options, watcher);
}

Task<Moved> carry_out(Client& s3, const Job& job, const Options& options, const Watcher& watcher) {
  PAIL_CO_TRY(const Moved moved, co_await carry(s3, job, options, watcher));
  if (options.move) {
    PAIL_CO_TRY(co_await remove_source(s3, job));
  }
  co_return moved;
}

// What the workers of one run share.
struct Run {
  Client& s3;
  Feed<Job> jobs;
  const Options& options;
  const Watcher& watcher;
};

Task<void> work(Run& run) {
  for (;;) {
    PAIL_CO_TRY(const std::vector<Job> next, co_await run.jobs.take(1));
    if (next.empty()) co_return wire::ok();
    const Job& job = next.front();
    const Result<Moved> moved = co_await carry_out(run.s3, job, run.options, run.watcher);
    if (moved) {
      if (run.watcher.done) run.watcher.done(job, moved.assume_value());
    } else {
      if (run.watcher.failed) run.watcher.failed(job, moved.error());
      if (moved.error().code() == wire::Errc::Cancelled) co_return moved.error();
    }
  }
}

}  // namespace

Task<void> run(Client& s3, Feed<Job>::More jobs, const Options& options, const Watcher& watcher) {
  const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
  Run state{s3, Feed<Job>(executor, std::move(jobs)), options, watcher};
  std::function<Task<void>()> worker = [&state] { return work(state); };
  co_return co_await transfer::all_of(std::max(1U, options.parallel), std::move(worker));
}

}  // namespace pail::client::jobs
