#include "signer/v4.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"

namespace pail::signer {
namespace {

using testing::Received;
using testing::Request;
using testing::Vector;

wire::Time time_of(const Vector& vector) {
  return wire::parse_request_date(vector.date, testing::moment).value();
}

std::string canonical_of(const Vector& vector) {
  const Received received(vector.request);
  return v4::canonical_request(received.message(), vector.signed_headers, vector.payload_hash);
}

std::string canonical_query(std::string query) {
  const Received received({.path = "/", .query = std::move(query)});
  const std::string all = v4::canonical_request(received.message(), "", "");
  constexpr std::string_view head = "GET\n/\n";
  return all.substr(head.size(), all.find('\n', head.size()) - head.size());
}

std::string canonical_header(Request request, std::string_view name) {
  const Received received(std::move(request));
  const std::string all = v4::canonical_request(received.message(), name, "");
  constexpr std::string_view head = "GET\n/\n\n";
  return all.substr(head.size(), all.find('\n', head.size()) - head.size());
}

TEST(V4Vectors, AllOfTheSheetAreHere) {
  EXPECT_EQ(testing::v4_vectors().size(), 19U);
}

TEST(V4Vectors, CanonicalRequestIsThePublishedOne) {
  for (const Vector& vector : testing::v4_vectors()) {
    SCOPED_TRACE(vector.id);
    EXPECT_EQ(canonical_of(vector), vector.canonical_request);
  }
}

TEST(V4Vectors, StringToSignIsThePublishedOne) {
  for (const Vector& vector : testing::v4_vectors()) {
    SCOPED_TRACE(vector.id);
    EXPECT_EQ(v4::string_to_sign(v4::algorithm, vector.date, vector.scope, canonical_of(vector)),
              vector.string_to_sign);
  }
}

TEST(V4Vectors, SignatureIsThePublishedOne) {
  for (const Vector& vector : testing::v4_vectors()) {
    SCOPED_TRACE(vector.id);
    const std::string day = vector.scope.substr(0, 8);
    EXPECT_EQ(Key(vector.credentials).sign_v4(vector.string_to_sign, day, vector.region, "s3"),
              vector.signature);
  }
}

// The vectors that sign more than we do (Range, Date, Content-Encoding ...) are verified, not made,
// by us.
TEST(V4Vectors, AuthorizationIsThePublishedTextWhereTheSameHeadersAreSigned) {
  const std::set<std::string> other_headers = {
      "doc-get-object-range",       "doc-put-object",
      "edge-rfc1123-date",          "doc-streaming-signed-seed",
      "edge-unsigned-trailer-seed", "doc-streaming-signed-trailer-seed"};
  int compared = 0;
  for (const Vector& vector : testing::v4_vectors()) {
    if (vector.in_query || other_headers.count(vector.id) > 0) continue;
    SCOPED_TRACE(vector.id);
    const Received received(vector.request);
    EXPECT_EQ(v4::authorization(Key(vector.credentials), received.message(), vector.region,
                                time_of(vector)),
              vector.authorization);
    ++compared;
  }
  EXPECT_EQ(compared, 9);
}

std::string without_authentication(const std::string& query) {
  wire::Query kept;
  const wire::Query all = wire::Query::parse(query).value();
  for (const wire::QueryParam& param : all.all()) {
    if (!param.name.starts_with("X-Amz-")) kept.add(param.name, param.value);
  }
  return kept.text();
}

TEST(V4Vectors, PresigningMakesThePublishedQuery) {
  int presigned = 0;
  for (const Vector& vector : testing::v4_vectors()) {
    if (!vector.in_query) continue;
    SCOPED_TRACE(vector.id);
    const wire::Query published = wire::Query::parse(vector.query_signed).value();
    const std::chrono::seconds lasts(std::stoll(std::string(*published.value("X-Amz-Expires"))));
    Request plain = vector.request;
    plain.query = without_authentication(plain.query);
    Received received(plain);
    v4::presign(Key(vector.credentials), received.message(), received.query(), vector.region,
                time_of(vector), lasts);
    EXPECT_EQ(received.query().text(), vector.query_signed);
    ++presigned;
  }
  EXPECT_EQ(presigned, 4);
}

TEST(V4CanonicalQuery, SortsByNameThenValueAndNotByTheJoinedText) {
  EXPECT_EQ(canonical_query("a-b=1&a=2&a=1"), "a=1&a=2&a-b=1");
}

TEST(V4CanonicalQuery, EncodesAgainWithUpperCaseHexAndNothingMoreThanNeeded) {
  EXPECT_EQ(canonical_query("k=%7e%2f%c3%a9*%20!"), "k=~%2F%C3%A9%2A%20%21");
}

TEST(V4CanonicalQuery, AParameterWithoutEqualsGetsOne) {
  EXPECT_EQ(canonical_query("acl"), "acl=");
}

TEST(V4CanonicalQuery, OnlyTheSignatureIsLeftOut) {
  EXPECT_EQ(canonical_query("X-Amz-Signature=1&x-amz-signature=2&X-Amz-Date=3"),
            "X-Amz-Date=3&x-amz-signature=2");
}

TEST(V4CanonicalHeaders, WhiteSpaceIsTrimmedAndCollapsedAndFoldsAreSpaces) {
  EXPECT_EQ(
      canonical_header({.headers = {{"X-Amz-Meta-A", " \t a \t b\r\n   c  "}}}, "x-amz-meta-a"),
      "x-amz-meta-a:a b c");
}

TEST(V4CanonicalHeaders, RepeatedOnesAreJoinedInOrder) {
  EXPECT_EQ(canonical_header({.headers = {{"A", "2"}, {"B", "x"}, {"a", "1"}}}, "a"), "a:2,1");
}

TEST(V4CanonicalHeaders, AListedButAbsentHeaderIsAnEmptyLine) {
  EXPECT_EQ(canonical_header({}, "x-amz-meta-a"), "x-amz-meta-a:");
}

TEST(V4SignedHeaders, TheListIsKeptAsSent) {
  using ::testing::ElementsAre;
  EXPECT_THAT(v4::SignedHeaders("a;b").names(), ElementsAre("a", "b"));
  EXPECT_THAT(v4::SignedHeaders("").names(), ElementsAre(""));
  EXPECT_THAT(v4::SignedHeaders("a;;b;").names(), ElementsAre("a", "", "b", ""));
  const Received received({});
  const auto text = v4::canonical_request(received.message(), "b;;a;", "h");
  EXPECT_TRUE(text.ends_with("\nb;;a;\nh")) << text;
}

TEST(V4Authorization, SignsEveryHeaderThatS3WantsSigned) {
  const Key key({testing::access_key, testing::secret_key});
  const Received received({.headers = {{"X-Amz-Meta-B", "1"},
                                       {"Range", "bytes=0-1"},
                                       {"Content-MD5", "m"},
                                       {"x-amz-meta-b", "2"},
                                       {"x-amz-date", std::string(testing::moment_iso)},
                                       {"Content-Type", "t"},
                                       {"Host", "h"},
                                       {"User-Agent", "u"}}});
  const auto text = v4::authorization(key, received.message(), "us-east-1", testing::moment);
  EXPECT_NE(text.find("SignedHeaders=content-md5;content-type;host;x-amz-date;x-amz-meta-b,"),
            std::string::npos)
      << text;
}

TEST(V4Authorization, IsAppendedBehindWhatIsThere) {
  const Key key({testing::access_key, testing::secret_key});
  const Received received({.headers = {{"Host", "h"}}});
  std::string text = "Authorization: ";
  v4::append_authorization(text, key, received.message(), "us-east-1", testing::moment);
  EXPECT_EQ(text, "Authorization: " +
                      v4::authorization(key, received.message(), "us-east-1", testing::moment));
}

TEST(V4CanonicalRequest, OfALongHeadIsWhole) {
  const std::string token(5000, 't');
  const Received received({.headers = {{"Host", "h"}, {"x-amz-security-token", token}}});
  EXPECT_EQ(
      v4::canonical_request(received.message(), "host;x-amz-security-token", "hash"),
      "GET\n/\n\nhost:h\nx-amz-security-token:" + token + "\n\nhost;x-amz-security-token\nhash");
}

TEST(V4Scope, TextNamesItsFourParts) {
  EXPECT_EQ((v4::Scope{"20130524", "eu-west-1", "sts"}.text()),
            "20130524/eu-west-1/sts/aws4_request");
}

TEST(V4Vectors, ChunkAndTrailerStringsAreThePublishedOnes) {
  const auto document = pail::testing::json_fixture("spec/sigv4_vectors.json");
  constexpr std::string_view date = "20130524T000000Z";
  constexpr std::string_view scope = "20130524/us-east-1/s3/aws4_request";
  for (const auto& stream : document.at("streaming").as_array()) {
    SCOPED_TRACE(stream.at("id").as_string());
    std::string previous(stream.at("seed").as_string());
    for (const auto& chunk : stream.at("chunks").as_array()) {
      const std::string_view digest(chunk.at("data_sha256").as_string());
      EXPECT_EQ(v4::chunk_string_to_sign(date, scope, previous, digest),
                chunk.at("string_to_sign").as_string());
      previous = chunk.at("signature").as_string();
    }
    if (const auto* text = stream.as_object().if_contains("trailer_string_to_sign")) {
      const std::string digest =
          std::string(text->as_string()).substr(text->as_string().size() - 64);
      EXPECT_EQ(v4::trailer_string_to_sign(date, scope, previous, digest), text->as_string());
    }
  }
}

}  // namespace
}  // namespace pail::signer
