#include "client/sync/walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <utility>

#include "client/file_io.hpp"
#include "wire/text.hpp"

namespace pail::client::sync {
namespace {

using wire::Errc;
using wire::Error;

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using FolderPtr = std::unique_ptr<DIR, CloseFolder>;

wire::Time time_of(const timespec& time) {
  const auto fraction = std::chrono::nanoseconds(time.tv_nsec);
  return wire::Time(std::chrono::seconds(time.tv_sec) +
                    std::chrono::duration_cast<std::chrono::microseconds>(fraction));
}

// Whether a name is that of a folder; a link or a file system without types costs a question.
bool is_folder(const FolderPtr& folder, const dirent& entry) {
  if (entry.d_type != DT_LNK && entry.d_type != DT_UNKNOWN) return entry.d_type == DT_DIR;
  struct stat status {};
  return ::fstatat(::dirfd(folder.get()), entry.d_name, &status, 0) == 0 && S_ISDIR(status.st_mode);
}

// The names in it, folders with '/', last first.
Result<std::vector<std::string>> names_in(const FolderPtr& folder, const std::string& path) {
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(folder.get());
    if (entry == nullptr && errno != 0) return file_error("read", path, errno);
    if (entry == nullptr) break;
    std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (is_folder(folder, *entry)) name += '/';
    names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end(), std::greater<>());
  return names;
}

LocalFile problem_at(std::string path, Error error) {
  LocalFile file;
  file.path = std::move(path);
  file.problem = std::move(error);
  return file;
}

}  // namespace

Walk::Walk(std::string folder) : folder_(std::move(folder)) {
  if (!folder_.ends_with('/')) folder_ += '/';
  enter({});
  const bool missing = problem_ && levels_.empty() && ::access(folder_.c_str(), F_OK) != 0;
  if (missing && errno == ENOENT) problem_.reset();
}

std::optional<LocalFile> Walk::next() {
  while (!problem_ && !levels_.empty()) {
    Level& level = levels_.back();
    if (level.names.empty()) {
      levels_.pop_back();
      continue;
    }
    const std::string name = std::move(level.names.back());
    level.names.pop_back();
    if (!name.ends_with('/')) return look_at(level, name);
    enter(level.prefix + name);
  }
  return std::exchange(problem_, std::nullopt);
}

void Walk::enter(std::string prefix) {
  const std::string path = folder_ + prefix;
  const std::string shown = prefix.empty() ? prefix : prefix.substr(0, prefix.size() - 1);
  const FolderPtr folder(::opendir(path.c_str()));
  struct stat status {};
  if (!folder || ::fstat(::dirfd(folder.get()), &status) != 0) {
    problem_ = problem_at(shown, file_error("read", path, errno));
    return;
  }
  if (is_inside(status.st_dev, status.st_ino)) {
    problem_ = problem_at(
        shown, Error(Errc::InvalidArgument, path + " leads back to a folder that it is in."));
    return;
  }
  auto names = names_in(folder, path);
  if (!names) {
    problem_ = problem_at(shown, names.error());
    return;
  }
  levels_.push_back(
      {std::move(prefix), status.st_dev, status.st_ino, std::move(names.assume_value())});
}

LocalFile Walk::look_at(const Level& level, const std::string& name) const {
  LocalFile file;
  file.path = level.prefix + name;
  const std::string path = folder_ + file.path;
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return problem_at(std::move(file.path), file_error("read", path, errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return problem_at(std::move(file.path),
                      Error(Errc::InvalidArgument, path + " is not a regular file."));
  }
  if (!wire::is_utf8(file.path)) {
    return problem_at(std::move(file.path),
                      Error(Errc::InvalidArgument, path + " has a name that is not UTF-8."));
  }
  file.size = static_cast<std::uint64_t>(status.st_size);
  file.modified = time_of(status.st_mtim);
  return file;
}

bool Walk::is_inside(dev_t device, ino_t inode) const noexcept {
  return std::any_of(levels_.begin(), levels_.end(), [&](const Level& level) {
    return level.device == device && level.inode == inode;
  });
}

}  // namespace pail::client::sync
