#include "signer/v4a.hpp"

#include <gtest/gtest.h>

#include "signer/verify.hpp"
#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/digest.hpp"

namespace pail::signer {
namespace {

using testing::moment;
using testing::Received;
using testing::Request;

std::string text_of(const boost::json::value& from, const char* name) {
  return std::string(from.at(name).as_string());
}

TEST(V4aKey, IsThatOfTheSheetsVectors) {
  const auto document = pail::testing::json_fixture("spec/sigv4_vectors.json");
  const auto& vectors = document.at("sigv4a_keys").as_array();
  ASSERT_EQ(vectors.size(), 3U);
  for (const auto& vector : vectors) {
    const std::string access_key = text_of(vector, "access_key_id");
    SCOPED_TRACE(access_key);
    const auto derived = v4a::private_key(access_key, text_of(vector, "secret"));
    EXPECT_EQ(wire::to_hex(derived.public_key().x()), text_of(vector, "public_x"));
    EXPECT_EQ(wire::to_hex(derived.public_key().y()), text_of(vector, "public_y"));
    // The scalar itself stays inside: it is the right one if it makes the same pair.
    const std::string scalar = wire::from_hex(text_of(vector, "private_scalar")).value();
    const auto given = wire::P256PrivateKey::from_scalar(wire::as_bytes(scalar)).value();
    const wire::Sha256Digest digest = wire::sha256(wire::as_bytes(access_key));
    EXPECT_TRUE(given.public_key().verify(digest, wire::as_bytes(derived.sign(digest))));
    EXPECT_TRUE(derived.public_key().verify(digest, wire::as_bytes(given.sign(digest))));
  }
}

// cases.json, "region_set": [region set, whether it has us-east-1].
TEST(V4aRegionSet, CoversWhatTheSheetsTableSays) {
  const auto cases = pail::testing::spec_cases("region_set");
  ASSERT_EQ(cases.size(), 16U);
  for (const auto& one : cases) {
    const std::string region_set(one.at(0).as_string());
    EXPECT_EQ(v4a::covers(region_set, "us-east-1"), one.at(1).as_bool()) << region_set;
  }
}

TEST(V4aRegionSet, TriesEveryPlaceAStarMayEnd) {
  EXPECT_TRUE(v4a::covers("*-a-*-b", "x-a-a-b-b"));
  EXPECT_TRUE(v4a::covers("a*a*a", "aaa"));
  EXPECT_FALSE(v4a::covers("a*a*a", "aa"));
  EXPECT_FALSE(v4a::covers("*b", "ba"));
  EXPECT_FALSE(v4a::covers("b*", "ab"));
}

// A text that makes naive matching exponential.
TEST(V4aRegionSet, AnswersStarsWithoutEndInNoTime) {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "a*";
  EXPECT_FALSE(v4a::covers(pattern + "b", std::string(4000, 'a')));
}

Request request_to_sign(std::string method = "GET") {
  return {.method = std::move(method),
          .path = "/b/k",
          .headers = {{"Host", "s3.example"},
                      {"Range", "bytes=0-9"},
                      {"x-amz-content-sha256", "UNSIGNED-PAYLOAD"},
                      {"x-amz-date", std::string(testing::moment_iso)},
                      {"x-amz-region-set", "us-east-1"}}};
}

TEST(V4aAuthorization, SignsTheSheetsStringAndTheRegionSet) {
  const Key key({testing::access_key, testing::secret_key});
  const Received received(request_to_sign());
  const std::string text = v4a::authorization(key, received.message(), moment);
  const std::string front =
      "AWS4-ECDSA-P256-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130206/s3/aws4_request,"
      "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-region-set,Signature=";
  ASSERT_TRUE(text.starts_with(front)) << text;
  const std::string canonical =
      "GET\n/b/k\n\nhost:s3.example\nx-amz-content-sha256:UNSIGNED-PAYLOAD\n"
      "x-amz-date:20130206T005745Z\nx-amz-region-set:us-east-1\n\n"
      "host;x-amz-content-sha256;x-amz-date;x-amz-region-set\nUNSIGNED-PAYLOAD";
  const std::string to_sign =
      "AWS4-ECDSA-P256-SHA256\n20130206T005745Z\n20130206/s3/aws4_request\n" +
      wire::to_hex(wire::sha256(wire::as_bytes(canonical)));
  EXPECT_TRUE(key.verify_v4a(to_sign, text.substr(front.size())));
}

// What requests of clients are like that canonical forms go wrong with.
TEST(V4aAuthorization, UsesTheCanonicalFormsOfV4) {
  const std::pair<Request, std::string> cases[] = {
      {{.path = "/b//a/../k/."}, "GET\n/b//a/../k/.\n\nhost:s3.example\n"},
      {{.path = "/b/%E3%83%86%20~"}, "GET\n/b/%E3%83%86%20~\n\nhost:s3.example\n"},
      {{.query = "p-2=b&p=%7e&%E3%83%86=1&p=A&e"},
       "GET\n/\n%E3%83%86=1&e=&p=A&p=~&p-2=b\nhost:s3.example\n"},
      {{.method = "POST", .headers = {{"X-Amz-Meta-A", " 2   1\r\n\t0 "}, {"x-amz-meta-a", "3"}}},
       "POST\n/\n\nhost:s3.example\nx-amz-date:20130206T005745Z\nx-amz-meta-a:2 1 0,3\n"},
      {{.headers = {{"x-amz-security-token", "t/+="}, {"Content-Type", "Text/Plain"}}},
       "GET\n/\n\ncontent-type:Text/Plain\nhost:s3.example\nx-amz-date:20130206T005745Z\n"
       "x-amz-region-set:*\nx-amz-security-token:t/+=\n"}};
  const Key key({testing::access_key, testing::secret_key});
  for (auto [request, front] : cases) {
    SCOPED_TRACE(front);
    request.headers.insert(request.headers.begin(), {"Host", "s3.example"});
    request.headers.emplace_back("x-amz-date", testing::moment_iso);
    request.headers.emplace_back("x-amz-region-set", "*");
    const Received received(request);
    const auto head = v4a::sign_head(key, received.message(), moment);
    EXPECT_TRUE(head.seed.canonical_request.starts_with(front)) << head.seed.canonical_request;
  }
}

TEST(V4aAuthorization, HandsOnTheSeedOfItsChunks) {
  const Key key({testing::access_key, testing::secret_key});
  const Received received(request_to_sign("PUT"));
  const v4::SignedHead head = v4a::sign_head(key, received.message(), moment);
  EXPECT_TRUE(head.authorization.ends_with(",Signature=" + head.seed.signature));
  EXPECT_EQ(head.seed.date_text, testing::moment_iso);
  EXPECT_EQ(head.seed.scope, "20130206/s3/aws4_request");
  EXPECT_EQ(head.seed.algorithm, Algorithm::ecdsa_p256);
  EXPECT_TRUE(head.seed.canonical_request.starts_with("PUT\n/b/k\n\nhost:s3.example\n"));
}

TEST(V4aPresign, AddsTheParametersOfTheSheet) {
  const Key key({testing::temporary_access_key, testing::secret_key, testing::session_token});
  Received received(Request{.path = "/b/k", .query = "acl", .headers = {{"Host", "s3.example"}}});
  v4a::presign(key, received.message(), received.query(), "us-*,eu-west-1", moment,
               std::chrono::seconds(60));
  std::string names;
  for (const wire::QueryParam& param : received.query().all()) names.append(param.name) += ' ';
  EXPECT_EQ(names,
            "acl X-Amz-Algorithm X-Amz-Credential X-Amz-Date X-Amz-Expires X-Amz-Region-Set "
            "X-Amz-SignedHeaders X-Amz-Security-Token X-Amz-Signature ");
  EXPECT_EQ(received.query().value("X-Amz-Algorithm"), "AWS4-ECDSA-P256-SHA256");
  EXPECT_EQ(received.query().value("X-Amz-Credential"),
            "ASIAIOSFODNN7EXAMPLE/20130206/s3/aws4_request");
  EXPECT_EQ(received.query().value("X-Amz-Region-Set"), "us-*,eu-west-1");
}

}  // namespace
}  // namespace pail::signer
