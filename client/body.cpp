#include "client/body.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <vector>

#include "client/descriptor.hpp"
#include "client/file_io.hpp"

namespace pail::client {
namespace {

using BodyPtr = std::unique_ptr<Body>;

// One read of the disk: large enough that calls do not count, small enough to stay in the cache.
constexpr std::size_t read_bytes = 256 * 1024;

class TextBody final : public Body {
 public:
  explicit TextBody(std::string text) : text_(std::move(text)) {}

  std::uint64_t size() const noexcept override { return text_.size(); }
  Result<bool> rewind() override {
    at_ = 0;
    return true;
  }
  Result<net::Bytes> next(std::size_t bytes_max) override {
    const net::Bytes piece = wire::as_bytes(std::string_view(text_).substr(at_, bytes_max));
    at_ += piece.size();
    return piece;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

class FileBody final : public Body {
 public:
  FileBody(Descriptor file, std::string name, std::uint64_t start, std::uint64_t size)
      : file_(std::move(file)), name_(std::move(name)), start_(start), size_(size) {}

  std::uint64_t size() const noexcept override { return size_; }
  Result<bool> rewind() override {
    at_ = 0;
    return true;
  }
  Result<net::Bytes> next(std::size_t bytes_max) override;

 private:
  Descriptor file_;
  std::string name_;
  std::uint64_t start_;
  std::uint64_t size_;
  std::uint64_t at_ = 0;
  std::vector<std::byte> buffer_;
};

Result<net::Bytes> FileBody::next(std::size_t bytes_max) {
  const auto wanted = std::min<std::uint64_t>({bytes_max, read_bytes, size_ - at_});
  if (wanted == 0) return net::Bytes();
  buffer_.resize(read_bytes);
  ssize_t got = -1;
  do {
    got = ::pread(file_.number(), buffer_.data(), static_cast<std::size_t>(wanted),
                  static_cast<off_t>(start_ + at_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return file_error("read", name_, errno);
  if (got == 0) {
    return wire::Error(wire::Errc::UnknownError,
                       "cannot read " + name_ + ": it became shorter while it was being sent");
  }
  at_ += static_cast<std::uint64_t>(got);
  return net::Bytes(buffer_.data(), static_cast<std::size_t>(got));
}

// The next bytes of a stream; none at its end.
Result<std::string_view> read_some(int descriptor, std::string& buffer, const std::string& name) {
  buffer.resize(read_bytes);
  ssize_t got = -1;
  do {
    got = ::read(descriptor, buffer.data(), buffer.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) return file_error("read", name, errno);
  return std::string_view(buffer.data(), static_cast<std::size_t>(got));
}

// Nameless, so that nothing is left of it however this process ends.
Result<Descriptor> temporary_file() {
  std::FILE* const file = std::tmpfile();
  if (file == nullptr) return file_error("make", "a temporary file", errno);
  Descriptor own(::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 0));
  std::fclose(file);
  if (!own) return file_error("keep", "a temporary file", errno);
  return own;
}

// `head` has been read already.
Result<BodyPtr> spool(int descriptor, const std::string& name, const std::string& head) {
  PAIL_TRY(Descriptor file, temporary_file());
  std::uint64_t size = 0;
  std::string buffer;
  for (std::string_view piece = head; !piece.empty();) {
    PAIL_TRY(write_all(file.number(), wire::as_bytes(piece), "a temporary file"));
    size += piece.size();
    PAIL_TRY(piece, read_some(descriptor, buffer, name));
  }
  return BodyPtr(std::make_unique<FileBody>(std::move(file), name, 0, size));
}

Result<BodyPtr> read_to_end(int descriptor, const std::string& name) {
  std::string text;
  std::string buffer;
  while (text.size() <= body_in_memory_max) {
    PAIL_TRY(const std::string_view piece, read_some(descriptor, buffer, name));
    if (piece.empty()) return text_body(std::move(text));
    text += piece;
  }
  return spool(descriptor, name, text);
}

}  // namespace

std::unique_ptr<Body> text_body(std::string text) {
  return std::make_unique<TextBody>(std::move(text));
}

Result<BodyPtr> file_body(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return file_error("open", path, errno);
  return stream_body(file.number(), path);
}

Result<BodyPtr> stream_body(int descriptor, const std::string& name) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return file_error("read", name, errno);
  if (S_ISDIR(status.st_mode)) return file_error("read", name, EISDIR);
  const off_t start = ::lseek(descriptor, 0, SEEK_CUR);
  // Files below /proc and /sys say 0 bytes and have some; reading a really empty one costs nothing.
  if (!S_ISREG(status.st_mode) || start < 0 || start >= status.st_size) {
    return read_to_end(descriptor, name);
  }
  Descriptor own(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
  if (!own) return file_error("open", name, errno);
  return BodyPtr(std::make_unique<FileBody>(std::move(own), name, static_cast<std::uint64_t>(start),
                                            static_cast<std::uint64_t>(status.st_size - start)));
}

}  // namespace pail::client
