#include "signer/service/desk.hpp"

#include <algorithm>

#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"

namespace pail::signer::service {
namespace {

// A bucket cannot stand in front of an IP address: such endpoints are addressed path style.
bool is_ip_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  const std::string_view name = host.substr(0, host.find(':'));
  return name.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view host_of(std::string_view endpoint) {
  return endpoint.substr(endpoint.find("://") + 3);
}

}  // namespace

struct Desk::Resource {
  std::string host;
  std::string path;
  std::string_view host_bucket;  // "" for path style
  std::string url;
};

Desk::Desk(Credentials credentials, Place place, std::shared_ptr<const wire::Clock> clock)
    : key_(std::move(credentials)), place_(std::move(place)), clock_(std::move(clock)) {}

Desk::Resource Desk::locate(std::string_view key) const {
  const std::string_view host = host_of(place_.endpoint);
  const std::string_view scheme =
      std::string_view(place_.endpoint).substr(0, place_.endpoint.size() - host.size());
  Resource resource{std::string(host), "/", {}, std::string(scheme)};
  if (is_ip_address(host)) {
    resource.path += place_.bucket + "/";
  } else {
    resource.host_bucket = place_.bucket;
    resource.host.insert(0, place_.bucket + ".");
  }
  wire::append_percent_encoded(resource.path, key, true);
  resource.url += resource.host + resource.path;
  return resource;
}

boost::json::object Desk::sign(const SignRequest& request) const {
  const Resource resource = locate(request.key);
  const std::string date = wire::format_v2_date(clock_->now());
  wire::Headers headers{{"Content-Type", request.content_type}, {request.date_header, date}};
  if (!key_.session_token().empty()) headers.add("x-amz-security-token", key_.session_token());
  const wire::Query query;
  const Message message{"PUT", resource.path, query, headers, resource.host_bucket};
  const std::string digest =
      key_.sign_v2(v2::string_to_sign(message, v2::header_date_line(headers)));
  boost::json::object all;
  if (!request.content_type.empty()) all["Content-Type"] = request.content_type;
  all[request.date_header] = date;
  all["Authorization"] = "AWS " + std::string(key_.access_key()) + ":" + digest;

  boost::json::object answer{{"date", date},
                             {"hmacDigest", digest},
                             {"access_key", key_.access_key()},
                             {"bucket", place_.bucket},
                             {"key", request.key},
                             {"method", "PUT"},
                             {"host", resource.host},
                             {"url", resource.url},
                             {"content_type", request.content_type}};
  if (!key_.session_token().empty()) {
    answer["security_token"] = key_.session_token();
    all["x-amz-security-token"] = key_.session_token();
  }
  answer["headers"] = std::move(all);
  return answer;
}

Result<boost::json::object> Desk::presign(const PresignRequest& request) const {
  const Resource resource = locate(request.key);
  const wire::Time now = clock_->now();
  const wire::Time end = std::chrono::floor<std::chrono::seconds>(now) + request.expires;
  wire::Headers headers{{"Host", resource.host}};
  if (request.content_type) headers.add("Content-Type", *request.content_type);
  wire::Query query;
  const Message message{request.method, resource.path, query, headers, resource.host_bucket};
  if (request.version == Version::v4) {
    v4::presign(key_, message, query, place_.region, now, request.expires);
  } else if (end.time_since_epoch() <= std::chrono::seconds(wire::limits::expires_v2_max)) {
    v2::presign(key_, message, query, end);
  } else {
    return wire::Error(wire::Errc::InvalidArgument,
                       "\"expires\" lies beyond 2038-01-19T03:14:07Z, where V2 ends.")
        .with("ArgumentName", "expires");
  }
  boost::json::object answer{{"url", resource.url + "?" + query.text()},
                             {"method", request.method},
                             {"expires_at", wire::format_iso_extended(end)}};
  if (request.content_type) answer["content_type"] = *request.content_type;
  return answer;
}

boost::json::object Desk::post_policy(const PostPolicyRequest& request) const {
  const wire::Time now = clock_->now();
  const wire::Time end = std::chrono::floor<std::chrono::seconds>(now) + request.expires;
  UploadTerms terms = request.terms;
  terms.bucket = place_.bucket;
  const PostPolicyDraft draft(terms, end);
  boost::json::object fields;
  for (const auto& [name, value] : request.version == Version::v2
                                       ? draft.sign_v2(key_)
                                       : draft.sign_v4(key_, place_.region, now)) {
    fields[name] = value;
  }
  return {{"url", locate("").url},
          {"method", "POST"},
          {"fields", std::move(fields)},
          {"expires_at", wire::format_iso_extended(end)}};
}

}  // namespace pail::signer::service
