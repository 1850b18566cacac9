#include "emulator/redact.hpp"

#include <algorithm>
#include <array>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::iequals;

constexpr std::size_t shown_bytes = 4;

constexpr std::string_view customer_key = "x-amz-server-side-encryption-customer-key";
constexpr std::string_view source_customer_key =
    "x-amz-copy-source-server-side-encryption-customer-key";

// By header or by query parameter: every x-amz header may come either way.
constexpr std::array<std::string_view, 8> secrets = {
    "signature",  "x-amz-signature",    "x-amz-security-token",
    customer_key, "webidentitytoken",   source_customer_key,
    "cookie",     "proxy-authorization"};
constexpr std::string_view authorization = "authorization", referer = "referer",
                           location = "location";

std::string_view up_to(std::string_view text, char end) noexcept {
  return text.substr(0, text.find(end));
}

// Asked for every header of every request: most differ in length already.
bool is(std::string_view name, std::string_view wanted) noexcept {
  return name.size() == wanted.size() && iequals(name, wanted);
}

// Bit n: a header that needs a look has a name of n characters.
constexpr std::uint64_t lengths_of_interest = [] {
  std::uint64_t lengths = 0;
  for (const std::string_view name : secrets) lengths |= std::uint64_t{1} << name.size();
  for (const std::string_view name : {authorization, referer, location}) {
    lengths |= std::uint64_t{1} << name.size();
  }
  return lengths;
}();

bool may_be_of_interest(std::string_view name) noexcept {
  return name.size() < 64 && (lengths_of_interest >> name.size() & 1) != 0;
}

bool is_secret(std::string_view name) noexcept {
  return std::any_of(secrets.begin(), secrets.end(),
                     [name](std::string_view secret) { return is(name, secret); });
}

bool is_key(std::string_view name) noexcept {
  return iequals(name, customer_key) || iequals(name, source_customer_key);
}

// A short text would be told by its beginning, and an escape is not cut in two.
void append_shortened(std::string& out, std::string_view value) {
  if (value.size() >= 4 * shown_bytes) out += up_to(value.substr(0, shown_bytes), '%');
  out += "...";
}

void append_secret(std::string& out, std::string_view name, std::string_view value) {
  append_shortened(out, is_key(name) ? std::string_view{} : value);
}

void append_parameter(std::string& out, std::string_view piece) {
  const std::string_view raw_name = up_to(piece, '=');
  const auto name = wire::query_decode(raw_name);
  // A name with a broken escape counts as secret: it cannot be told what it is.
  if (raw_name.size() == piece.size() || (name && !is_secret(*name))) {
    out += piece;
    return;
  }
  out.append(raw_name).append("=");
  append_secret(out, name.value_or(""), piece.substr(raw_name.size() + 1));
}

// "Credential=..., SignedHeaders=..., Signature=...", in any order and any state.
void append_v4_parts(std::string& out, std::string_view parts) {
  for (;;) {
    const std::string_view part = up_to(parts, ',');
    const std::string_view text = wire::trim(part);
    const std::string_view name = up_to(text, '=');
    if (name == "Credential" || name == "SignedHeaders") {
      out += text;
    } else if (name.size() < text.size()) {
      out.append(name).append("=");
      append_shortened(out, text.substr(name.size() + 1));
    } else {
      append_shortened(out, text);
    }
    if (part.size() == parts.size()) return;
    parts.remove_prefix(part.size() + 1);
    out += ", ";
  }
}

void append_authorization(std::string& out, std::string_view value) {
  const std::string_view scheme = up_to(value, ' ');
  if (scheme.size() == value.size()) return append_shortened(out, value);
  out.append(scheme).append(" ");
  value.remove_prefix(scheme.size() + 1);
  if (wire::istarts_with(scheme, "AWS4-")) return append_v4_parts(out, value);
  const std::string_view access_key = up_to(value, ':');
  if (!iequals(scheme, "AWS") || access_key.size() == value.size()) {
    return append_shortened(out, value);
  }
  out.append(access_key).append(":");
  append_shortened(out, value.substr(access_key.size() + 1));
}

}  // namespace

void append_redacted_target(std::string& out, std::string_view target) {
  const std::size_t query_at = std::min(target.find('?'), target.size());
  out += target.substr(0, query_at);
  std::string_view rest = target.substr(query_at);
  while (!rest.empty()) {
    out += rest.front();  // '?' or '&'
    rest.remove_prefix(1);
    const std::string_view piece = up_to(rest, '&');
    append_parameter(out, piece);
    rest.remove_prefix(piece.size());
  }
}

std::string redacted_target(std::string_view target) {
  std::string out;
  append_redacted_target(out, target);
  return out;
}

void append_redacted_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  if (!may_be_of_interest(name)) {
    out += value;
  } else if (is(name, authorization)) {
    append_authorization(out, value);
  } else if (is_secret(name)) {
    append_secret(out, name, value);
  } else if (is(name, referer) || is(name, location)) {
    append_redacted_target(out, value);
  } else {
    out += value;
  }
  out += '\n';
}

std::string_view claimed_access_key(const wire::Headers& headers, const wire::Query& query) {
  constexpr std::string_view credential = "Credential=";
  const std::string_view header = headers.get("Authorization");
  if (wire::istarts_with(header, "AWS4-")) {
    const std::size_t at = header.find(credential);
    if (at == std::string_view::npos) return {};
    const std::string_view scope = header.substr(at + credential.size());
    return scope.substr(0, scope.find_first_of("/, "));
  }
  if (wire::istarts_with(header, "AWS ")) return up_to(header.substr(4), ':');
  if (const auto value = query.value("X-Amz-Credential")) return up_to(*value, '/');
  return query.value("AWSAccessKeyId").value_or(std::string_view{});
}

}  // namespace pail::emulator
