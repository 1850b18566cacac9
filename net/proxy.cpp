#include "net/proxy.hpp"

#include <algorithm>

#include "wire/text.hpp"

namespace pail::net {
namespace {

// "example.com" and ".example.com" both mean the host and all below it, as curl reads NO_PROXY.
bool covers(std::string_view entry, std::string_view host) {
  if (entry == "*") return true;
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || host.size() < entry.size()) return false;
  const std::size_t before = host.size() - entry.size();
  return wire::iequals(host.substr(before), entry) && (before == 0 || host[before - 1] == '.');
}

bool is_direct(std::string_view host, const std::vector<std::string>& direct) {
  return is_loopback(host) ||
         std::any_of(direct.begin(), direct.end(),
                     [host](const std::string& entry) { return covers(entry, host); });
}

}  // namespace

Way way_to(const Origin& origin, const ProxyOptions& options) {
  const auto& proxy = origin.tls ? options.https : options.http;
  if (!proxy || is_direct(origin.host, options.direct)) return {origin};
  return {*proxy, true, origin.tls ? options.https_authorization : options.http_authorization};
}

}  // namespace pail::net
