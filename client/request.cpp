#include "client/request.hpp"

#include <algorithm>
#include <utility>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using wire::Errc;
using wire::Error;

bool is_ip_address(std::string_view host) noexcept {
  const auto is_digit_or_dot = [](char c) { return c == '.' || (c >= '0' && c <= '9'); };
  return host.find(':') != std::string_view::npos ||
         std::all_of(host.begin(), host.end(), is_digit_or_dot);
}

// Letters, digits, dots and hyphens: what may stand in front of a host name.
bool is_host_label(std::string_view bucket) noexcept {
  return std::all_of(bucket.begin(), bucket.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

bool wants_virtual_host(const net::Origin& endpoint, Addressing addressing,
                        std::string_view bucket) {
  if (addressing != Addressing::automatic) return addressing == Addressing::virtual_host;
  return is_aws(endpoint.host) && fits_host(endpoint, bucket);
}

Result<void> check_names(const Request& request) {
  if (request.level != Level::service && request.bucket.empty()) {
    return Error(Errc::InvalidBucketName, "The bucket has no name.");
  }
  if (request.level == Level::object && request.key.empty()) {
    return Error(Errc::InvalidArgument, "The key is empty: an object needs one.");
  }
  return wire::ok();
}

Result<void> check_headers(const Request& request) {
  constexpr std::string_view forbidden("\r\n\0", 3);
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || (name + value).find_first_of(forbidden) != std::string::npos) {
      return Error(Errc::InvalidArgument, "The header '" + name + "' cannot be sent.");
    }
  }
  return wire::ok();
}

Result<void> check_virtual_host(const net::Origin& endpoint, const std::string& bucket) {
  if (is_ip_address(endpoint.host)) {
    return Error(Errc::InvalidArgument,
                 "Virtual-host style puts the bucket in front of a host name, and " +
                     endpoint.host + " is an address: use localhost, or path style.");
  }
  if (!is_host_label(bucket)) {
    return Error(Errc::InvalidBucketName,
                 "The bucket '" + bucket + "' cannot be part of a host name: use path style.");
  }
  return wire::ok();
}

}  // namespace

wire::Query copy_of(const wire::Query& query) {
  wire::Query copy;
  for (const wire::QueryParam& param : query.all()) {
    if (param.has_equals) {
      copy.add(param.name, param.value);
    } else {
      copy.add(param.name);
    }
  }
  return copy;
}

Request copy_of(const Request& request) {
  return {request.service, request.method,         request.level,  request.bucket,
          request.key,     copy_of(request.query), request.headers};
}

std::string object_path(std::string_view key) {
  return "/" + wire::percent_encode(key, true);
}

bool is_aws(std::string_view host) noexcept {
  return host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
}

bool fits_host(const net::Origin& endpoint, std::string_view bucket) noexcept {
  // A certificate's wildcard covers one label: a bucket with a dot needs path style under TLS.
  const bool one_label = bucket.find('.') == std::string_view::npos;
  return is_host_label(bucket) && !is_ip_address(endpoint.host) && (one_label || !endpoint.tls);
}

std::string_view Draft::header(std::string_view name) const {
  for (const wire::NamedText& field : headers) {
    if (wire::iequals(field.name, name)) return field.value;
  }
  return {};
}

Result<Draft> address(const net::Origin& endpoint, Addressing addressing, Request request) {
  PAIL_TRY(check_names(request));
  PAIL_TRY(check_headers(request));
  Draft draft;
  draft.origin = endpoint;
  draft.service = request.service;
  draft.method = std::move(request.method);
  draft.path = object_path(request.key);
  if (request.level != Level::service) {
    if (wants_virtual_host(endpoint, addressing, request.bucket)) {
      PAIL_TRY(check_virtual_host(endpoint, request.bucket));
      draft.origin.host.insert(0, request.bucket + ".");
      draft.host_bucket = request.bucket;
    } else {
      const std::string in_front = "/" + wire::percent_encode(request.bucket, false);
      draft.path = request.level == Level::bucket ? in_front : in_front + draft.path;
    }
  }
  draft.query = std::move(request.query);
  draft.headers = std::move(request.headers);
  draft.headers.insert(draft.headers.begin(), {"Host", net::host_field(draft.origin)});
  return draft;
}

net::HttpRequest to_http(const Draft& draft) {
  net::HttpRequest http;
  http.method = draft.method;
  http.target = draft.path;
  if (!draft.query.empty()) http.target += "?" + draft.query.text();
  for (const auto& [name, value] : draft.headers) http.fields.add(name, value);
  return http;
}

std::string to_url(const Draft& draft) {
  std::string url = draft.origin.tls ? "https://" : "http://";
  url += net::host_field(draft.origin) + draft.path;
  if (!draft.query.empty()) url += "?" + draft.query.text();
  return url;
}

}  // namespace pail::client
