#include "client/jobs/standard_input.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "client/file_io.hpp"

namespace pail::client::jobs {
namespace {

constexpr std::size_t piece_bytes_max = 256 * 1024;  // what a pipe holds, and some
constexpr std::string_view name = "standard input";

}  // namespace

wire::Result<net::Bytes> StandardInput::operator()(std::size_t bytes_max) const {
  buffer_->resize(std::min(bytes_max, piece_bytes_max));
  for (;;) {
    PAIL_TRY(wait());
    const ssize_t got = ::read(STDIN_FILENO, buffer_->data(), buffer_->size());
    if (got >= 0) return net::Bytes(buffer_->data(), static_cast<std::size_t>(got));
    // Not to be waited for: somebody else has taken what was there.
    if (errno != EINTR && errno != EAGAIN) return file_error("read", name, errno);
  }
}

wire::Result<void> StandardInput::wait() const {
  std::array<pollfd, 2> watched{{{STDIN_FILENO, POLLIN, 0}, {stop_, POLLIN, 0}}};
  while (::poll(watched.data(), watched.size(), -1) < 0) {
    if (errno != EINTR) return file_error("read", name, errno);
  }
  if (watched[1].revents != 0) return wire::Error(wire::Errc::Cancelled);
  return wire::ok();
}

}  // namespace pail::client::jobs
