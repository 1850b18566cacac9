#include "wire/target.hpp"

#include <algorithm>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::wire {
namespace {

// Spaces and control characters end a request line or hide in logs: no target has them unescaped.
bool is_printable(std::string_view raw) noexcept {
  return std::none_of(raw.begin(), raw.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f;
  });
}

// "http://host/a?b" -> "/a?b"; a text without scheme comes back as it is.
std::string_view without_origin(std::string_view raw) noexcept {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!istarts_with(raw, scheme)) continue;
    const std::size_t authority_end = raw.find_first_of("/?", scheme.size());
    return raw.substr(std::min(authority_end, raw.size()));
  }
  return raw;
}

bool is_ip_address(std::string_view name) noexcept {
  return name.starts_with('[') || std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '.';
         });
}

// What stands in front of ".own" when `name` ends so; else empty.
std::string_view label_before(std::string_view name, std::string_view own) noexcept {
  if (name.size() < own.size() + 2 || !name.ends_with(own)) return {};
  name.remove_suffix(own.size());
  if (!name.ends_with('.')) return {};
  return name.substr(0, name.size() - 1);
}

bool is_own(std::string_view name, std::span<const std::string> own_names) noexcept {
  return is_ip_address(name) || name == "localhost" ||
         std::find(own_names.begin(), own_names.end(), name) != own_names.end();
}

// The bucket that a host name carries, or empty: the longest own name that fits leaves the shortest
// label.
std::string_view bucket_of_host(std::string_view name, std::span<const std::string> own_names) {
  std::string_view bucket = label_before(name, "localhost");
  for (const std::string& own : own_names) {
    const std::string_view label = label_before(name, own);
    if (!label.empty() && (bucket.empty() || label.size() < bucket.size())) bucket = label;
  }
  return bucket;
}

Result<std::string> decoded(std::string_view text) {
  auto bytes = percent_decode(text);
  if (!bytes) return Errc::InvalidURI;
  return std::move(*bytes);
}

}  // namespace

Result<Target> split_target(std::string_view raw) {
  if (!is_printable(raw)) return Errc::InvalidURI;
  if (raw == "*") return Target{raw, {}};
  const std::string_view origin = without_origin(raw);
  const bool absolute = origin.size() != raw.size();
  Target target;
  target.path = origin.substr(0, origin.find('?'));
  if (target.path.size() < origin.size()) target.query = origin.substr(target.path.size() + 1);
  if (target.path.empty() && absolute) target.path = "/";
  if (!target.path.starts_with('/')) return Errc::InvalidURI;
  return target;
}

Result<Address> find_address(std::string_view host, std::string_view path,
                             std::span<const std::string> own_names) {
  Address address;
  path = path == "*" ? std::string_view{} : path.substr(std::min<std::size_t>(1, path.size()));
  std::string name = host_name(host);
  if (!is_own(name, own_names)) {
    address.host_bucket = bucket_of_host(name, own_names);
    if (address.host_bucket.empty()) address.strange_host = std::move(name);
  }
  address.virtual_host = !address.host_bucket.empty();
  if (address.virtual_host) {
    address.bucket = address.host_bucket;
  } else {
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(segment.size() + 1, path.size()));
    PAIL_TRY(address.bucket, decoded(segment));
  }
  PAIL_TRY(address.key, decoded(path));
  return address;
}

std::string host_name(std::string_view host) {
  const std::size_t after_brackets = host.starts_with('[') ? host.find(']') : 0;
  return lower(host.substr(0, host.find(':', std::min(after_brackets, host.size()))));
}

}  // namespace pail::wire
