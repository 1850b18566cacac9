#include "client/jobs/sources.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "client/file_io.hpp"
#include "client/ops/listings.hpp"
#include "client/sync/glob.hpp"
#include "client/sync/rules.hpp"
#include "client/sync/walk.hpp"

namespace pail::client::jobs {
namespace {

// Up to and with the last slash: what stays behind when a thing goes elsewhere.
std::string_view folder_of(std::string_view path) noexcept {
  return path.substr(0, path.rfind('/') + 1);
}

// How the keys that a URL names are asked for, and which of the answer are meant.
struct Question {
  std::string prefix;
  std::string delimiter;
  std::string glob;      // empty: none
  std::string exact;     // this key, and what is below it; empty: all below the prefix
  std::size_t base = 0;  // how much of a key stays behind
  std::size_t top = 0;   // where what the rules look at begins
  bool recursive = false;

  bool fits(std::string_view key) const;
};

// With `recursive` what lies below a folder that fits is meant, too.
bool below_fitting(std::string_view glob, std::string_view key) {
  for (std::size_t slash = key.find('/'); slash != key.npos; slash = key.find('/', slash + 1)) {
    if (sync::glob_matches(glob, key.substr(0, slash))) return true;
  }
  return false;
}

bool Question::fits(std::string_view key) const {
  if (!glob.empty()) {
    return sync::glob_matches(glob, key) || (recursive && below_fitting(glob, key));
  }
  if (exact.empty()) return true;
  if (!key.starts_with(exact)) return false;
  return key.size() == exact.size() || (recursive && key[exact.size()] == '/');
}

Question question_for(const S3Url& url, const Selection& selection) {
  Question question;
  question.recursive = selection.recursive;
  if (selection.globs && sync::is_glob(url.key)) {
    question.glob = url.key;
    question.prefix = sync::literal_prefix(url.key);
    question.base = folder_of(question.prefix).size();
    question.top = question.base;
    // A pattern of the last segment needs no more than one level.
    const bool deeper = selection.recursive || selection.versions;
    if (!deeper && sync::stays_in_folder(url.key)) question.delimiter = "/";
    return question;
  }
  question.prefix = url.key;
  if (!url.key.empty() && !url.key.ends_with('/')) question.exact = url.key;
  question.base = folder_of(url.key).size();
  question.top = question.exact.empty() ? question.base : url.key.size() + 1;
  return question;
}

// What lists of objects and of versions have in common.
class Finds {
 public:
  Finds(Question question, const Selection& selection)
      : question_(std::move(question)), rules_(selection.rules) {}

  template <class Entry>
  Source* take(const Entry& entry) {
    if (!question_.fits(entry.key)) return nullptr;
    const bool is_top = entry.key.size() < question_.top;  // the object beside its folder
    const std::string_view below =
        std::string_view(entry.key).substr(is_top ? question_.base : question_.top);
    if (!sync::takes_part(rules_, below)) return nullptr;
    found_.push_back({entry.key, entry.key.substr(question_.base), entry.size, {}, false, {}});
    return &found_.back();
  }
  std::vector<Source> all() { return std::move(found_); }

 private:
  Question question_;
  const std::vector<sync::Options::Rule>& rules_;
  std::vector<Source> found_;
};

Task<void> list_current(Client& s3, const std::string& bucket, const Question& question,
                        Finds& finds) {
  ListOptions options;
  options.prefix = question.prefix;
  options.delimiter = question.delimiter;
  co_return co_await s3.each_page(bucket, options, [&finds](const ListPage& page) {
    for (const ObjectEntry& object : page.objects) finds.take(object);
    return true;
  });
}

Task<void> list_versions(Client& s3, const std::string& bucket, const Question& question,
                         Finds& finds) {
  ops::ListVersionsOptions options;
  options.prefix = question.prefix;
  while (true) {
    PAIL_CO_TRY(const ops::VersionPage page,
                co_await s3.call(ops::list_object_versions(bucket, options)));
    for (const ops::VersionEntry& version : page.versions) {
      Source* const source = finds.take(version);
      if (source == nullptr) continue;
      source->version_id = version.version_id;
      source->is_delete_marker = version.is_delete_marker;
    }
    if (!page.next) co_return wire::ok();
    options.after = *page.next;
  }
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

Task<std::vector<Source>> find_objects(Client& s3, S3Url url, Selection selection) {
  if (!is_many(url, selection)) {
    std::vector<Source> one;
    one.push_back({url.key, url.file_name(), 0, {}, false, {}});
    co_return one;
  }
  const Question question = question_for(url, selection);
  Finds finds(question, selection);
  if (selection.versions) {
    PAIL_CO_TRY(co_await list_versions(s3, url.bucket, question, finds));
  } else {
    PAIL_CO_TRY(co_await list_current(s3, url.bucket, question, finds));
  }
  std::vector<Source> found = finds.all();
  if (found.empty() && !question.glob.empty()) co_return nothing_fits(url);
  co_return found;
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
