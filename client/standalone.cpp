#include "client/standalone.hpp"

#include <algorithm>
#include <utility>

#include "client/request.hpp"
#include "client/signing.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using wire::Errc;
using wire::Error;

Result<signer::Credentials> needed_keys(const Config& config) {
  if (config.credentials) return *config.credentials;
  return Error(Errc::InvalidArgument, "There are no keys to sign with.");
}

// Host names whose labels in front are buckets.
std::vector<std::string> own_names(const Config& config) {
  return {config.endpoint.value_or(default_endpoint()).host, "s3.localhost", "localhost",
          "s3." + config.region + ".amazonaws.com", "s3.amazonaws.com"};
}

Result<Draft> draft_of(const Config& config, const PlainRequest& request) {
  PAIL_TRY(net::Url url, net::parse_url(request.url));
  PAIL_TRY(const wire::Target target, wire::split_target(url.target));
  PAIL_TRY(const wire::Query query, wire::Query::parse(target.query));
  PAIL_TRY(wire::Address address,
           wire::find_address(url.origin.host, target.path, own_names(config)));
  Draft draft;
  draft.method = request.method;
  draft.path = target.path;
  draft.host_bucket = std::move(address.host_bucket);
  draft.query = copy_of(query);
  draft.headers = request.headers;
  if (draft.header("Host").empty()) draft.headers.push_back({"Host", host_field(url.origin)});
  draft.origin = std::move(url.origin);
  return draft;
}

// The time of the signature is the time of the date that will be sent.
wire::Time signing_time(const Draft& draft, wire::Time now) {
  const auto date = wire::parse_request_date(draft.header("x-amz-date"), now);
  return date ? wire::Time(*date) : now;
}

std::string quoted_field(const std::string& name, const std::string& value) {
  std::string line = name;
  line += ": ";
  line += value;
  return shell_quoted(line);
}

std::string curl_method(std::string_view method) {
  if (method == "GET") return "curl";
  if (method == "HEAD") return "curl --head";
  if (method == "PUT") return "curl --upload-file FILE";
  // --data alone would add a Content-Type that is not signed.
  if (method == "POST") return "curl --header 'Content-Type:' --data-binary @FILE";
  return "curl --request " + shell_quoted(method);
}

}  // namespace

Result<std::string> presigned_url(const Config& config, std::string method, std::string bucket,
                                  std::string key, Moment moment) {
  PAIL_TRY(const signer::Credentials credentials, needed_keys(config));
  Request request;
  request.method = std::move(method);
  request.level = Level::object;
  request.bucket = std::move(bucket);
  request.key = std::move(key);
  const net::Origin endpoint = config.endpoint.value_or(default_endpoint());
  PAIL_TRY(Draft draft, address(endpoint, config.addressing, std::move(request)));
  const signer::Key signing_key(credentials);
  PAIL_TRY(
      presign(draft, {signing_key, config.signature, config.region, moment.now}, moment.lifetime));
  return to_url(draft);
}

Result<std::vector<wire::NamedText>> signature_fields(const Config& config,
                                                      const PlainRequest& request, wire::Time now) {
  PAIL_TRY(const signer::Credentials credentials, needed_keys(config));
  PAIL_TRY(Draft draft, draft_of(config, request));
  const std::size_t before = draft.headers.size();
  const signer::Key key(credentials);
  sign(draft, {key, config.signature, config.region, signing_time(draft, now)},
       signer::v4::unsigned_payload);
  return std::vector<wire::NamedText>(draft.headers.begin() + static_cast<std::ptrdiff_t>(before),
                                      draft.headers.end());
}

// Everything inside single quotes stands for itself, but a single quote.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string curl_line(const PlainRequest& request, const std::vector<wire::NamedText>& added) {
  std::string line = curl_method(request.method);
  // Dot segments are part of a key, and curl would take them out.
  if (request.url.find("/.") != std::string::npos) line += " --path-as-is";
  if (request.url.find_first_of("[]{}") != std::string::npos) line += " --globoff";
  for (const auto* headers : {&request.headers, &added}) {
    for (const auto& [name, value] : *headers) line += " --header " + quoted_field(name, value);
  }
  return line + " " + shell_quoted(request.url);
}

}  // namespace pail::client
