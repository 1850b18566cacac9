#include "client/config_http.hpp"

#include <string>
#include <utility>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

struct Proxy {
  net::Origin origin;
  std::string authorization;  // of Proxy-Authorization; empty: none
};

Result<std::string> decoded(std::string_view text, const std::string& from) {
  auto plain = wire::percent_decode(text);
  if (!plain) return invalid_config(from + " holds a name or a password that cannot be read");
  return std::move(*plain);
}

// "user:password" of "user:password@", percent-decoded, as the header's value.
Result<std::string> basic(std::string_view user_info, const std::string& from) {
  const std::size_t colon = user_info.find(':');
  PAIL_TRY(std::string text, decoded(user_info.substr(0, colon), from));
  text += ':';
  if (colon != std::string_view::npos) {
    PAIL_TRY(const std::string password, decoded(user_info.substr(colon + 1), from));
    text += password;
  }
  return "Basic " + wire::to_base64(wire::as_bytes(text));
}

// `http://user:password@host:3128/`; the scheme may be missing.
Result<Proxy> read_proxy(const Found& setting) {
  std::string text = setting.value;
  if (text.find("://") == std::string::npos) text.insert(0, "http://");
  const std::size_t authority = text.find("://") + 3;
  const std::size_t end = text.find('/', authority);
  const std::size_t at = text.substr(0, end).rfind('@');
  Proxy proxy;
  if (at != std::string::npos && at >= authority) {
    const std::string_view user_info = std::string_view(text).substr(authority, at - authority);
    PAIL_TRY(proxy.authorization, basic(user_info, setting.from));
    text.erase(authority, at + 1 - authority);
  }
  auto url = net::parse_url(text);
  if (!url || url.value().origin.tls) {
    return invalid_config(setting.from + " is not the URL of an HTTP proxy");
  }
  proxy.origin = std::move(url.assume_value().origin);
  return proxy;
}

// "localhost, .example.com,*.internal"
std::vector<std::string> read_hosts(std::string_view list) {
  std::vector<std::string> hosts;
  while (!list.empty()) {
    const std::size_t end = list.find_first_of(", ");
    std::string_view host = wire::trim(list.substr(0, end));
    if (host != "*" && host.starts_with('*')) host.remove_prefix(1);
    while (host.starts_with('.')) host.remove_prefix(1);
    if (!host.empty()) hosts.push_back(wire::lower(host));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return hosts;
}

}  // namespace

void find_trust(const Lookup& lookup, net::TlsOptions& tls) {
  if (const Setting file = lookup.get("AWS_CA_BUNDLE", "ca_bundle")) tls.ca_file = file->value;
}

Result<void> find_proxies(const Lookup& lookup, net::ProxyOptions& proxies) {
  const bool is_cgi = lookup.variable("REQUEST_METHOD").has_value();
  const Setting plain =
      is_cgi ? lookup.variable("http_proxy") : lookup.first_variable({"http_proxy", "HTTP_PROXY"});
  const Setting secure = lookup.first_variable({"https_proxy", "HTTPS_PROXY"});
  if (plain) {
    PAIL_TRY(Proxy proxy, read_proxy(*plain));
    proxies.http = std::move(proxy.origin);
    proxies.http_authorization = std::move(proxy.authorization);
  }
  if (secure) {
    PAIL_TRY(Proxy proxy, read_proxy(*secure));
    proxies.https = std::move(proxy.origin);
    proxies.https_authorization = std::move(proxy.authorization);
  }
  if (const Setting direct = lookup.first_variable({"no_proxy", "NO_PROXY"})) {
    proxies.direct = read_hosts(direct->value);
  }
  return wire::ok();
}

}  // namespace pail::client
