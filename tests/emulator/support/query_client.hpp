// A client of STS and IAM: forms, signed as SDKs sign them (no x-amz-content-sha256, the body's
// hash in the signature), and what the documents say.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signer/credentials.hpp"
#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {

using FormFieldList = std::vector<std::pair<std::string, std::string>>;

// "a=1&b=2", percent-encoded.
std::string form_text(const FormFieldList& fields);
// The text at "AssumeRoleResult/Credentials/AccessKeyId" below the root; "" when it is not there.
// `index` counts the elements of the last but one name: of "Users/member/UserName", the member.
std::string text_at(const Answer& answer, std::string_view path, std::size_t index = 0);
// Of an <ErrorResponse>: "403 AccessDenied: message".
std::string refusal(const Answer& answer);
// Of a <Credentials> in the result of `action`.
signer::Credentials credentials_in(const Answer& answer, std::string_view action);

struct QueryCall {
  signer::Credentials keys;
  std::string service;  // "sts" or "iam"
  std::string action;
  FormFieldList fields = {};
  std::string region = "us-east-1";
  std::int64_t skew_s = 0;
  HeaderList headers = {};     // beside the usual ones; x-amz-* are signed
  std::string version = {};    // "": the service's
  std::string sent_body = {};  // instead of what was signed
};
Answer send(Harness& harness, const QueryCall& call);
// The same parameters unsigned.
Answer send_unsigned(Harness& harness, const QueryCall& call);

// One who calls and expects success.
class QueryClient {
 public:
  QueryClient(Harness& harness, signer::Credentials keys)
      : harness_(harness), keys_(std::move(keys)) {}
  Answer sts(std::string action, FormFieldList fields = {});
  Answer iam(std::string action, FormFieldList fields = {});
  // What an expected refusal says.
  std::string sts_refusal(std::string action, FormFieldList fields = {});
  std::string iam_refusal(std::string action, FormFieldList fields = {});
  // A new user's first pair of keys.
  signer::Credentials make_user(const std::string& name);
  signer::Credentials assume(const std::string& role_arn, FormFieldList more = {});
  // Arn of the new role.
  std::string make_role(const std::string& name, const std::string& trust_policy);

 private:
  Answer expect_success(const std::string& service, std::string action, FormFieldList fields);

  Harness& harness_;
  signer::Credentials keys_;
};

signer::Credentials default_keys();
signer::Credentials other_keys();

// GET of an object as a client with these keys does it: "200", or "403 AccessDenied".
enum class S3Form { v4_header, v4_query, v2_header, v2_query };
std::string get_with(Harness& harness, const signer::Credentials& keys, const std::string& path,
                     S3Form form = S3Form::v4_header);
std::string put_with(Harness& harness, const signer::Credentials& keys, const std::string& path);

}  // namespace pail::emulator::testing
