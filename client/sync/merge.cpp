#include "client/sync/merge.hpp"

#include <algorithm>
#include <utility>

#include "client/sync/local_name.hpp"

namespace pail::client::sync {
namespace {

using wire::Errc;
using wire::Error;

bool is_folder(const Tree& tree) {
  return std::holds_alternative<Folder>(tree);
}

Act act_between(const Tree& from, const Tree& to) {
  if (is_folder(from)) return Act::upload;
  return is_folder(to) ? Act::download : Act::copy;
}

// Consoles and other clients make keys like "a/" to have empty folders: no file has such a name.
// And the tree's own one names nothing below it.
bool is_left_alone(const Entry& entry, Act act) {
  const bool is_placeholder = entry.path.ends_with('/') && entry.size == 0;
  return entry.path.empty() || (is_placeholder && act == Act::upload);
}

// Whether `path` is one of them, or below one.
bool is_among(const std::vector<std::string>& paths, const std::string& path) {
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& one) {
    if (!path.starts_with(one)) return false;
    return one.empty() || path.size() == one.size() || path[one.size()] == '/';
  });
}

}  // namespace

Merge::Merge(Client& s3, Tree from, Tree to, const Options& options, Listener listener)
    : from_(std::move(from)),
      to_(std::move(to)),
      options_(options),
      listener_(std::move(listener)),
      act_(act_between(from_, to_)),
      sources_(reader_of(s3, from_)),
      targets_(reader_of(s3, to_)) {}

Task<std::optional<Work>> Merge::next() {
  for (;;) {
    if (pull_ == Pull::source || pull_ == Pull::both) {
      PAIL_CO_TRY(co_await advance(source_, *sources_));
    }
    if (pull_ == Pull::target || pull_ == Pull::both) {
      PAIL_CO_TRY(co_await advance(target_, *targets_));
    }
    pull_ = Pull::neither;
    if (!source_ && !target_) co_return std::nullopt;
    std::optional<Work> work = judge();
    if (work && can_arrive(*work)) co_return std::move(work);
  }
}

Task<void> Merge::advance(std::optional<Entry>& head, TreeReader& reader) {
  PAIL_CO_TRY(head, co_await next_known(reader));
  co_return wire::ok();
}

// The next that takes part. What cannot be told is noted on the way.
Task<std::optional<Entry>> Merge::next_known(TreeReader& reader) {
  for (;;) {
    PAIL_CO_TRY(std::optional<Entry> entry, co_await reader.next());
    if (!entry) co_return std::nullopt;
    if (!takes_part(options_.rules, entry->path)) continue;
    if (entry->problem && &reader == sources_.get()) {
      unknown_.push_back(entry->path);
      listener_.refused(work_for(*entry, "new").step, *entry->problem);
    } else if (entry->problem) {
      blocked_.push_back(entry->path);
    } else if (!is_left_alone(*entry, act_)) {
      co_return std::move(entry);
    }
  }
}

// The lesser path goes first; what the other tree has of it is then known.
std::optional<Work> Merge::judge() {
  if (!target_ || (source_ && source_->path < target_->path)) {
    pull_ = Pull::source;
    return found_in_source_only();
  }
  if (!source_ || target_->path < source_->path) {
    pull_ = Pull::target;
    return found_in_target_only();
  }
  pull_ = Pull::both;
  return found_in_both();
}

std::optional<Work> Merge::found_in_source_only() {
  return work_for(*source_, "new");
}

std::optional<Work> Merge::found_in_both() {
  const std::string_view why = difference(*source_, *target_, options_.compare);
  if (!why.empty()) return work_for(*source_, why);
  if (options_.compare != Compare::checksum) {
    listener_.same();
    return std::nullopt;
  }
  Work work = work_for(*source_, "checksum");
  if (act_ == Act::copy && source_->etag == target_->etag) {
    listener_.same();
    return std::nullopt;
  }
  work.maybe = act_ != Act::copy;
  if (act_ == Act::upload) work.etag = target_->etag;
  return work;
}

std::optional<Work> Merge::found_in_target_only() const {
  if (!options_.delete_extra || is_among(unknown_, target_->path)) return std::nullopt;
  Work work = work_for(*target_, "extra");
  work.step.act = Act::remove;
  return work;
}

bool Merge::can_arrive(const Work& work) {
  if (work.step.act != Act::download) return true;
  const Result<void> fits = check_arrival(work.step);
  if (!fits) listener_.refused(work.step, fits.error());
  return fits.has_value();
}

// Whether a key can be a file, here.
Result<void> Merge::check_arrival(const Step& step) {
  std::string path = step.path;
  const bool is_placeholder = step.size == 0 && path.ends_with('/');
  if (is_placeholder) path.pop_back();
  PAIL_TRY(check_local_name(path));
  if (is_among(blocked_, path)) {
    return Error(Errc::InvalidArgument, "What is there already cannot be replaced by a file.");
  }
  if (is_placeholder) return wire::ok();
  const std::string_view file = files_.in_the_way_of(path);
  if (file.empty()) return wire::ok();
  return Error(Errc::InvalidArgument,
               "'" + std::string(file) + "' is a key, too: it cannot be file and folder at once.");
}

Work Merge::work_for(const Entry& source, std::string_view why) const {
  Work work;
  work.step.act = act_;
  work.step.path = source.path;
  work.step.size = source.size;
  work.step.why = why;
  work.etag = source.etag;
  return work;
}

}  // namespace pail::client::sync
