// Ways to stall a client before it has a connection: a name that the system's resolver does not
// come back with, and a listener that takes nobody.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/net/raw_socket.hpp"

namespace pail::testing {

// While one exists, asking for `name` blocks until release(). One at a time.
class StallingResolver {
 public:
  static constexpr const char* name = "stalls.invalid";

  StallingResolver();
  ~StallingResolver() { release(); }
  StallingResolver(const StallingResolver&) = delete;
  StallingResolver& operator=(const StallingResolver&) = delete;
  bool is_asked() const;
  void release();
};

// Listens, with a full queue and nobody who accepts: what connects waits.
class FullListener {
 public:
  FullListener();
  ~FullListener();
  FullListener(const FullListener&) = delete;
  FullListener& operator=(const FullListener&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  int listener_;
  std::uint16_t port_ = 0;
  std::vector<int> queue_;
};

}  // namespace pail::testing
