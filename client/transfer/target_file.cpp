#include "client/transfer/target_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "client/file_io.hpp"

namespace pail::client::transfer {

Result<void> TargetFile::resize(std::uint64_t bytes) const {
  if (::ftruncate(file_, static_cast<off_t>(bytes)) != 0) return file_error("write", path_, errno);
  return wire::ok();
}

Result<void> TargetFile::write_at(std::uint64_t offset, net::Bytes bytes) const {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return file_error("write", path_, errno);
    offset += static_cast<std::uint64_t>(put);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return wire::ok();
}

Result<std::optional<std::string>> TargetFile::checksum(std::uint64_t offset, std::uint64_t bytes,
                                                        wire::ChecksumAlgorithm algorithm) const {
  return checksum_at(file_, offset, bytes, algorithm, path_);
}

Result<void> TargetFile::set_modified(wire::Time time) const {
  const auto since = time.time_since_epoch();
  const auto whole = std::chrono::floor<std::chrono::seconds>(since);
  timespec times[2];
  times[0] = {0, UTIME_OMIT};
  times[1] = {whole.count(), std::chrono::nanoseconds(since - whole).count()};
  if (::futimens(file_, times) != 0) return file_error("set the time of", path_, errno);
  return wire::ok();
}

Result<void> RangeSink::write(net::Bytes piece) {
  if (checksum_) checksum_->update(piece);
  PAIL_TRY(file_.write_at(at_, piece));
  at_ += piece.size();
  return wire::ok();
}

}  // namespace pail::client::transfer
