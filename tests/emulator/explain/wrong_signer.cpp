#include "tests/emulator/explain/wrong_signer.hpp"

#include <cctype>

#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

bool has(const RawRequest& request, std::string_view name) {
  for (const auto& header : request.headers) {
    if (header.first == name) return true;
  }
  return false;
}

void add_host(const Stage& stage, RawRequest& request) {
  if (!has(request, "Host")) request.with("Host", stage.host());
}

std::string credential() {
  return std::string(stage_access_key) + '/' + scope;
}

std::string part(std::string_view name, std::string_view value) {
  std::string out = "--frontier\r\nContent-Disposition: form-data; name=\"";
  return out.append(name).append("\"\r\n\r\n").append(value).append("\r\n");
}

RawRequest form(const Stage& stage, std::string_view fields) {
  RawRequest request;
  request.method = "POST";
  request.target = "/b";
  request.with("Host", stage.host()).with("Content-Type", "multipart/form-data; boundary=frontier");
  request.body.append(part("key", "k")).append(fields);
  request.body +=
      "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
      "content\r\n--frontier--\r\n";
  return request;
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  return wire::to_hex(wire::sha256(wire::as_bytes(text)));
}

std::string hmac256(std::string_view key, std::string_view text) {
  return std::string(wire::as_text(wire::HmacSha256(key)(text)));
}

std::string hmac1(std::string_view key, std::string_view text) {
  return std::string(wire::as_text(wire::HmacSha1(key)(text)));
}

std::string base64(std::string_view bytes) {
  return wire::to_base64(wire::as_bytes(bytes));
}

std::string hex(std::string_view bytes) {
  return wire::to_hex(wire::as_bytes(bytes));
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string encoded(std::string_view text) {
  return wire::percent_encode(text, false);
}

std::string signature2(std::string_view to_sign, std::string_view secret) {
  return base64(hmac1(secret, to_sign));
}

RawRequest header2(const Stage& stage, RawRequest request, std::string_view signature) {
  add_host(stage, request);
  request.with("Authorization",
               "AWS " + std::string(stage_access_key) + ':' + std::string(signature));
  return request;
}

RawRequest url2(const Stage& stage, RawRequest request, std::string_view encoded_signature) {
  add_host(stage, request);
  request.target += request.target.find('?') == std::string::npos ? '?' : '&';
  request.target.append("AWSAccessKeyId=").append(stage_access_key).append("&Expires=" + expires);
  request.target.append("&Signature=").append(encoded_signature);
  return request;
}

std::string key4(std::string_view secret, std::string_view day_text, std::string_view region,
                 std::string_view service) {
  const std::string of_day = hmac256("AWS4" + std::string(secret), day_text);
  return hmac256(hmac256(hmac256(of_day, region), service), "aws4_request");
}

std::string to_sign4(std::string_view canonical, std::string_view scope_text,
                     std::string_view date) {
  std::string out = "AWS4-HMAC-SHA256\n";
  return out.append(date).append("\n").append(scope_text).append("\n" + sha256_hex(canonical));
}

std::string signature4(std::string_view canonical, std::string_view key) {
  return hex(hmac256(key, to_sign4(canonical)));
}

std::string usual_lines(std::string_view host, std::string_view hash) {
  std::string out = "host:";
  out.append(host).append("\nx-amz-content-sha256:").append(hash);
  return out + "\nx-amz-date:" + amz_date + "\n";
}

std::string Canonical::text() const {
  return method + '\n' + path + '\n' + query + '\n' + lines + '\n' + names + '\n' + hash;
}

Canonical usual(const Stage& stage) {
  return {.lines = usual_lines(stage.host())};
}

RawRequest header4(const Stage& stage, RawRequest request, std::string_view signature,
                   std::string_view names) {
  add_host(stage, request);
  if (!has(request, "x-amz-date") && !has(request, "Date")) request.with("x-amz-date", amz_date);
  if (!has(request, "x-amz-content-sha256")) {
    request.with("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  }
  std::string value = "AWS4-HMAC-SHA256 Credential=" + credential() + ", SignedHeaders=";
  request.with("Authorization", value.append(names).append(", Signature=").append(signature));
  return request;
}

std::string auth_query(std::string_view lifetime, std::string_view names) {
  std::string out = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + encoded(credential());
  out += "&X-Amz-Date=" + amz_date + "&X-Amz-Expires=";
  return out.append(lifetime).append("&X-Amz-SignedHeaders=").append(encoded(names));
}

Canonical usual_url(const Stage& stage) {
  return {.query = auth_query(), .lines = "host:" + stage.host() + "\n", .names = "host"};
}

RawRequest url4(const Stage& stage, RawRequest request, std::string_view signature,
                std::string_view own) {
  add_host(stage, request);
  request.target += request.target.find('?') == std::string::npos ? '?' : '&';
  request.target += auth_query();
  if (!own.empty()) request.target.append("&").append(own);
  request.target.append("&X-Amz-Signature=").append(signature);
  return request;
}

RawRequest form2(const Stage& stage, std::string_view policy, std::string_view signature) {
  return form(stage, part("AWSAccessKeyId", stage_access_key) + part("policy", policy) +
                         part("signature", signature));
}

RawRequest form4(const Stage& stage, std::string_view policy, std::string_view signature) {
  return form(stage, part("x-amz-algorithm", "AWS4-HMAC-SHA256") +
                         part("x-amz-credential", credential()) + part("x-amz-date", amz_date) +
                         part("policy", policy) + part("x-amz-signature", signature));
}

std::vector<WrongRequest> wrong_requests() {
  std::vector<WrongRequest> all;
  for (const auto& some : {wrong_v2_requests(), wrong_paths(), wrong_v4_requests(),
                           wrong_v4_lines(), wrong_keys(), wrong_forms(), refused_requests()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace pail::emulator::testing
