#include "client/remote_signing.hpp"

#include <boost/json.hpp>
#include <utility>

#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;

Error unusable(std::string_view why) {
  return Error(Errc::UnknownError, "The signing service's answer " + std::string(why) + ".");
}

std::string content_type_of(const Request& put) {
  for (const auto& [name, value] : put.headers) {
    if (wire::iequals(name, "Content-Type")) return value;
  }
  return {};
}

Result<void> check_headers(const Request& put) {
  for (const wire::NamedText& field : put.headers) {
    if (wire::istarts_with(field.name, "x-amz-") || wire::iequals(field.name, "Content-MD5")) {
      return Error(Errc::InvalidArgument,
                   "The signing service does not sign '" + field.name + "', so it cannot be sent.");
    }
  }
  return wire::ok();
}

Result<json::object> read_object(std::string_view text) {
  json::error_code failure;
  json::value value = json::parse(text, failure);
  if (failure || !value.is_object()) return unusable("is no JSON object");
  return std::move(value.get_object());
}

std::string optional_text(const json::object& answer, std::string_view name) {
  const json::value* const value = answer.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<std::string> needed_text(const json::object& answer, std::string_view name) {
  std::string text = optional_text(answer, name);
  if (text.empty()) return unusable("has no \"" + std::string(name) + "\"");
  return text;
}

// A service that owns another bucket would have the upload land where nobody looks for it.
Result<void> check_resource(const json::object& answer, const Request& put) {
  const std::string bucket = optional_text(answer, "bucket");
  if (!bucket.empty() && bucket != put.bucket) {
    return Error(Errc::InvalidArgument, "The signing service signs for bucket '" + bucket +
                                            "', not for '" + put.bucket + "'.");
  }
  const std::string key = optional_text(answer, "key");
  if (!key.empty() && key != put.key) {
    return Error(Errc::InvalidArgument,
                 "The signing service signed for key '" + key + "', not for '" + put.key + "'.");
  }
  return wire::ok();
}

// Where the answer sends the upload. The path is taken as it stands there: its bytes were signed.
struct Destination {
  net::Origin origin;
  std::string path;
};

Result<Destination> read_destination(const std::string& url) {
  auto parsed = net::parse_url(url);
  if (!parsed) return unusable("has a \"url\" that is none");
  net::Url& whole = parsed.assume_value();
  PAIL_TRY(const wire::Target target, wire::split_target(whole.target));
  if (!target.query.empty()) return unusable("has a \"url\" with a query");
  return Destination{std::move(whole.origin), std::string(target.path)};
}

Result<Draft> draft_for_url(const std::string& url, Request put) {
  PAIL_TRY(Destination to, read_destination(url));
  PAIL_TRY(Draft draft, address(to.origin, Addressing::path, std::move(put)));
  draft.path = std::move(to.path);
  return draft;
}

Result<Draft> draft_for_endpoint(const Config& config, Request put) {
  const net::Origin endpoint = config.endpoint.value_or(default_endpoint());
  const bool free_to_choose = config.addressing == Addressing::automatic;
  const Addressing addressing = free_to_choose && fits_host(endpoint, put.bucket)
                                    ? Addressing::virtual_host
                                    : config.addressing;
  return address(endpoint, addressing, std::move(put));
}

net::HttpRequest question(std::string target, std::string_view token, std::string body) {
  net::HttpRequest request;
  request.method = "POST";
  request.target = std::move(target);
  request.fields.add("Content-Type", "application/json");
  if (!token.empty()) request.fields.add("Authorization", "Bearer " + std::string(token));
  request.body = std::move(body);
  return request;
}

}  // namespace

Result<net::HttpRequest> signing_request(const net::Url& service, std::string_view token,
                                         const Request& put) {
  PAIL_TRY(check_headers(put));
  // JSON has no way to say it.
  if (!wire::is_utf8(put.key)) {
    return Error(Errc::InvalidArgument, "A signing service can only be asked for UTF-8 keys.");
  }
  return question(
      service.target == "/" ? "/sign" : service.target, token,
      json::serialize(json::object{{"content_type", content_type_of(put)}, {"filename", put.key}}));
}

net::HttpRequest question_of(const net::Url& service, std::string_view call,
                             std::string_view token) {
  std::string target = service.target.substr(0, service.target.rfind('/') + 1);
  target += call;
  return question(std::move(target), token, "{}");
}

Result<Draft> remotely_signed(const Config& config, Request put, std::string_view answer) {
  PAIL_TRY(const json::object object, read_object(answer));
  PAIL_TRY(const std::string date, needed_text(object, "date"));
  PAIL_TRY(const std::string digest, needed_text(object, "hmacDigest"));
  PAIL_TRY(const std::string access_key, needed_text(object, "access_key"));
  PAIL_TRY(check_resource(object, put));
  const std::string url = optional_text(object, "url");
  const std::string token = optional_text(object, "security_token");
  PAIL_TRY(Draft draft, config.endpoint || url.empty() ? draft_for_endpoint(config, std::move(put))
                                                       : draft_for_url(url, std::move(put)));
  draft.headers.push_back({"Date", date});
  if (!token.empty()) draft.headers.push_back({"x-amz-security-token", token});
  draft.headers.push_back({"Authorization", "AWS " + access_key + ":" + digest});
  return draft;
}

wire::Error signing_refusal(unsigned status, std::string_view answer) {
  std::string why = "HTTP status " + std::to_string(status);
  if (const auto object = read_object(answer)) {
    const json::value* const error = object.assume_value().if_contains("error");
    const json::object* const fields = error != nullptr ? error->if_object() : nullptr;
    const std::string message = fields != nullptr ? optional_text(*fields, "message") : "";
    if (!message.empty()) why = message;
  }
  return Error(Errc::UnknownError, "The signing service refused: " + why);
}

}  // namespace pail::client
