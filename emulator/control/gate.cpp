#include "emulator/control/gate.hpp"

#include <algorithm>

#include "wire/digest.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::control {
namespace {

// "" without such a header.
std::string_view bearer_of(const net::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view value = request.headers.get("Authorization");
  return wire::istarts_with(value, scheme) ? wire::trim(value.substr(scheme.size())) : "";
}

// What stands behind "scheme://"; "" for "null" and the like.
std::string_view authority_of(std::string_view origin) {
  const std::size_t at = origin.find("://");
  return at == std::string_view::npos ? std::string_view() : origin.substr(at + 3);
}

// RFC 6761: these never leave the machine.
bool is_localhost(std::string_view name) {
  return name == "localhost" || name.ends_with(".localhost");
}

bool names_loopback(std::string_view authority) {
  const std::string name = wire::host_name(authority);
  return is_localhost(name) || name == "[::1]" || is_loopback(name);
}

// An address was typed, not resolved; no Host at all (HTTP/1.0) is no browser.
bool is_own_name(std::string_view name, std::span<const std::string> domains) {
  const bool address =
      name.starts_with('[') || name.find_first_not_of("0123456789.") == std::string_view::npos;
  return address || is_localhost(name) ||
         std::any_of(domains.begin(), domains.end(),
                     [&](const std::string& domain) { return wire::host_name(domain) == name; });
}

bool is_another_site(const net::Request& request) {
  if (wire::iequals(request.headers.get("Sec-Fetch-Site"), "cross-site")) return true;
  const auto origin = request.headers.find("Origin");
  if (!origin) return false;
  const std::string_view authority = authority_of(*origin);
  return authority.empty() ||
         (!wire::iequals(authority, request.headers.get("Host")) && !names_loopback(authority));
}

}  // namespace

bool is_loopback(std::string_view peer) noexcept {
  if (wire::istarts_with(peer, "::ffff:")) peer.remove_prefix(7);
  if (peer == "::1") return true;
  // "127.example.org" is a name, and nobody's address.
  return peer.starts_with("127.") && peer.find_first_not_of("0123456789.") == peer.npos;
}

std::optional<Problem> refusal(const net::Request& request, std::string_view token,
                               std::span<const std::string> domains) {
  const std::string_view bearer = bearer_of(request);
  if (!token.empty() && wire::constant_time_equal(bearer, token)) return std::nullopt;
  if (!is_loopback(request.peer)) {
    return forbidden(token.empty() ? "From other machines this is closed: no token is set "
                                     "(PAIL_CONTROL_TOKEN)."
                                   : "From other machines this wants Authorization: Bearer and "
                                     "the token of PAIL_CONTROL_TOKEN.");
  }
  if (is_another_site(request)) return forbidden("A page of another site may not steer Pail.");
  if (!is_own_name(wire::host_name(request.headers.get("Host")), domains)) {
    return forbidden("Host names a stranger. Call localhost or an address, or give the token.");
  }
  return std::nullopt;
}

}  // namespace pail::control
