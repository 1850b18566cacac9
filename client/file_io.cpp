#include "client/file_io.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace pail::client {

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

}  // namespace pail::client
