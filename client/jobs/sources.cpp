#include "client/jobs/sources.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <type_traits>

#include "client/file_io.hpp"
#include "client/sync/expand.hpp"
#include "client/sync/glob.hpp"
#include "client/sync/rules.hpp"
#include "client/sync/walk.hpp"

namespace pail::client::jobs {
namespace {

// Up to and with the last slash: what stays behind when a thing goes elsewhere.
std::string_view folder_of(std::string_view path) noexcept {
  return path.substr(0, path.rfind('/') + 1);
}

// Which of the keys that are listed are meant, and what of them stays behind.
struct Question {
  sync::KeyRange range;
  std::string exact;     // this key, and what is below it; empty: all below the prefix
  std::size_t base = 0;  // how much of a key stays behind
  std::size_t top = 0;   // where what the rules look at begins
  bool recursive = false;

  bool fits(std::string_view key) const;
  // Whether a listing that has come to this key has no more that fit.
  bool is_past(std::string_view key) const;
};

// With `recursive` what lies below a folder that fits is meant, too.
bool below_fitting(std::string_view glob, std::string_view key) {
  const bool with_slash = glob.ends_with('/');
  for (std::size_t slash = key.find('/'); slash != key.npos; slash = key.find('/', slash + 1)) {
    if (sync::glob_matches(glob, key.substr(0, slash + (with_slash ? 1 : 0)))) return true;
  }
  return false;
}

bool Question::fits(std::string_view key) const {
  if (!range.glob.empty()) {
    return sync::glob_matches(range.glob, key) || (recursive && below_fitting(range.glob, key));
  }
  if (exact.empty()) return true;
  if (!key.starts_with(exact)) return false;
  return key.size() == exact.size() || (recursive && key[exact.size()] == '/');
}

// "logs2/" has no part in "logs", however much is in it.
bool Question::is_past(std::string_view key) const {
  if (exact.empty()) return false;
  if (!recursive) return key > exact;
  const std::string inside = exact + "/";
  return key > inside && !key.starts_with(inside);
}

Question question_for(const S3Url& url, const Selection& selection) {
  Question question;
  question.recursive = selection.recursive;
  if (selection.globs && sync::is_glob(url.key)) {
    question.range = sync::KeyRange::of_glob(url.key, selection.recursive);
    question.base = folder_of(question.range.prefix).size();
    question.top = question.base;
    return question;
  }
  question.range.prefix = url.key;
  if (!url.key.empty() && !url.key.ends_with('/')) question.exact = url.key;
  question.base = folder_of(url.key).size();
  question.top = question.exact.empty() ? question.base : url.key.size() + 1;
  return question;
}

wire::Error nothing_fits(const S3Url& url) {
  return wire::Error(wire::Errc::NoSuchKey, "nothing fits s3://" + url.bucket + "/" + url.key);
}

wire::Error folder_error(const std::string& path) {
  return wire::Error(wire::Errc::InvalidArgument,
                     path + " is a folder: say --recursive to take what is in it");
}

// What comes along of "trip": "trip/"; of "trip/", "." and "..": nothing.
std::string own_name(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  const bool contents = name.empty() || name == "." || name == "..";
  return contents ? "" : name + "/";
}

std::vector<Source> files_below(const std::string& path, const Selection& selection) {
  const std::string name = own_name(path);
  const std::string folder = path + (path.ends_with('/') ? "" : "/");
  std::vector<Source> found;
  sync::Walk walk(path);
  while (std::optional<sync::LocalFile> file = walk.next()) {
    if (!sync::takes_part(selection.rules, file->path)) continue;
    found.push_back(
        {folder + file->path, name + file->path, file->size, {}, false, std::move(file->problem)});
  }
  return found;
}

}  // namespace

bool is_many(const S3Url& url, const Selection& selection) noexcept {
  return selection.recursive || selection.versions || (selection.globs && sync::is_glob(url.key));
}

struct Finder::Search {
  Search(Client& client, S3Url asked, Selection selected)
      : s3(client),
        url(std::move(asked)),
        selection(std::move(selected)),
        question(question_for(url, selection)),
        objects(s3, url.bucket, question.range),
        versions(s3, url.bucket, question.range) {}

  Task<std::vector<Source>> next();
  Task<std::vector<Source>> page();
  template <class Entry>
  void take(const Entry& entry, std::vector<Source>& found) const;
  bool at_end() const noexcept {
    if (past) return true;
    if (!is_many(url, selection)) return any;
    return selection.versions ? versions.at_end() : objects.at_end();
  }

  Client& s3;
  S3Url url;
  Selection selection;
  Question question;
  sync::ObjectPages objects;
  sync::VersionPages versions;
  bool any = false;   // was found
  bool past = false;  // all that could be
};

template <class Entry>
void Finder::Search::take(const Entry& entry, std::vector<Source>& found) const {
  if (!question.fits(entry.key)) return;
  const bool is_top = entry.key.size() < question.top;  // the object beside its folder
  const std::string_view below =
      std::string_view(entry.key).substr(is_top ? question.base : question.top);
  if (!sync::takes_part(selection.rules, below)) return;
  found.push_back({entry.key, entry.key.substr(question.base), entry.size, {}, false, {}});
  if constexpr (std::is_same_v<Entry, ops::VersionEntry>) {
    found.back().version_id = entry.version_id;
    found.back().is_delete_marker = entry.is_delete_marker;
  }
}

// What there is of the next page, maybe nothing.
Task<std::vector<Source>> Finder::Search::page() {
  std::vector<Source> found;
  if (selection.versions) {
    PAIL_CO_TRY(const std::optional<ops::VersionPage> page, co_await versions.next());
    if (!page) co_return found;
    for (const ops::VersionEntry& version : page->versions) take(version, found);
    past = !page->versions.empty() && question.is_past(page->versions.back().key);
  } else {
    PAIL_CO_TRY(const std::optional<ListPage> page, co_await objects.next());
    if (!page) co_return found;
    for (const ObjectEntry& object : page->objects) take(object, found);
    past = !page->objects.empty() && question.is_past(page->objects.back().key);
  }
  co_return found;
}

Task<std::vector<Source>> Finder::Search::next() {
  std::vector<Source> found;
  while (found.empty() && !at_end()) {
    if (is_many(url, selection)) {
      PAIL_CO_TRY(found, co_await page());
      any = any || !found.empty();
    } else {
      any = true;
      found.push_back({url.key, url.file_name(), 0, {}, false, {}});
    }
  }
  if (!any && !question.range.glob.empty()) co_return nothing_fits(url);
  co_return found;
}

Finder::Finder(Client& s3, S3Url url, Selection selection)
    : search_(std::make_unique<Search>(s3, std::move(url), std::move(selection))) {}
Finder::Finder(Finder&&) noexcept = default;
Finder::~Finder() = default;

Task<std::vector<Source>> Finder::next() {
  return search_->next();
}

bool Finder::at_end() const noexcept {
  return search_->at_end();
}

bool may_find(const S3Url& url, const Selection& selection, const S3Url& target) {
  if (!is_many(url, selection) || url.bucket != target.bucket) return false;
  const std::string prefix = question_for(url, selection).range.prefix;
  return target.key.starts_with(prefix) || prefix.starts_with(target.key);
}

Result<std::vector<Source>> find_files(const std::string& path, const Selection& selection) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return file_error("open", path, errno);
  if (S_ISDIR(status.st_mode)) {
    if (!selection.recursive) return folder_error(path);
    return files_below(path, selection);
  }
  const auto size = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  std::vector<Source> one;
  one.push_back(
      {path, std::filesystem::path(path).filename().string(), size, {}, false, std::nullopt});
  return one;
}

}  // namespace pail::client::jobs
