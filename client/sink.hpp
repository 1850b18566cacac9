// Where a download goes, piece by piece. Owned by the caller; not thread-safe; writing to a file
// blocks the calling thread. Errors: UnknownError with the system's reason.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "client/descriptor.hpp"
#include "net/exchange.hpp"
#include "wire/result.hpp"

namespace pail::client {

using wire::Result;

class Sink {
 public:
  virtual ~Sink() = default;
  // Failing ends the download with that error.
  virtual Result<void> write(net::Bytes piece) = 0;
};

// In memory. EntityTooLarge beyond `bytes_max`.
class TextSink final : public Sink {
 public:
  explicit TextSink(std::size_t bytes_max = 64 * 1024 * 1024) : bytes_max_(bytes_max) {}
  Result<void> write(net::Bytes piece) override;
  const std::string& text() const noexcept { return text_; }
  std::string take() { return std::move(text_); }

 private:
  std::size_t bytes_max_;
  std::string text_;
};

// A descriptor of the caller's, standard output above all. `name` is for messages.
class StreamSink final : public Sink {
 public:
  StreamSink(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  Result<void> write(net::Bytes piece) override;

 private:
  int descriptor_;
  std::string name_;
};

// A file that appears under its name when it is whole, or not at all: until commit() the bytes lie
// in a file beside it that has no name where the system can do that (then not even a killed process
// leaves one), else a hidden one that the destructor removes. What stood there before stays until
// then; its permissions are kept, and a symbolic link goes on pointing to it. A path that is no
// regular file (a device, a pipe) is simply written to.
class FileSink final : public Sink {
 public:
  static Result<std::unique_ptr<FileSink>> create(const std::string& path);
  // The same with the bytes in PATH.pail-part, which may be there with some of them already and
  // stays when this goes without commit(). InvalidArgument for a path that is no regular file.
  static Result<std::unique_ptr<FileSink>> create_kept(const std::string& path);
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;
  ~FileSink() override;

  Result<void> write(net::Bytes piece) override;
  // Once, after the last write.
  Result<void> commit();
  // Lets go of what create_kept() keeps.
  void discard() noexcept { is_kept_ = false; }

  // For who writes at places of his own; readable too. Not so a stream, which has no places.
  const Descriptor& file() const noexcept { return file_; }
  bool is_stream() const noexcept { return is_stream_; }

 private:
  FileSink(std::string path, bool is_stream) : path_(std::move(path)), is_stream_(is_stream) {}
  static Result<std::unique_ptr<FileSink>> make(const std::string& path, bool kept);
  bool open();  // false: see errno
  Result<void> give_name();

  std::string path_;
  bool is_stream_;  // written to as it is, nothing to commit
  Descriptor file_;
  std::string temporary_;  // the hidden file's name, while there is one
  bool is_kept_ = false;   // the hidden file stays
  bool is_new_ = false;    // nothing stood there
};

}  // namespace pail::client
