#include "net/origin.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "wire/text.hpp"

namespace pail::net {
namespace {

using wire::Errc;

std::uint16_t default_port(bool tls) {
  return tls ? 443 : 80;
}

Result<bool> take_scheme(std::string_view& url) {
  for (const bool tls : {false, true}) {
    const std::string_view scheme = tls ? "https://" : "http://";
    if (wire::istarts_with(url, scheme)) {
      url.remove_prefix(scheme.size());
      return tls;
    }
  }
  return Errc::InvalidURI;
}

bool is_host(std::string_view host) {
  const auto is_host_char = [](char c) {
    return (c >= '0' && c <= '9') || (wire::to_lower(c) >= 'a' && wire::to_lower(c) <= 'z') ||
           c == '-' || c == '.' || c == '_' || c == ':';
  };
  return !host.empty() && std::all_of(host.begin(), host.end(), is_host_char);
}

// "[::1]:80" and "host:80", split; an empty port is "".
Result<std::pair<std::string_view, std::string_view>> split_authority(std::string_view authority) {
  std::size_t end = authority.find(':');
  std::string_view host = authority.substr(0, end);
  if (authority.starts_with('[')) {
    const std::size_t bracket = authority.find(']');
    if (bracket == std::string_view::npos) return Errc::InvalidURI;
    host = authority.substr(1, bracket - 1);
    end = bracket + 1;
  }
  const std::string_view rest = end < authority.size() ? authority.substr(end) : "";
  if (!is_host(host) || !(rest.empty() || rest.starts_with(':'))) return Errc::InvalidURI;
  return std::pair(host, rest.substr(rest.empty() ? 0 : 1));
}

Result<std::uint16_t> parse_port(std::string_view text, bool tls) {
  if (text.empty()) return default_port(tls);
  const auto number = wire::parse_unsigned(text);
  if (!number || *number == 0 || *number > 65'535) return Errc::InvalidURI;
  return static_cast<std::uint16_t>(*number);
}

}  // namespace

Result<Url> parse_url(std::string_view url) {
  Url parsed;
  PAIL_TRY(parsed.origin.tls, take_scheme(url));
  url = url.substr(0, url.find('#'));
  const std::size_t end = url.find_first_of("/?");
  PAIL_TRY(const auto authority, split_authority(url.substr(0, end)));
  PAIL_TRY(parsed.origin.port, parse_port(authority.second, parsed.origin.tls));
  parsed.origin.host = authority.first;
  if (end != std::string_view::npos) parsed.target = url.substr(end);
  if (parsed.target.starts_with('?')) parsed.target.insert(0, "/");
  return parsed;
}

std::string host_field(const Origin& origin) {
  const bool is_ipv6 = origin.host.find(':') != std::string::npos;
  std::string field = is_ipv6 ? "[" + origin.host + "]" : origin.host;
  if (origin.port != default_port(origin.tls)) field += ":" + std::to_string(origin.port);
  return field;
}

bool is_loopback(std::string_view host) {
  constexpr std::string_view suffix = ".localhost";
  const bool below = host.size() > suffix.size() &&
                     wire::iequals(host.substr(host.size() - suffix.size()), suffix);
  if (below || wire::iequals(host, "localhost")) return true;
  in6_addr six{};
  in_addr four{};
  const std::string text(host);
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return host.starts_with("127.");
  return ::inet_pton(AF_INET6, text.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

std::string to_string(const Origin& origin) {
  return (origin.tls ? "https://" : "http://") + host_field(origin);
}

}  // namespace pail::net
