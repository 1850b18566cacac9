#include "cli/parent.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "cli/fail.hpp"

namespace pail::cli {

Parent::Parent() {
  const pid_t parent = ::getppid();
  // By its number: glibc 2.36 declares the function without extern "C".
  descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, parent, 0));
  if (descriptor_ < 0) {
    fail(std::string("--exit-with-parent: the parent cannot be watched: ") + std::strerror(errno));
  }
  // Still our parent's number, so nobody else's when it was opened.
  if (::getppid() == parent) return;
  ::close(descriptor_);
  fail("--exit-with-parent: the parent has gone already");
}

Parent::~Parent() {
  ::close(descriptor_);
}

std::optional<int> wait_for(const sigset_t& signals, const Parent* parent) {
  const int incoming = ::signalfd(-1, &signals, SFD_CLOEXEC);
  if (incoming < 0) fail(std::string("cannot wait for signals: ") + std::strerror(errno));
  const int gone = parent == nullptr ? -1 : parent->descriptor();  // poll() passes over -1
  std::array<pollfd, 2> watched{{{incoming, POLLIN, 0}, {gone, POLLIN, 0}}};
  while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
  }
  signalfd_siginfo signal{};
  const bool came =
      watched[0].revents != 0 && ::read(incoming, &signal, sizeof signal) == ssize_t{sizeof signal};
  ::close(incoming);
  return came ? std::optional<int>(static_cast<int>(signal.ssi_signo)) : std::nullopt;
}

}  // namespace pail::cli
