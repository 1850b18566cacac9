#include "client/sink.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "client/file_io.hpp"

namespace pail::client {
namespace {

constexpr mode_t new_file_mode = 0666;  // the process's umask takes from it
constexpr mode_t permission_bits = 07777;
// Ours: names that other downloads into the same folder may have taken before one is free.
constexpr unsigned name_tries_max = 1000;
constexpr std::string_view kept_suffix = ".pail-part";

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

// The file that a link points to, so that not the link is replaced; a new file's path as it is.
std::string resolved(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real ? std::string(real.get()) : path;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string("./") : path.substr(0, slash + 1);
}

std::string hidden_name(const std::string& path, unsigned attempt) {
  const std::string folder = folder_of(path);
  return folder + ".pail-" + std::to_string(::getpid()) + "-" + std::to_string(attempt);
}

std::string link_to(const Descriptor& file) {
  return "/proc/self/fd/" + std::to_string(file.number());
}

// Invalid where the file system, or a missing /proc, does not allow it.
Descriptor open_nameless(const std::string& path) {
  Descriptor file(::open(folder_of(path).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, new_file_mode));
  if (file && ::access(link_to(file).c_str(), F_OK) != 0) return Descriptor();
  return file;
}

// Calls `make(name)` with one hidden name after the other until one is not taken. Its last result.
template <class Make>
int with_free_name(const std::string& path, std::string& name, Make make) {
  for (unsigned attempt = 0;; ++attempt) {
    name = hidden_name(path, attempt);
    const int result = make(name.c_str());
    if (result >= 0 || errno != EEXIST || attempt == name_tries_max) return result;
  }
}

}  // namespace

Result<void> TextSink::write(net::Bytes piece) {
  if (piece.size() > bytes_max_ - text_.size()) {
    return wire::Error(wire::Errc::EntityTooLarge,
                       "The answer is longer than " + std::to_string(bytes_max_) + " bytes.");
  }
  text_ += wire::as_text(piece);
  return wire::ok();
}

Result<void> StreamSink::write(net::Bytes piece) {
  return write_all(descriptor_, piece, name_);
}

Result<std::unique_ptr<FileSink>> FileSink::create(const std::string& path) {
  return make(path, false);
}

Result<std::unique_ptr<FileSink>> FileSink::create_kept(const std::string& path) {
  return make(path, true);
}

Result<std::unique_ptr<FileSink>> FileSink::make(const std::string& path, bool kept) {
  const auto before = status_of(path);
  if (before && S_ISDIR(before->st_mode)) return file_error("write", path, EISDIR);
  const bool is_stream = before && !S_ISREG(before->st_mode);
  if (is_stream && kept) {
    return wire::Error(wire::Errc::InvalidArgument, path + " is not a regular file.");
  }
  const bool is_new = !before;
  std::unique_ptr<FileSink> sink(
      new FileSink(is_stream || is_new ? path : resolved(path), is_stream));
  sink->is_new_ = is_new;
  sink->is_kept_ = kept;
  if (!sink->open()) return file_error("write", path, errno);
  if (before && !is_stream) ::fchmod(sink->file_.number(), before->st_mode & permission_bits);
  return sink;
}

bool FileSink::open() {
  if (is_stream_) {
    file_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
    return static_cast<bool>(file_);
  }
  if (is_kept_) {
    temporary_ = path_ + std::string(kept_suffix);
    file_ = Descriptor(::open(temporary_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, new_file_mode));
    return static_cast<bool>(file_);
  }
  file_ = open_nameless(path_);
  if (file_) return true;
  std::string name;
  file_ = Descriptor(with_free_name(path_, name, [](const char* free_name) {
    return ::open(free_name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, new_file_mode);
  }));
  if (file_) temporary_ = std::move(name);
  return static_cast<bool>(file_);
}

FileSink::~FileSink() {
  if (!temporary_.empty() && !is_kept_) ::unlink(temporary_.c_str());
}

Result<void> FileSink::write(net::Bytes piece) {
  return write_all(file_.number(), piece, path_);
}

// A link cannot replace a file, a rename can: so the nameless file gets a hidden name first.
Result<void> FileSink::give_name() {
  std::string name;
  const int linked = with_free_name(path_, name, [this](const char* free_name) {
    return ::linkat(AT_FDCWD, link_to(file_).c_str(), AT_FDCWD, free_name, AT_SYMLINK_FOLLOW);
  });
  if (linked < 0) return file_error("write", path_, errno);
  temporary_ = std::move(name);
  return wire::ok();
}

Result<void> FileSink::commit() {
  if (is_stream_) return wire::ok();
  if (temporary_.empty()) {
    const auto link = [this] {
      return ::linkat(AT_FDCWD, link_to(file_).c_str(), AT_FDCWD, path_.c_str(), AT_SYMLINK_FOLLOW);
    };
    if (is_new_ && link() == 0) return wire::ok();
    PAIL_TRY(give_name());
  }
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return file_error("write", path_, errno);
  }
  temporary_.clear();
  return wire::ok();
}

}  // namespace pail::client
