#include "client/load/signatures.hpp"

#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::client::load {
namespace {

namespace v2 = signer::v2;
namespace v4 = signer::v4;

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

void append_target(std::string& out, std::string_view path, const wire::Query& query) {
  out += path;
  char separator = '?';
  for (const wire::QueryParam& param : query.all()) {
    out += std::exchange(separator, '&');
    out += param.raw_name;
    if (param.has_equals) out += '=';
    out += param.raw_value;
  }
}

// Behind at least one other.
void append_parameter(std::string& out, std::string_view name, std::string_view value) {
  out += '&';
  out += name;
  out += '=';
  wire::append_percent_encoded(out, value, false);
}

}  // namespace

void Signatures::set_time(wire::Time now) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second == second_ || !options_.key) return;
  second_ = second;
  query_is_kept_ = false;
  if (options_.version == Signature::v2) {
    const auto end = (second + options_.lifetime).time_since_epoch().count();
    date_ = options_.presigned ? std::to_string(end) : wire::format_http_date(now);
    return;
  }
  date_ = wire::format_iso_basic(now);
  day_ = wire::format_iso_day(now);
  scope_ = v4::Scope{day_, options_.region}.text();
  signed_names_ = "host";
  if (options_.presigned) return;
  signed_names_ += ";x-amz-content-sha256;x-amz-date";
  if (has_token()) signed_names_ += ";x-amz-security-token";
  before_signature_ = "Authorization: AWS4-HMAC-SHA256 Credential=";
  before_signature_ += options_.key->access_key();
  before_signature_ += '/' + scope_ + ",SignedHeaders=";
  before_signature_ += signed_names_;
  before_signature_ += ",Signature=";
}

void Signatures::sign(const Asked& asked, std::string& target, std::string& fields) {
  headers_.clear();
  headers_.add("Host", options_.host);
  if (!options_.key) {
    take_query(asked);
    return append_target(target, asked.path, query_);
  }
  const bool is_v2 = options_.version == Signature::v2;
  if (options_.presigned) {
    is_v2 ? presign_v2(asked, target) : presign_v4(asked, target);
  } else {
    is_v2 ? sign_v2(asked, target, fields) : sign_v4(asked, target, fields);
  }
}

signer::Message Signatures::message(const Asked& asked) const {
  return {asked.method, asked.path, query_, headers_, options_.host_bucket};
}

void Signatures::take_query(const Asked& asked) {
  if (asked.query.empty() && query_.empty()) return;
  query_ = wire::Query();
  for (const Parameter& param : asked.query) {
    param.value.empty() ? query_.add(param.name) : query_.add(param.name, param.value);
  }
}

void Signatures::add_token(std::string& fields) {
  if (!has_token()) return;
  headers_.add("x-amz-security-token", options_.key->session_token());
  append_field(fields, "x-amz-security-token", options_.key->session_token());
}

void Signatures::sign_v2(const Asked& asked, std::string& target, std::string& fields) {
  take_query(asked);
  append_target(target, asked.path, query_);
  append_field(fields, "Date", date_);
  add_token(fields);
  fields += "Authorization: AWS ";
  fields += options_.key->access_key();
  fields += ':';
  v2::append_signature(fields, *options_.key, message(asked), date_);
  fields += "\r\n";
}

signer::SignatureV4 Signatures::signature_v4(const Asked& asked,
                                             std::string_view payload_hash) const {
  signer::Text request, text;
  v4::append_canonical_request(request, message(asked), v4::SignedHeaders(signed_names_),
                               payload_hash);
  v4::append_string_to_sign(text, v4::algorithm, date_, scope_, request);
  return options_.key->signature_v4(text, day_, options_.region, "s3");
}

void Signatures::sign_v4(const Asked& asked, std::string& target, std::string& fields) {
  take_query(asked);
  append_target(target, asked.path, query_);
  headers_.add("x-amz-content-sha256", asked.payload_hash);
  headers_.add("x-amz-date", date_);
  append_field(fields, "x-amz-content-sha256", asked.payload_hash);
  append_field(fields, "x-amz-date", date_);
  add_token(fields);
  fields += before_signature_;
  fields += signature_v4(asked, asked.payload_hash);
  fields += "\r\n";
}

// The parameters of the signature itself are signed by neither version; a token is.
void Signatures::presign_v2(const Asked& asked, std::string& target) {
  take_query(asked);
  if (has_token()) query_.add("x-amz-security-token", options_.key->session_token());
  std::string signature;
  v2::append_signature(signature, *options_.key, message(asked), date_);
  append_target(target, asked.path, query_);
  target += query_.empty() ? "?AWSAccessKeyId=" : "&AWSAccessKeyId=";
  wire::append_percent_encoded(target, options_.key->access_key(), false);
  append_parameter(target, "Expires", date_);
  append_parameter(target, "Signature", signature);
  if (has_token()) query_ = wire::Query();
}

void Signatures::presign_v4(const Asked& asked, std::string& target) {
  if (!query_is_kept_ || !asked.query.empty()) {
    query_ = wire::Query();
    take_query(asked);
    query_.add("X-Amz-Algorithm", v4::algorithm);
    query_.add("X-Amz-Credential", std::string(options_.key->access_key()) + '/' + scope_);
    query_.add("X-Amz-Date", date_);
    query_.add("X-Amz-Expires", std::to_string(options_.lifetime.count()));
    query_.add("X-Amz-SignedHeaders", "host");
    if (has_token()) query_.add("X-Amz-Security-Token", options_.key->session_token());
    query_is_kept_ = asked.query.empty();
  }
  append_target(target, asked.path, query_);
  target += "&X-Amz-Signature=";
  target += signature_v4(asked, v4::unsigned_payload);
}

}  // namespace pail::client::load
