#include "emulator/store/file_system.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace pail::store {
namespace {

using wire::Result;

constexpr mode_t file_mode = 0600;  // objects are nobody else's business
constexpr mode_t directory_mode = 0700;

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const noexcept { return number_; }

 private:
  int number_;
};

class RealFile final : public File {
 public:
  RealFile(int number, Path path) : descriptor_(number), path_(std::move(path)) {}

  Result<void> write(wire::Bytes bytes, std::uint64_t offset) override {
    while (!bytes.empty()) {
      const ssize_t written =
          ::pwrite(descriptor_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return file_error("write", path_, errno);
      offset += static_cast<std::uint64_t>(written);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return wire::ok();
  }

  Result<std::size_t> read(std::span<std::byte> room, std::uint64_t offset) const override {
    std::size_t filled = 0;
    while (filled < room.size()) {
      const ssize_t got = ::pread(descriptor_.get(), room.data() + filled, room.size() - filled,
                                  static_cast<off_t>(offset + filled));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return file_error("read", path_, errno);
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  }

  Result<std::uint64_t> size() const override {
    struct stat status {};
    if (::fstat(descriptor_.get(), &status) != 0) return file_error("examine", path_, errno);
    return static_cast<std::uint64_t>(status.st_size);
  }

  Result<void> sync() override {
    if (::fdatasync(descriptor_.get()) != 0) return file_error("sync", path_, errno);
    return wire::ok();
  }

 private:
  Descriptor descriptor_;
  Path path_;
};

Result<std::unique_ptr<File>> open_file(const Path& path, int flags, std::string_view verb) {
  const int number = ::open(path.c_str(), flags | O_CLOEXEC, file_mode);
  if (number < 0) return file_error(verb, path, errno);
  return std::unique_ptr<File>(std::make_unique<RealFile>(number, path));
}

class RealFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<File>> create(const Path& path) override {
    return open_file(path, O_WRONLY | O_CREAT | O_EXCL, "create");
  }
  Result<std::unique_ptr<File>> open(const Path& path) override {
    return open_file(path, O_RDONLY, "open");
  }

  Result<void> rename(const Path& from, const Path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return file_error("rename", from, errno);
    return wire::ok();
  }

  Result<void> remove(const Path& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return file_error("remove", path, errno);
    return wire::ok();
  }

  Result<void> make_directory(const Path& path) override {
    if (::mkdir(path.c_str(), directory_mode) != 0 && errno != EEXIST) {
      return file_error("create", path, errno);
    }
    return wire::ok();
  }

  Result<void> sync_directory(const Path& path) override {
    const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0) return file_error("open", path, errno);
    if (::fsync(directory.get()) != 0) return file_error("sync", path, errno);
    return wire::ok();
  }

  Result<std::vector<std::string>> list(const Path& path) const override {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), ::closedir);
    if (!directory) {
      if (errno == ENOENT) return names;
      return file_error("list", path, errno);
    }
    while (const dirent* item = ::readdir(directory.get())) {
      const std::string_view name = item->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    return names;
  }
};

}  // namespace

wire::Error file_error(std::string_view verb, const Path& path, int error_number) {
  const bool full = error_number == ENOSPC || error_number == EDQUOT;
  return wire::Error(full ? wire::Errc::ServiceUnavailable : wire::Errc::InternalError,
                     "cannot " + std::string(verb) + " " + path.string() + ": " +
                         std::generic_category().message(error_number));
}

std::unique_ptr<FileSystem> make_file_system() {
  return std::make_unique<RealFileSystem>();
}

}  // namespace pail::store
