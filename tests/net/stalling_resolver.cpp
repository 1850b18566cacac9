#include "tests/net/stalling_resolver.hpp"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <cstring>
#include <mutex>

namespace {

struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  bool closed = false;
  bool asked = false;
};

Gate& gate() {
  static Gate the_gate;
  return the_gate;
}

}  // namespace

// In front of the C library's, for this executable.
extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** found) {
  if (node != nullptr && std::strcmp(node, pail::testing::StallingResolver::name) == 0) {
    std::unique_lock lock(gate().mutex);
    gate().asked = true;
    gate().changed.wait(lock, [] { return !gate().closed; });
    return EAI_AGAIN;
  }
  using Function = int(const char*, const char*, const addrinfo*, addrinfo**);
  static auto* const real = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(node, service, hints, found);
}

namespace pail::testing {

StallingResolver::StallingResolver() {
  const std::lock_guard lock(gate().mutex);
  gate().closed = true;
  gate().asked = false;
}

bool StallingResolver::is_asked() const {
  const std::lock_guard lock(gate().mutex);
  return gate().asked;
}

void StallingResolver::release() {
  const std::lock_guard lock(gate().mutex);
  gate().closed = false;
  gate().changed.notify_all();
}

FullListener::FullListener() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  ::bind(listener_, generic, size);
  ::listen(listener_, 0);
  ::getsockname(listener_, generic, &size);
  port_ = ntohs(address.sin_port);
  // Linux takes one more than the backlog says.
  for (int i = 0; i < 4; ++i) {
    const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    ::connect(one, generic, size);
    queue_.push_back(one);
  }
}

FullListener::~FullListener() {
  for (const int one : queue_) ::close(one);
  ::close(listener_);
}

}  // namespace pail::testing
