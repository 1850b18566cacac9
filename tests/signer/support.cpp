#include "tests/signer/support.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/support/fixtures.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::testing {
namespace {

std::string text_of(const boost::json::object& object, std::string_view name) {
  const boost::json::value* const value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

// The session token that a vector's request carries, so that its key can be made to own it.
std::string token_of(const Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (wire::iequals(name, "x-amz-security-token")) return value;
  }
  const wire::Query query = wire::Query::parse(request.query).value();
  for (const wire::QueryParam& param : query.all()) {
    if (wire::iequals(param.name, "x-amz-security-token")) return std::string(param.value);
  }
  return {};
}

Vector read_common(const boost::json::object& from) {
  Vector vector;
  vector.id = text_of(from, "id");
  vector.request.method = text_of(from, "method");
  for (const auto& field : from.at("headers").as_array()) {
    vector.request.headers.emplace_back(std::string(field.at(0).as_string()),
                                        std::string(field.at(1).as_string()));
  }
  vector.in_query = text_of(from, "mechanism") == "query";
  vector.string_to_sign = text_of(from, "string_to_sign");
  vector.signature = text_of(from, "signature");
  vector.authorization = text_of(from, "authorization");
  return vector;
}

void read_credentials(Vector& vector, const boost::json::object& from) {
  vector.credentials = Credentials(text_of(from, "access_key_id"), text_of(from, "secret"),
                                   token_of(vector.request));
}

}  // namespace

Received::Received(Request request)
    : request_(std::move(request)), query_(wire::Query::parse(request_.query).value()) {
  for (const auto& [name, value] : request_.headers) headers_.add(name, wire::trim(value));
}

Keys::Keys(std::initializer_list<Credentials> all) {
  for (const Credentials& one : all) keys_.push_back(std::make_shared<const Key>(one));
}

std::shared_ptr<const Key> Keys::find(std::string_view wanted) const {
  for (const auto& key : keys_) {
    if (key->access_key() == wanted) return key;
  }
  return nullptr;
}

Keys usual_keys() {
  return {Credentials(access_key, secret_key),
          Credentials(temporary_access_key, secret_key, session_token)};
}

wire::Result<Verdict> judge(const Request& request, const KeyRing& keys, wire::Time now,
                            std::string_view region) {
  const Received received(request);
  return verify(received.message(), keys, Rules{now, region, "s3"});
}

std::string outcome(const wire::Result<Verdict>& result) {
  return result ? "accepted" : outcome(result.error());
}

std::string outcome(const wire::Error& error) {
  return std::to_string(error.status()) + ' ' + wire::describe(error);
}

std::string elements(const wire::Result<Verdict>& result) {
  return result ? std::string() : elements(result.error());
}

std::string elements(const wire::Error& error) {
  std::string all;
  for (const wire::NamedText& element : error.details()) {
    if (!all.empty()) all += '|';
    all += element.name + '=' + element.value;
  }
  return all;
}

Request Vector::signed_request() const {
  Request copy = request;
  if (in_query) {
    copy.query = query_signed;
  } else {
    copy.headers.emplace_back("Authorization", authorization);
  }
  return copy;
}

std::vector<Vector> v2_vectors() {
  std::vector<Vector> all;
  const auto document = pail::testing::json_fixture("spec/sigv2_vectors.json");
  for (const auto& entry : document.at("requests").as_array()) {
    const boost::json::object& from = entry.as_object();
    Vector vector = read_common(from);
    const std::string target = text_of(from, "request_target");
    const std::size_t mark = std::min(target.find('?'), target.size());
    vector.request.path = target.substr(0, mark);
    vector.request.query = target.substr(std::min(mark + 1, target.size()));
    vector.request.host_bucket = text_of(from, "bucket_in_host");
    vector.expires = text_of(from, "expires");
    const std::string separator = vector.request.query.empty() ? "" : "&";
    vector.query_signed = vector.request.query + separator + text_of(from, "query_to_append");
    read_credentials(vector, from);
    all.push_back(std::move(vector));
  }
  return all;
}

std::vector<Vector> v4_vectors() {
  std::vector<Vector> all;
  const auto document = pail::testing::json_fixture("spec/sigv4_vectors.json");
  for (const auto& entry : document.at("requests").as_array()) {
    const boost::json::object& from = entry.as_object();
    Vector vector = read_common(from);
    vector.request.path = text_of(from, "path");
    vector.request.query = text_of(from, "query");
    vector.canonical_request = text_of(from, "canonical_request");
    vector.query_signed = text_of(from, "url_query");
    vector.date = text_of(from, "date");
    vector.region = text_of(from, "region");
    vector.payload_hash = text_of(from, "payload_hash");
    vector.signed_headers = text_of(from, "signed_headers");
    vector.scope = text_of(from, "scope");
    read_credentials(vector, from);
    all.push_back(std::move(vector));
  }
  return all;
}

}  // namespace pail::signer::testing
