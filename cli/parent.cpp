#include "cli/parent.hpp"

#include <sys/syscall.h>
#include <unistd.h>

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

}  // namespace pail::cli
