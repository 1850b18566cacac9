#include "cli/copying.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <iterator>
#include <optional>

#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "cli/interruption.hpp"
#include "cli/progress.hpp"
#include "client/jobs/target.hpp"
#include "client/progress_line.hpp"
#include "wire/content_type.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

using client::jobs::Here;
using client::jobs::Job;
using client::jobs::Place;
using client::jobs::Source;
using client::jobs::Target;
using client::jobs::There;

// XDG's place for what can be made again.
std::string manifest_folder() {
  const char* const cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/pail/transfers";
  const char* const home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') fail_usage("--resume: there is no HOME to take notes in");
  return std::string(home) + "/.cache/pail/transfers";
}

std::string made(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) fail("--resume: cannot make " + folder + ": " + error.message());
  return folder;
}

std::string text_of(const Place& place) {
  return wire::printable(to_string(place));
}

// Conditions hold for what is written; a download has them of what it reads.
std::vector<wire::NamedText> headers_of(const Copying& command) {
  std::vector<wire::NamedText> headers;
  for (const std::string& line : command.headers) headers.push_back(read_header(line));
  if (!command.if_match.empty()) headers.push_back({"If-Match", command.if_match});
  if (!command.if_none_match.empty()) headers.push_back({"If-None-Match", command.if_none_match});
  return headers;
}

client::jobs::Options options_of(const Copying& command) {
  client::jobs::Options how = command.how;
  how.overwrite = !command.no_clobber;
  how.whole_uploads = is_signed_each(command.client);
  how.upload.put.content_type = command.content_type;
  how.upload.put.storage_class = command.storage_class;
  for (const std::string& pair : command.metadata) {
    how.upload.put.metadata.push_back(read_pair("--metadata", pair));
  }
  how.upload.put.headers = headers_of(command);
  how.download.get.headers = how.upload.put.headers;
  if (command.no_clobber) how.upload.put.headers.push_back({"If-None-Match", "*"});
  for (client::transfer::Options* const transfer :
       {static_cast<client::transfer::Options*>(&how.upload),
        static_cast<client::transfer::Options*>(&how.download)}) {
    transfer->parallel = std::min(how.parallel, client::transfer::parallel_usual * 4);
    if (!command.part_size.empty()) {
      transfer->part_bytes = read_bytes("--part-size", command.part_size);
    }
    if (const auto algorithm = wire::checksum_from_name(command.checksum)) {
      transfer->checksum = *algorithm;
    }
  }
  if (command.resume) how.manifests = made(manifest_folder());
  how.content_type = [](const std::string& path) {
    return std::string(wire::content_type_of(path));
  };
  return how;
}

class Copy {
 public:
  Copy(const Copying& command, const std::string& target)
      : command_(command),
        out_(command.client.output),
        tally_(out_),
        s3_(command.client),
        target_text_(target),
        target_(read_target(target)) {}

  void run(const std::vector<std::string>& sources) {
    take_target(sources);
    if (command_.dry_run) {
      show();
    } else {
      carry_out();
    }
    tally_.finish();
  }

 private:
  static Target read_target(const std::string& text) {
    auto target = Target::read(text);
    if (!target) fail_usage(wire::sentence(target.error()));
    return std::move(target.assume_value());
  }

  // A mistake here is one of the whole line.
  void take_target(const std::vector<std::string>& sources) {
    bool many = sources.size() > 1;
    for (const std::string& source : sources) {
      if (is_s3_url(source)) {
        many = take_source(read_s3_url(source), source) || many;
      } else if (target_.is_here()) {
        fail_usage("one side must be an s3:// URL");
      }
    }
    sources_ = {sources.begin(), sources.end()};
    name_ = many || command_.selection.recursive ? "" : sources.front();
    if (many && !command_.version_id.empty()) fail_usage("--version-id is for one source");
    if (!many && !command_.selection.recursive) return;
    const auto taken = target_.take_many(command_.selection.recursive);
    if (!taken) fail_usage(wire::sentence(taken.error()));
  }

  // Whether it may stand for several.
  bool take_source(const client::S3Url& url, const std::string& text) {
    if (url.key.empty() && !command_.selection.recursive) {
      fail_usage("'" + text + "' is a bucket: say --recursive to take what is in it");
    }
    if (is_s3_url(target_text_)) {
      const client::S3Url target = read_s3_url(target_text_);
      meets_itself_ = meets_itself_ || may_find(url, command_.selection, target);
    }
    return is_many(url, command_.selection);
  }

  // The next jobs; none at the end. What fails on the way is told and passed over.
  client::Task<std::vector<Job>> more() {
    std::vector<Job> jobs;
    while (jobs.empty() && !all_found()) {
      if (finder_) {
        PAIL_CO_TRY(co_await find_there(jobs));
        continue;
      }
      source_ = std::move(sources_.front());
      sources_.pop_front();
      if (is_s3_url(source_)) {
        finder_.emplace(s3_.async(), read_s3_url(source_), command_.selection);
      } else {
        find_here(jobs);
      }
    }
    for (const Job& job : jobs) bytes_ += job.size;
    files_ += jobs.size();
    co_return jobs;
  }

  // Where what is stored could be found in its turn, all is found first.
  client::Task<std::vector<Job>> more_or_all() {
    PAIL_CO_TRY(std::vector<Job> jobs, co_await more());
    while (meets_itself_ && !all_found()) {
      PAIL_CO_TRY(std::vector<Job> others, co_await more());
      std::move(others.begin(), others.end(), std::back_inserter(jobs));
    }
    co_return jobs;
  }

  bool all_found() const noexcept { return sources_.empty() && !finder_; }

  client::Task<void> find_there(std::vector<Job>& jobs) {
    const auto found = co_await finder_->next();
    if (!found || finder_->at_end()) finder_.reset();
    if (!found && found.error().code() == wire::Errc::Cancelled) co_return found.error();
    if (!found) {
      tally_.failed(command_.verb + " " + wire::printable(source_), found.error());
      co_return wire::ok();
    }
    const std::string bucket = read_s3_url(source_).bucket;
    for (const Source& source : found.assume_value()) {
      // What consoles make to show a folder.
      if (command_.selection.recursive && source.path.ends_with('/') && source.size == 0) continue;
      add_job(There{bucket, source.path, command_.version_id}, source, jobs);
    }
    co_return wire::ok();
  }

  void find_here(std::vector<Job>& jobs) {
    const auto found = files_of(source_);
    if (!found) {
      tally_.failed(command_.verb + " " + wire::printable(source_), found.error());
      return;
    }
    for (const Source& source : found.assume_value()) {
      if (source.problem) {
        tally_.failed(command_.verb + " " + wire::printable(source.path), *source.problem);
      } else {
        add_job(Here{source.path}, source, jobs);
      }
    }
  }

  client::Result<std::vector<Source>> files_of(const std::string& path) const {
    if (path != "-") return find_files(path, command_.selection);
    std::vector<Source> input;
    input.push_back({path, {}, 0, {}, false, {}});
    return input;
  }

  void add_job(Place from, const Source& source, std::vector<Job>& jobs) {
    auto to = target_.place_for(source.relative);
    const std::string what = command_.verb + " " + text_of(from);
    if (!to) return tally_.failed(what, to.error());
    if (command_.how.move && to_string(from) == to_string(to.assume_value())) {
      return tally_.failed(
          what, wire::Error(wire::Errc::InvalidArgument, "source and target are the same"));
    }
    jobs.push_back({std::move(from), std::move(to.assume_value()), source.size});
  }

  void show() {
    for (;;) {
      const auto jobs = s3_.wait(more());
      if (!jobs) out_.fail(command_.verb, jobs.error());
      if (jobs.assume_value().empty()) return;
      for (const Job& job : jobs.assume_value()) tell(job, {});
    }
  }

  void carry_out() {
    client::jobs::Options how = options_of(command_);
    how.stop = s3_.interrupted();
    ProgressBar bar({name_, 0, 0}, !out_.quiet() && !out_.json());
    client::jobs::Watcher watcher;
    watcher.moved = [&](std::uint64_t bytes) { bar.moved(bytes); };
    watcher.done = [&](const Job& job, const client::jobs::Moved& moved) {
      bar.clear();
      tell(job, moved);
      bar.file_done();
    };
    watcher.failed = [&](const Job& job, const wire::Error& error) {
      bar.clear();
      failed(job, error);
    };
    const auto ended = s3_.wait(client::jobs::run(
        s3_.async(), [&] { return more_for(bar); }, how, watcher));
    bar.clear();
    if (!ended) end(ended.error());
  }

  // Jobs that an interruption has ended are told of together, unless one has left something.
  void failed(const Job& job, const wire::Error& error) {
    leaves_parts_ = leaves_parts_ || leaves_parts(error);
    if (!is_told(error)) return;
    tally_.failed(command_.verb + " " + text_of(object_side(job)), error);
  }

  [[noreturn]] void end(const wire::Error& why) const {
    const int signal = signal_of(why);
    if (signal == 0) out_.fail(command_.verb, why);
    std::string text = fmt::format("interrupted, {} done. ", done_);
    if (command_.resume) {
      text += "The same line typed again goes on with large files where this one stopped.";
    } else {
      if (!leaves_parts_) text += "Nothing of the rest is left half done. ";
      text += "With --resume large files go on where they were interrupted.";
    }
    out_.fail(command_.verb, interruption_by(signal, text));
  }

  // How much there is to do is known once all is found.
  client::Task<std::vector<Job>> more_for(ProgressBar& bar) {
    const bool was_known = all_found();
    PAIL_CO_TRY(std::vector<Job> jobs, co_await more_or_all());
    if (!was_known && all_found()) bar.expect(files_, bytes_);
    co_return jobs;
  }

  // The bucket or key that an error is about.
  static const Place& object_side(const Job& job) {
    return std::holds_alternative<Here>(job.from) ? job.to : job.from;
  }

  std::string_view action(const Job& job) const {
    return command_.how.move ? "move" : verb_of(job);
  }

  void tell(const Job& job, const std::optional<client::jobs::Moved>& moved) {
    tally_.done();
    ++done_;
    const Here* const here = std::get_if<Here>(&job.to);
    if (here != nullptr && here->is_stream()) return;  // the bytes are the output
    boost::json::object object{{"action", action(job)},
                               {"from", json_text(to_string(job.from))},
                               {"to", json_text(to_string(job.to))},
                               {"size", moved ? moved->size : job.size}};
    if (moved) {
      object["etag"] = json_text(moved->etag);
      if (!moved->version_id.empty()) object["version_id"] = json_text(moved->version_id);
    } else {
      object["dry_run"] = true;
    }
    out_.done(fmt::format("{}{}: {} to {}", moved ? "" : "(dry run) ", action(job),
                          text_of(job.from), text_of(job.to)),
              object);
  }

  const Copying& command_;
  Output out_;
  Tally tally_;
  Connection s3_;
  std::string target_text_;
  Target target_;
  bool meets_itself_ = false;
  std::string name_;                 // of the only source
  std::deque<std::string> sources_;  // not begun yet
  std::string source_;               // the present one
  std::optional<client::jobs::Finder> finder_;
  std::uint64_t files_ = 0;  // found
  std::uint64_t bytes_ = 0;
  std::size_t done_ = 0;
  bool leaves_parts_ = false;  // on the server
};

}  // namespace

void carry_out(const Copying& command, const std::string& target,
               const std::vector<std::string>& sources) {
  Copy(command, target).run(sources);
}

}  // namespace pail::cli
