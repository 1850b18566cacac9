#include "emulator/redact.hpp"

#include <algorithm>
#include <array>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

constexpr std::array<std::string_view, 4> secret_parameters = {
    "signature", "x-amz-signature", "x-amz-security-token", "webidentitytoken"};

// A name with a broken escape counts as secret: it cannot be told what it is.
bool is_secret(std::string_view raw_name) {
  const auto name = wire::query_decode(raw_name);
  return !name ||
         std::any_of(secret_parameters.begin(), secret_parameters.end(),
                     [&](std::string_view secret) { return wire::iequals(*name, secret); });
}

std::string_view up_to(std::string_view text, std::string_view ends) noexcept {
  return text.substr(0, text.find_first_of(ends));
}

}  // namespace

std::string redacted_target(std::string_view target) {
  const std::size_t query_at = std::min(target.find('?'), target.size());
  std::string out(target.substr(0, query_at));
  std::string_view rest = target.substr(query_at);
  while (!rest.empty()) {
    out += rest.front();  // '?' or '&'
    rest.remove_prefix(1);
    const std::string_view piece = up_to(rest, "&");
    rest.remove_prefix(piece.size());
    const std::string_view name = up_to(piece, "=");
    const bool hide = name.size() < piece.size() && is_secret(name);
    out.append(hide ? name : piece).append(hide ? "=***" : "");
  }
  return out;
}

std::string_view claimed_access_key(const wire::Headers& headers, const wire::Query& query) {
  constexpr std::string_view credential = "Credential=";
  const std::string_view header = headers.get("Authorization");
  if (wire::istarts_with(header, "AWS4-")) {
    const std::size_t at = header.find(credential);
    return at == std::string_view::npos ? std::string_view{}
                                        : up_to(header.substr(at + credential.size()), "/, ");
  }
  if (wire::istarts_with(header, "AWS ")) return up_to(header.substr(4), ":");
  if (const auto value = query.value("X-Amz-Credential")) return up_to(*value, "/");
  return query.value("AWSAccessKeyId").value_or(std::string_view{});
}

}  // namespace pail::emulator
