// The way to a server: straight, or by an HTTP proxy. Pure.
#pragma once

#include <string>

#include "net/http_client.hpp"

namespace pail::net {

struct Way {
  Origin first;  // what to connect to
  bool proxied = false;
  std::string authorization = {};  // Proxy-Authorization; empty: none
};

// Loopback is always reached directly: a proxy elsewhere would find itself there.
Way way_to(const Origin& origin, const ProxyOptions& options);

}  // namespace pail::net
