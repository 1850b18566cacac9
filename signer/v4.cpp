#include "signer/v4.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <initializer_list>
#include <tuple>

#include "signer/canonical.hpp"
#include "wire/digest.hpp"
#include "wire/digits.hpp"
#include "wire/encode.hpp"

namespace pail::signer::v4 {
namespace {

std::string lines(std::initializer_list<std::string_view> texts) {
  Text out;
  for (const std::string_view text : texts) {
    if (out.size() > 0) out += '\n';
    out += text;
  }
  return out.string();
}

// One allocation for nearly every query.
constexpr std::size_t typical_query_bytes = 1024;

// One parameter inside the text of all of them, encoded.
struct EncodedParam {
  std::size_t begin, name_end, end;

  std::string_view name(std::string_view text) const {
    return text.substr(begin, name_end - begin);
  }
  std::string_view value(std::string_view text) const {
    return text.substr(name_end, end - name_end);
  }
};

void append_query(Text& out, const wire::Query& query) {
  if (query.empty()) return;
  std::string text;
  text.reserve(typical_query_bytes);
  boost::container::small_vector<EncodedParam, 16> params;
  for (const wire::QueryParam& param : query.all()) {
    if (param.name == "X-Amz-Signature") continue;
    EncodedParam encoded{text.size(), 0, 0};
    wire::append_percent_encoded(text, param.name, false);
    encoded.name_end = text.size();
    wire::append_percent_encoded(text, param.value, false);
    encoded.end = text.size();
    params.push_back(encoded);
  }
  // By name, then by value: not by "name=value", where '=' would weigh against other characters.
  std::sort(params.begin(), params.end(), [&](const EncodedParam& a, const EncodedParam& b) {
    return std::make_tuple(a.name(text), a.value(text)) <
           std::make_tuple(b.name(text), b.value(text));
  });
  for (const EncodedParam& param : params) {
    if (&param != params.data()) out += '&';
    out += param.name(text);
    out += '=';
    out += param.value(text);
  }
}

void append_header(Text& out, const wire::Headers& headers, std::string_view name) {
  out += name;
  char separator = ':';
  for (const wire::Header& header : headers) {
    if (!canonical::is_named(header.name, name)) continue;
    out += separator;
    canonical::append_collapsed(out, header.value);
    separator = ',';
  }
  if (separator == ':') out += ':';  // listed but not sent
  out += '\n';
}

}  // namespace

std::string Scope::text() const {
  return day + '/' + region + '/' + service + "/aws4_request";
}

SignedHeaders::SignedHeaders(std::string_view list) : list_(list) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (list[at] != ';') continue;
    names_.push_back(list.substr(begin, at - begin));
    begin = at + 1;
  }
  names_.push_back(list.substr(begin));
}

void append_canonical_request(Text& out, const Message& message,
                              const SignedHeaders& signed_headers, std::string_view payload_hash) {
  out += message.method;
  out += '\n';
  out += message.path;
  out += '\n';
  append_query(out, message.query);
  out += '\n';
  for (const std::string_view name : signed_headers.names()) {
    append_header(out, message.headers, name);
  }
  out += '\n';
  out += signed_headers.list();
  out += '\n';
  out += payload_hash;
}

std::string canonical_request(const Message& message, std::string_view signed_headers,
                              std::string_view payload_hash) {
  Text out;
  append_canonical_request(out, message, SignedHeaders(signed_headers), payload_hash);
  return out.string();
}

void append_string_to_sign(Text& out, std::string_view algorithm_text, std::string_view date_text,
                           std::string_view scope, std::string_view canonical_request) {
  for (const std::string_view line : {algorithm_text, date_text, scope}) {
    out += line;
    out += '\n';
  }
  const wire::Sha256Digest hash = wire::sha256(wire::as_bytes(canonical_request));
  wire::put_hex(out.extend(wire::hex_size(hash.size())), hash);
}

std::string string_to_sign(std::string_view algorithm_text, std::string_view date_text,
                           std::string_view scope, std::string_view canonical_request) {
  Text out;
  append_string_to_sign(out, algorithm_text, date_text, scope, canonical_request);
  return out.string();
}

std::string chunk_string_to_sign(std::string_view date_text, std::string_view scope,
                                 std::string_view previous_signature,
                                 std::string_view data_sha256_hex, Algorithm by) {
  const bool hmac = by == Algorithm::hmac_sha256;
  return lines({hmac ? "AWS4-HMAC-SHA256-PAYLOAD" : "AWS4-ECDSA-P256-SHA256-PAYLOAD", date_text,
                scope, previous_signature, empty_payload_sha256, data_sha256_hex});
}

std::string trailer_string_to_sign(std::string_view date_text, std::string_view scope,
                                   std::string_view previous_signature,
                                   std::string_view trailer_sha256_hex, Algorithm by) {
  const bool hmac = by == Algorithm::hmac_sha256;
  return lines({hmac ? "AWS4-HMAC-SHA256-TRAILER" : "AWS4-ECDSA-P256-SHA256-TRAILER", date_text,
                scope, previous_signature, trailer_sha256_hex});
}

}  // namespace pail::signer::v4
