#include "client/file_io.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

namespace pail::client {
namespace {

constexpr std::size_t digest_read_bytes = 256 * 1024;  // in the cache of one core

}  // namespace

wire::Error file_error(std::string_view what, std::string_view path, int error_number) {
  std::string message = "cannot ";
  message += what;
  message += ' ';
  message += path;
  message += ": " + std::generic_category().message(error_number);
  return wire::Error(wire::Errc::UnknownError, message);
}

wire::Result<void> write_all(int descriptor, wire::Bytes bytes, std::string_view name) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return file_error("write", name, errno);
    bytes = bytes.subspan(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return wire::ok();
}

wire::Result<std::size_t> read_at(int descriptor, std::uint64_t offset, std::span<std::byte> room,
                                  std::string_view name) {
  ssize_t got = -1;
  do {
    got = ::pread(descriptor, room.data(), room.size(), static_cast<off_t>(offset));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return file_error("read", name, errno);
  return static_cast<std::size_t>(got);
}

wire::Result<std::optional<std::string>> checksum_at(int descriptor, std::uint64_t offset,
                                                     std::uint64_t bytes,
                                                     wire::ChecksumAlgorithm algorithm,
                                                     std::string_view name) {
  wire::Checksum checksum(algorithm);
  std::vector<std::byte> buffer(std::min<std::uint64_t>(bytes, digest_read_bytes));
  for (std::uint64_t done = 0; done < bytes;) {
    const auto wanted = std::min<std::uint64_t>(buffer.size(), bytes - done);
    const auto room = std::span(buffer).first(static_cast<std::size_t>(wanted));
    PAIL_TRY(const std::size_t got, read_at(descriptor, offset + done, room, name));
    if (got == 0) return std::nullopt;
    checksum.update(room.first(got));
    done += got;
  }
  return std::optional(checksum.base64());
}

}  // namespace pail::client
