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

// Of the answer to /sign, with every optional one.
constexpr std::size_t signed_members_max = 11;

// The fields that whoever sends must set himself.
boost::json::object to_send(const wire::Headers& headers, const Desk::Memory& memory) {
  boost::json::object fields(headers.size() + 1, memory);  // Authorization comes behind them
  for (const wire::Header& header : headers) {
    if (!header.value.empty()) fields[header.name] = header.value;
  }
  return fields;
}

}  // namespace

struct Desk::Resource {
  std::string bucket;
  std::string host;
  std::string path;
  std::string host_bucket;  // "" for path style
  std::string url;
};

Desk::Desk(Credentials credentials, Place place, std::shared_ptr<const wire::Clock> clock)
    : key_(std::move(credentials)), place_(std::move(place)), clock_(std::move(clock)) {}

Desk::Resource Desk::locate(std::string_view bucket, std::string_view key) const {
  if (bucket.empty()) bucket = place_.bucket;
  const std::string_view host = host_of(place_.endpoint);
  const std::string_view scheme =
      std::string_view(place_.endpoint).substr(0, place_.endpoint.size() - host.size());
  Resource resource{std::string(bucket), std::string(host), "/", {}, std::string(scheme)};
  // A dot in a bucket's name would be one label too many for the certificates of its host.
  if (is_ip_address(host) || bucket.find('.') != std::string_view::npos) {
    resource.path.append(bucket) += '/';
  } else {
    resource.host_bucket = bucket;
    resource.host.insert(0, std::string(bucket) + ".");
  }
  wire::append_percent_encoded(resource.path, key, true);
  resource.url += resource.host + resource.path;
  return resource;
}

boost::json::object Desk::sign(const SignRequest& request, const Memory& memory) const {
  const Resource resource = locate(request.bucket, request.key);
  boost::json::object answer(signed_members_max, memory);
  if (request.version == Version::v2) {
    sign_v2(request, resource, answer);
  } else {
    sign_v4(request, resource, answer);
  }
  answer["access_key"] = key_.access_key();
  answer["bucket"] = resource.bucket;
  answer["key"] = request.key;
  answer["method"] = "PUT";
  answer["host"] = resource.host;
  answer["url"] = resource.url;
  answer["content_type"] = request.content_type;
  if (!key_.session_token().empty()) answer["security_token"] = key_.session_token();
  return answer;
}

void Desk::sign_v2(const SignRequest& request, const Resource& resource,
                   boost::json::object& answer) const {
  const std::string date = wire::format_v2_date(clock_->now());
  wire::Headers headers{{"Content-Type", request.content_type}, {request.date_header, date}};
  if (!key_.session_token().empty()) headers.add("x-amz-security-token", key_.session_token());
  const wire::Query query;
  const Message message{"PUT", resource.path, query, headers, resource.host_bucket};
  const std::string digest =
      key_.sign_v2(v2::string_to_sign(message, v2::header_date_line(headers)));
  boost::json::object all = to_send(headers, answer.storage());
  all["Authorization"] = "AWS " + std::string(key_.access_key()) + ":" + digest;
  answer["date"] = date;
  answer["hmacDigest"] = digest;
  answer["headers"] = std::move(all);
}

void Desk::sign_v4(const SignRequest& request, const Resource& resource,
                   boost::json::object& answer) const {
  const wire::Time now = clock_->now();
  const std::string date = wire::format_iso_basic(now);
  const std::string length = std::to_string(request.size.value_or(0));
  wire::Headers headers{{"Content-Type", request.content_type},
                        {"x-amz-content-sha256", v4::unsigned_payload},
                        {"x-amz-date", date}};
  if (!key_.session_token().empty()) headers.add("x-amz-security-token", key_.session_token());
  boost::json::object all = to_send(headers, answer.storage());
  headers.add("Host", resource.host);
  if (request.size) headers.add("Content-Length", length);
  const wire::Query query;
  const Message message{"PUT", resource.path, query, headers, resource.host_bucket};
  all["Authorization"] = v4::authorization(key_, message, place_.region, now);
  answer["date"] = date;
  answer["headers"] = std::move(all);
}

Result<boost::json::object> Desk::presign(const PresignRequest& request,
                                          const Memory& memory) const {
  const Resource resource = locate(request.bucket, request.key);
  const wire::Time now = clock_->now();
  const wire::Time end = std::chrono::floor<std::chrono::seconds>(now) + request.expires;
  wire::Headers headers{{"Host", resource.host}};
  if (request.content_type) headers.add("Content-Type", *request.content_type);
  const std::string length = std::to_string(request.size.value_or(0));
  if (request.size) headers.add("Content-Length", length);
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
  boost::json::object answer({{"url", resource.url + "?" + query.text()},
                              {"method", request.method},
                              {"bucket", resource.bucket},
                              {"key", request.key},
                              {"expires_at", wire::format_iso_extended(end)}},
                             memory);
  if (request.content_type) answer["content_type"] = *request.content_type;
  return answer;
}

boost::json::object Desk::post_policy(const PostPolicyRequest& request,
                                      const Memory& memory) const {
  const wire::Time now = clock_->now();
  const wire::Time end = std::chrono::floor<std::chrono::seconds>(now) + request.expires;
  UploadTerms terms = request.terms;
  const Resource resource = locate(terms.bucket, "");
  terms.bucket = resource.bucket;
  const PostPolicyDraft draft(terms, end);
  boost::json::object fields(memory);
  for (const auto& [name, value] : request.version == Version::v2
                                       ? draft.sign_v2(key_)
                                       : draft.sign_v4(key_, place_.region, now)) {
    fields[name] = value;
  }
  return {{{"url", resource.url},
           {"method", "POST"},
           {"bucket", terms.bucket},
           {"key", terms.key},
           {"fields", std::move(fields)},
           {"expires_at", wire::format_iso_extended(end)}},
          memory};
}

std::string Desk::part_url(const Part& part, std::chrono::seconds expires) const {
  const Resource resource = locate(part.bucket, part.key);
  const std::string length = std::to_string(part.size);
  const wire::Headers headers{{"Host", resource.host}, {"Content-Length", length}};
  wire::Query query;
  query.add("partNumber", std::to_string(part.number));
  query.add("uploadId", part.upload_id);
  const Message message{"PUT", resource.path, query, headers, resource.host_bucket};
  v4::presign(key_, message, query, place_.region, clock_->now(), expires);
  return resource.url + "?" + query.text();
}

}  // namespace pail::signer::service
