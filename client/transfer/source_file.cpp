#include "client/transfer/source_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "client/file_io.hpp"

namespace pail::client::transfer {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

wire::Error became_shorter(const std::string& path) {
  return wire::Error(wire::Errc::UnknownError,
                     "cannot read " + path + ": it became shorter while it was being sent");
}

}  // namespace

Result<std::shared_ptr<const SourceFile>> SourceFile::open(const std::string& path) {
  // Not to wait for a pipe's other end; for regular files it changes nothing.
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return file_error("open", path, errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return file_error("read", path, errno);
  if (S_ISDIR(status.st_mode)) return file_error("read", path, EISDIR);
  if (!S_ISREG(status.st_mode)) {
    return wire::Error(wire::Errc::InvalidArgument, path + " is not a regular file.");
  }
  std::shared_ptr<SourceFile> source(new SourceFile(std::move(file), path));
  source->size_ = static_cast<std::uint64_t>(status.st_size);
  source->modified_ns_ = status.st_mtim.tv_sec * ns_per_s + status.st_mtim.tv_nsec;
  return std::shared_ptr<const SourceFile>(std::move(source));
}

Result<net::Bytes> SourceFile::read(std::uint64_t offset, std::span<std::byte> room) const {
  PAIL_TRY(const std::size_t got, read_at(file_.number(), offset, room, path_));
  if (got == 0 && !room.empty()) return became_shorter(path_);
  return net::Bytes(room.first(got));
}

Result<std::string> SourceFile::checksum(std::uint64_t offset, std::uint64_t bytes,
                                         wire::ChecksumAlgorithm algorithm) const {
  PAIL_TRY(auto checksum, checksum_at(file_.number(), offset, bytes, algorithm, path_));
  if (!checksum) return became_shorter(path_);
  return std::move(*checksum);
}

Result<net::Bytes> FileSlice::next(std::size_t bytes_max) {
  const auto wanted = std::min<std::uint64_t>({bytes_max, file_read_bytes, bytes_ - at_});
  if (wanted == 0) return net::Bytes();
  buffer_.resize(std::min<std::uint64_t>(file_read_bytes, bytes_));
  PAIL_TRY(const net::Bytes piece,
           file_->read(offset_ + at_, std::span(buffer_).first(static_cast<std::size_t>(wanted))));
  at_ += piece.size();
  return piece;
}

}  // namespace pail::client::transfer
