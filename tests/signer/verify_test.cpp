#include "signer/verify.hpp"

#include <gtest/gtest.h>

#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"

namespace pail::signer {
namespace {

using testing::elements;
using testing::judge;
using testing::moment;
using testing::outcome;
using testing::Received;
using testing::Request;
using testing::Vector;

constexpr std::string_view only_one =
    "400 InvalidArgument: Only one auth mechanism allowed; only the X-Amz-Algorithm query "
    "parameter, Signature query string parameter or the Authorization header should be specified";

wire::Result<Verdict> judge(const Request& request) {
  return judge(request, testing::usual_keys(), moment);
}

// A moment at which the vector's request is neither skewed nor expired.
wire::Time suitable_time(const Vector& vector) {
  if (!vector.expires.empty())
    return wire::Seconds(std::chrono::seconds(std::stoll(vector.expires)));
  if (!vector.date.empty()) return wire::parse_request_date(vector.date, moment).value();
  std::string text;
  for (const auto& [name, value] : vector.request.headers) {
    if (text.empty() && name == "Date") text = value;
    if (name == "x-amz-date" || name == "X-Amz-Date") text = value;
  }
  return wire::parse_request_date(text, moment).value();
}

std::vector<Vector> all_vectors() {
  std::vector<Vector> all = testing::v2_vectors();
  for (Vector& vector : testing::v4_vectors()) all.push_back(std::move(vector));
  return all;
}

wire::Result<Verdict> judge(const Vector& vector, const Request& request) {
  return judge(request, testing::Keys{vector.credentials}, suitable_time(vector));
}

TEST(Verify, AcceptsEveryVector) {
  for (const Vector& vector : all_vectors()) {
    SCOPED_TRACE(vector.id);
    const auto result = judge(vector, vector.signed_request());
    ASSERT_EQ(outcome(result), "accepted");
    EXPECT_EQ(result.value().key->access_key(), vector.credentials.access_key);
    const bool is_v4 = !vector.canonical_request.empty();
    const Scheme header = is_v4 ? Scheme::v4_header : Scheme::v2_header;
    const Scheme query = is_v4 ? Scheme::v4_query : Scheme::v2_query;
    EXPECT_EQ(result.value().scheme, vector.in_query ? query : header);
  }
}

// Changes one character of the signature, wherever it stands.
Request with_other_signature(const Vector& vector) {
  Request request = vector.signed_request();
  std::string& place = vector.in_query ? request.query : request.headers.back().second;
  const std::size_t at = place.rfind(vector.in_query ? "Signature=" : vector.signature) +
                         (vector.in_query ? std::string("Signature=").size() : 0);
  place[at] = place[at] == 'a' ? 'b' : 'a';
  return request;
}

TEST(Verify, RefusesEveryVectorWithAnotherSignatureAndShowsTheStringWeSigned) {
  for (const Vector& vector : all_vectors()) {
    SCOPED_TRACE(vector.id);
    const auto result = judge(vector, with_other_signature(vector));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), wire::Errc::SignatureDoesNotMatch);
    EXPECT_EQ(result.error().detail("AWSAccessKeyId"), vector.credentials.access_key);
    EXPECT_EQ(result.error().detail("StringToSign"), vector.string_to_sign);
    EXPECT_EQ(result.error().detail("CanonicalRequest"), vector.canonical_request);
    EXPECT_NE(result.error().detail("SignatureProvided"), vector.signature);
  }
}

TEST(Verify, RefusesEveryVectorSentToAnotherPath) {
  for (const Vector& vector : all_vectors()) {
    SCOPED_TRACE(vector.id);
    Request request = vector.signed_request();
    request.path += 'x';
    const auto result = judge(vector, request);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), wire::Errc::SignatureDoesNotMatch);
    EXPECT_NE(result.error().detail("StringToSign"), vector.string_to_sign);
  }
}

TEST(Verify, RefusesEveryVectorSentWithAnotherMethod) {
  for (const Vector& vector : all_vectors()) {
    SCOPED_TRACE(vector.id);
    Request request = vector.signed_request();
    request.method = "PATCH";
    const auto result = judge(vector, request);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), wire::Errc::SignatureDoesNotMatch);
    EXPECT_EQ(result.error().detail("SignatureProvided"), vector.signature);
  }
}

TEST(Verify, RefusesEveryVectorUnderAnotherSecret) {
  for (const Vector& vector : all_vectors()) {
    SCOPED_TRACE(vector.id);
    Credentials other = vector.credentials;
    other.secret_key += '.';
    const auto result = judge(vector.signed_request(), testing::Keys{other}, suitable_time(vector));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), wire::Errc::SignatureDoesNotMatch);
    EXPECT_EQ(result.error().detail("StringToSign"), vector.string_to_sign);
  }
}

TEST(Verify, ElementsOfAWrongV2SignatureStandInS3sOrder) {
  const Request request{.path = "/b/k",
                        .headers = {{"Date", std::string(testing::moment_http)},
                                    {"Authorization", "AWS AKIAIOSFODNN7EXAMPLE:xyz="}}};
  EXPECT_EQ(elements(judge(request)),
            "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE"
            "|StringToSign=GET\n\n\nWed, 06 Feb 2013 00:57:45 GMT\n/b/k"
            "|SignatureProvided=xyz="
            "|StringToSignBytes=47 45 54 0a 0a 0a 57 65 64 2c 20 30 36 20 46 65 62 20 32 30 31 33 "
            "20 30 30 3a 35 37 3a 34 35 20 47 4d 54 0a 2f 62 2f 6b");
}

TEST(Verify, ElementsOfAWrongV4SignatureAddTheCanonicalRequest) {
  const auto vectors = testing::v4_vectors();
  const auto result = judge(vectors.front(), with_other_signature(vectors.front()));
  ASSERT_FALSE(result);
  std::vector<std::string> names;
  for (const auto& element : result.error().details()) names.push_back(element.name);
  EXPECT_EQ(names, (std::vector<std::string>{"AWSAccessKeyId", "StringToSign", "SignatureProvided",
                                             "StringToSignBytes", "CanonicalRequest",
                                             "CanonicalRequestBytes"}));
  EXPECT_TRUE(result.error().detail("CanonicalRequestBytes").starts_with("47 45 54 0a 2f 74 65"));
}

TEST(VerifyMechanism, NoCredentialIsAnonymous) {
  for (const Request& request :
       {Request{}, Request{.headers = {{"Authorization", ""}}},
        Request{.query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1"},
        Request{.query = "X-Amz-Signature=abc"}, Request{.query = "signature=abc"},
        Request{.headers = {{"Date", "Bad Date"}}}}) {
    SCOPED_TRACE(request.query);
    const auto result = judge(request);
    ASSERT_EQ(outcome(result), "accepted");
    EXPECT_EQ(result.value().scheme, Scheme::anonymous);
    EXPECT_EQ(result.value().key, nullptr);
  }
}

TEST(VerifyMechanism, AHeaderBesideAQueryFormIsRefusedEvenWhenEmpty) {
  for (const std::string header : {"", "AWS a:b", "Bearer x", "nonsense"}) {
    for (const std::string query :
         {"Signature=", "X-Amz-Algorithm", "X-Amz-Algorithm=x&Signature=y"}) {
      SCOPED_TRACE(header + " beside " + query);
      const auto result = judge({.query = query, .headers = {{"Authorization", header}}});
      EXPECT_EQ(outcome(result), only_one);
      EXPECT_EQ(elements(result), "ArgumentName=Authorization|ArgumentValue=" + header);
    }
  }
}

TEST(VerifyMechanism, BothQueryFormsTogetherAreRefusedWithoutAValue) {
  const auto result = judge({.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&Signature=x"});
  EXPECT_EQ(outcome(result), only_one);
  EXPECT_EQ(elements(result), "ArgumentName=Authorization");
}

TEST(VerifyMechanism, AHeaderWithoutSpaceIsRefused) {
  const auto result = judge({.headers = {{"Authorization", "AWS4-HMAC-SHA256"}}});
  EXPECT_EQ(outcome(result),
            "400 InvalidArgument: Authorization header is invalid -- one and only one ' ' (space) "
            "required");
  EXPECT_EQ(elements(result), "ArgumentName=Authorization|ArgumentValue=AWS4-HMAC-SHA256");
}

TEST(VerifyMechanism, AnUnknownSchemeIsRefused) {
  for (const std::string header : {"Bearer xyz", "AWS5 a:b", "AWS4-HMAC-SHA512 Credential=x"}) {
    const auto result = judge({.headers = {{"Authorization", header}}});
    EXPECT_EQ(outcome(result), "400 InvalidArgument: Unsupported Authorization Type");
    EXPECT_EQ(elements(result), "ArgumentName=Authorization|ArgumentValue=" + header);
  }
}

TEST(VerifyMechanism, SchemesMatchWithoutCaseAndAreSignedAsSpelled) {
  Request v2{.path = "/b/k", .headers = {{"Date", std::string(testing::moment_http)}}};
  const Key key({testing::access_key, testing::secret_key});
  std::string text = v2::authorization(key, Received(v2).message());
  v2.headers.emplace_back("Authorization", "aWs" + text.substr(3));
  EXPECT_EQ(outcome(judge(v2)), "accepted");

  Request v4{.path = "/b/k",
             .headers = {{"host", "h"},
                         {"x-amz-date", std::string(testing::moment_iso)},
                         {"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}}};
  const Received received(v4);
  const std::string scope = "20130206/us-east-1/s3/aws4_request";
  const std::string list = "host;x-amz-date";
  const std::string string_to_sign =
      v4::string_to_sign("aws4-hmac-sha256", testing::moment_iso, scope,
                         v4::canonical_request(received.message(), list, "UNSIGNED-PAYLOAD"));
  v4.headers.emplace_back(
      "Authorization",
      "aws4-hmac-sha256 Credential=AKIAIOSFODNN7EXAMPLE/" + scope + ",SignedHeaders=" + list +
          ",Signature=" + key.sign_v4(string_to_sign, "20130206", "us-east-1", "s3"));
  EXPECT_EQ(outcome(judge(v4)), "accepted");
}

// cases.json, "authorization": [text, status, code, start of the message].
TEST(VerifyMechanism, AuthorizationTextsOfTheSheet) {
  const auto cases = pail::testing::spec_cases("authorization");
  ASSERT_GT(cases.size(), 10U);
  for (const auto& one : cases) {
    const std::string text(one.at(0).as_string());
    SCOPED_TRACE(text);
    const auto result =
        judge({.path = "/b/k",
               .headers = {{"Date", std::string(testing::moment_http)}, {"Authorization", text}}});
    const std::string expected = std::to_string(one.at(1).as_int64()) + ' ' +
                                 std::string(one.at(2).as_string()) + ": " +
                                 std::string(one.at(3).as_string());
    EXPECT_TRUE(outcome(result).starts_with(expected)) << outcome(result);
  }
}

TEST(Scheme, EveryOneHasAName) {
  EXPECT_EQ(name(Scheme::anonymous), "anonymous");
  EXPECT_EQ(name(Scheme::v2_header), "V2 header");
  EXPECT_EQ(name(Scheme::v2_query), "V2 query");
  EXPECT_EQ(name(Scheme::v4_header), "V4 header");
  EXPECT_EQ(name(Scheme::v4_query), "V4 query");
}

}  // namespace
}  // namespace pail::signer
