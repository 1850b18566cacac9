// Mistakes in the host line, which V4 signs. Facts: sigv4.md §2.
#include "signer/explain/mistakes.hpp"
#include "signer/explain/rewrite.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain::rows {
namespace {

// ":9000", or "". A colon inside the brackets of an IPv6 address divides nothing.
std::string_view port_of(std::string_view host) noexcept {
  const std::size_t colon = host.rfind(':');
  const bool bracketed = host.find(']', std::min(colon, host.size())) != std::string_view::npos;
  return colon == std::string_view::npos || bracketed ? std::string_view{} : host.substr(colon);
}

std::string_view without_port(std::string_view host) noexcept {
  return host.substr(0, host.size() - port_of(host).size());
}

bool set_host(Draft& draft, const Case& request, std::string host) {
  if (Line* const line = draft.line("host")) line->value = request.keep(std::move(host));
  return true;
}

std::string_view host_of(Draft& draft) noexcept {
  const Line* const line = draft.line("host");
  return line != nullptr ? line->value : std::string_view{};
}

// The value of host= in a Forwarded header (RFC 7239).
std::string_view forwarded_host(std::string_view forwarded) noexcept {
  constexpr std::string_view name = "host=";
  const std::size_t at = forwarded.find(name);
  if (at == std::string_view::npos) return {};
  std::string_view host = forwarded.substr(at + name.size());
  if (host.starts_with('"')) host.remove_prefix(1);
  return host.substr(0, host.find_first_of("\";, "));
}

}  // namespace

bool host_without_port(Draft& draft, const Case&, unsigned way) {
  Line* const line = draft.line("host");
  if (way > 0 || line == nullptr) return false;
  line->value = without_port(line->value);
  return true;
}

bool host_default_port(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view usual[] = {":80", ":443", ":9000", ":4566", ":8080"};
  const auto* const port = nth(usual, way);
  if (port == nullptr) return false;
  return set_host(draft, request, std::string(without_port(host_of(draft))).append(*port));
}

bool host_behind_proxy(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view told_by[] = {"x-forwarded-host", "x-original-host", "x-host",
                                          "x-forwarded-server"};
  const wire::Headers& headers = request.headers();
  std::string host;
  if (const auto* const name = nth(told_by, way / 2)) {
    const std::string_view hosts = headers.get(*name);
    host = wire::trim(hosts.substr(0, hosts.find(',')));
  } else if (way / 2 == std::size(told_by)) {
    host = forwarded_host(headers.get("forwarded"));
  } else if (way / 2 == std::size(told_by) + 1) {
    host = request.exhibit.peer_host;
  } else {
    return false;
  }
  const std::string_view port = headers.get("x-forwarded-port");
  if (host.empty() || (way % 2 == 1 && port.empty())) return true;
  if (way % 2 == 1) host.append(":").append(port);
  return set_host(draft, request, std::move(host));
}

bool host_other_name(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view names[] = {"localhost",  "127.0.0.1",   "host.docker.internal",
                                        "0.0.0.0",    "s3",          "minio",
                                        "localstack", "s3.localhost"};
  const auto* const name = nth(names, way);
  if (name == nullptr) return false;
  return set_host(draft, request, std::string(*name).append(port_of(host_of(draft))));
}

// With the bucket in front too, for which the path has none.
bool host_of_aws(Draft& draft, const Case& request, unsigned way) {
  if (way > 3) return false;
  std::string host = "s3.";
  if (way % 2 == 1) host.append(request.exhibit.rules.region).append(".");
  host += "amazonaws.com";
  if (way > 1) {
    const std::string_view bucket = first_segment(draft.path);
    if (bucket.empty() || !request.message().host_bucket.empty()) return true;
    host.insert(0, std::string(bucket) + '.');
    draft.path.remove_prefix(bucket.size() + 1);
    if (draft.path.empty()) draft.path = "/";
  }
  return set_host(draft, request, std::move(host));
}

bool host_other_style(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  const std::string_view host = host_of(draft);
  const std::string_view in_host = request.message().host_bucket;
  if (!in_host.empty() && host.size() > in_host.size()) {
    draft.path = request.keep(std::string("/").append(in_host).append(draft.path));
    return set_host(draft, request, std::string(host.substr(in_host.size() + 1)));
  }
  const std::string_view bucket = first_segment(draft.path);
  if (bucket.empty()) return true;
  draft.path.remove_prefix(bucket.size() + 1);
  if (draft.path.empty()) draft.path = "/";
  return set_host(draft, request, std::string(bucket).append(".").append(host));
}

bool host_with_scheme(Draft& draft, const Case& request, unsigned way) {
  constexpr std::string_view schemes[] = {"http://", "https://"};
  const auto* const scheme = nth(schemes, way);
  if (scheme == nullptr) return false;
  return set_host(draft, request, std::string(*scheme).append(host_of(draft)));
}

}  // namespace pail::signer::explain::rows
