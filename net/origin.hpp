// Where a server is: scheme, host and port, as a URL writes them in front of the path. Value types,
// no I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "wire/result.hpp"

namespace pail::net {

using wire::Result;

struct Origin {
  std::string host;  // name or numeric address; IPv6 without brackets
  std::uint16_t port = 80;
  bool tls = false;

  friend bool operator==(const Origin&, const Origin&) = default;
  friend bool operator<(const Origin& a, const Origin& b) {
    return std::tie(a.host, a.port, a.tls) < std::tie(b.host, b.port, b.tls);
  }
};

// An absolute http or https URL in two: `target` starts with '/' and keeps the bytes as written (no
// fragment).
struct Url {
  Origin origin;
  std::string target = "/";
};

// Fails with InvalidURI: another scheme, no host, user information, a bad port.
Result<Url> parse_url(std::string_view url);
// The Host field's value: brackets around IPv6, the port only when it is not the scheme's own.
std::string host_field(const Origin& origin);
// Whether the host is this machine by its name or address: localhost and names below it (RFC 6761
// §6.3: never asked of a resolver; buckets stand in front of it), 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);
// "http://host:port", for messages.
std::string to_string(const Origin& origin);

}  // namespace pail::net
