#include "tests/emulator/support/query_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::emulator::testing {
namespace {

std::string parameters(const QueryCall& call) {
  FormFieldList all = {{"Action", call.action},
                       {"Version", !call.version.empty()   ? call.version
                                   : call.service == "sts" ? "2011-06-15"
                                                           : "2010-05-08"}};
  all.insert(all.end(), call.fields.begin(), call.fields.end());
  return form_text(all);
}

wire::Headers views_of(const HeaderList& list) {
  wire::Headers views;
  for (const auto& [name, value] : list) views.add(name, value);
  return views;
}

// The header form of V4 by hand: the signer's own insists on x-amz-content-sha256.
std::string authorization(const QueryCall& call, const HeaderList& headers, const std::string& body,
                          wire::Time now) {
  std::vector<std::string> names;
  for (const auto& [name, value] : headers) names.push_back(wire::lower(name));
  std::sort(names.begin(), names.end());
  std::string listed;
  for (const std::string& name : names) listed += (listed.empty() ? "" : ";") + name;
  const wire::Headers views = views_of(headers);
  const wire::Query no_query;
  const std::string canonical = signer::v4::canonical_request(
      {"POST", "/", no_query, views, {}}, listed, wire::to_hex(wire::sha256(wire::as_bytes(body))));
  const signer::v4::Scope scope{wire::format_iso_day(now), call.region, call.service};
  const std::string text = signer::v4::string_to_sign(
      signer::v4::algorithm, wire::format_iso_basic(now), scope.text(), canonical);
  const std::string signature =
      signer::Key(call.keys).sign_v4(text, scope.day, scope.region, scope.service);
  return "AWS4-HMAC-SHA256 Credential=" + call.keys.access_key + "/" + scope.text() +
         ", SignedHeaders=" + listed + ", Signature=" + signature;
}

Sent form_post(std::string body, HeaderList headers) {
  return {.method = "POST",
          .target = "/",
          .headers = std::move(headers),
          .body = std::move(body),
          .signing = Signing::none};
}

constexpr std::string_view form_type = "application/x-www-form-urlencoded; charset=utf-8";

}  // namespace

std::string form_text(const FormFieldList& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text += "&";
    text += wire::percent_encode(name, false) + "=" + wire::percent_encode(value, false);
  }
  return text;
}

std::string text_at(const Answer& answer, std::string_view path, std::size_t index) {
  const auto document = wire::XmlDocument::parse(answer.body);
  if (!document) return "no document: " + answer.body;
  wire::XmlNode node = document.value().root();
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(name.size() + 1, path.size()));
    const bool counted = !path.empty() && path.find('/') == std::string_view::npos;
    const auto found = node.children(name);
    const std::size_t at = counted ? index : 0;
    if (at >= found.size()) return {};
    node = found[at];
  }
  return std::string(node.text());
}

std::string refusal(const Answer& answer) {
  return std::to_string(answer.status) + " " + text_at(answer, "Error/Code") + ": " +
         text_at(answer, "Error/Message");
}

signer::Credentials credentials_in(const Answer& answer, std::string_view action) {
  const std::string at = std::string(action) + "Result/Credentials/";
  return {text_at(answer, at + "AccessKeyId"), text_at(answer, at + "SecretAccessKey"),
          text_at(answer, at + "SessionToken")};
}

Answer send(Harness& harness, const QueryCall& call) {
  const wire::Time now = harness.clock().now() + std::chrono::seconds(call.skew_s);
  const std::string body = parameters(call);
  HeaderList headers = {{"Host", "localhost:9000"},
                        {"Content-Type", std::string(form_type)},
                        {"X-Amz-Date", wire::format_iso_basic(now)}};
  if (!call.keys.session_token.empty()) {
    headers.emplace_back("X-Amz-Security-Token", call.keys.session_token);
  }
  headers.insert(headers.end(), call.headers.begin(), call.headers.end());
  headers.emplace_back("Authorization", authorization(call, headers, body, now));
  headers.erase(headers.begin());  // the harness adds Host
  return harness.send(form_post(call.sent_body.empty() ? body : call.sent_body, headers));
}

Answer send_unsigned(Harness& harness, const QueryCall& call) {
  return harness.send(form_post(parameters(call), {{"Content-Type", std::string(form_type)}}));
}

Answer QueryClient::expect_success(const std::string& service, std::string action,
                                   FormFieldList fields) {
  const Answer answer = send(harness_, {.keys = keys_,
                                        .service = service,
                                        .action = std::move(action),
                                        .fields = std::move(fields)});
  EXPECT_EQ(answer.status, 200U) << service << ": " << answer.body;
  return answer;
}

Answer QueryClient::sts(std::string action, FormFieldList fields) {
  return expect_success("sts", std::move(action), std::move(fields));
}

Answer QueryClient::iam(std::string action, FormFieldList fields) {
  return expect_success("iam", std::move(action), std::move(fields));
}

std::string QueryClient::sts_refusal(std::string action, FormFieldList fields) {
  return refusal(send(
      harness_,
      {.keys = keys_, .service = "sts", .action = std::move(action), .fields = std::move(fields)}));
}

std::string QueryClient::iam_refusal(std::string action, FormFieldList fields) {
  return refusal(send(
      harness_,
      {.keys = keys_, .service = "iam", .action = std::move(action), .fields = std::move(fields)}));
}

signer::Credentials QueryClient::make_user(const std::string& name) {
  iam("CreateUser", {{"UserName", name}});
  const Answer answer = iam("CreateAccessKey", {{"UserName", name}});
  return {text_at(answer, "CreateAccessKeyResult/AccessKey/AccessKeyId"),
          text_at(answer, "CreateAccessKeyResult/AccessKey/SecretAccessKey")};
}

std::string QueryClient::make_role(const std::string& name, const std::string& trust_policy) {
  const Answer answer =
      iam("CreateRole", {{"RoleName", name}, {"AssumeRolePolicyDocument", trust_policy}});
  return text_at(answer, "CreateRoleResult/Role/Arn");
}

signer::Credentials QueryClient::assume(const std::string& role_arn, FormFieldList more) {
  more.insert(more.begin(), {{"RoleArn", role_arn}, {"RoleSessionName", "session"}});
  return credentials_in(sts("AssumeRole", std::move(more)), "AssumeRole");
}

signer::Credentials default_keys() {
  return {std::string(default_access_key), std::string(default_secret_key)};
}

signer::Credentials other_keys() {
  return {std::string(other_access_key), std::string(other_secret_key)};
}

namespace {

std::string outcome(const Answer& answer) {
  return std::to_string(answer.status) + (answer.status < 300 ? "" : " " + answer.code());
}

std::string presigned(const signer::Credentials& keys, const std::string& path, wire::Time now,
                      bool v4) {
  const signer::Key key(keys);
  const wire::Headers headers = {{"Host", "localhost:9000"}};
  wire::Query query;
  const signer::Message message{"GET", path, query, headers, {}};
  if (v4) {
    signer::v4::presign(key, message, query, "us-east-1", now, std::chrono::hours(1));
  } else {
    signer::v2::presign(key, message, query,
                        std::chrono::floor<std::chrono::seconds>(now) + std::chrono::hours(1));
  }
  return path + "?" + query.text();
}

}  // namespace

std::string get_with(Harness& harness, const signer::Credentials& keys, const std::string& path,
                     S3Form form) {
  Sent sent{.target = path, .access_key = keys.access_key, .secret_key = keys.secret_key};
  if (form == S3Form::v4_query || form == S3Form::v2_query) {
    sent.target = presigned(keys, path, harness.clock().now(), form == S3Form::v4_query);
    sent.signing = Signing::none;
    return outcome(harness.send(sent));
  }
  if (!keys.session_token.empty()) {
    sent.headers.emplace_back("x-amz-security-token", keys.session_token);
  }
  sent.signing = form == S3Form::v4_header ? Signing::v4 : Signing::v2;
  return outcome(harness.send(sent));
}

std::string put_with(Harness& harness, const signer::Credentials& keys, const std::string& path) {
  Sent sent{.method = "PUT",
            .target = path,
            .body = "text",
            .access_key = keys.access_key,
            .secret_key = keys.secret_key};
  if (!keys.session_token.empty()) {
    sent.headers.emplace_back("x-amz-security-token", keys.session_token);
  }
  return outcome(harness.send(sent));
}

}  // namespace pail::emulator::testing
