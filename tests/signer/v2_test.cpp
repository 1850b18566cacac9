#include "signer/v2.hpp"

#include <gtest/gtest.h>

#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::signer {
namespace {

using testing::Received;
using testing::Request;
using testing::Vector;

std::string date_line_of(const Vector& vector, const Message& message) {
  return vector.in_query ? vector.expires : std::string(v2::header_date_line(message.headers));
}

std::string amz_headers(Request request) {
  const Received received(std::move(request));
  Text out;
  v2::append_amz_headers(out, received.message());
  return out.string();
}

std::string resource(Request request) {
  const Received received(std::move(request));
  Text out;
  v2::append_resource(out, received.message());
  return out.string();
}

TEST(V2Vectors, AllOfTheSheetAreHere) {
  EXPECT_EQ(testing::v2_vectors().size(), 58U);
}

TEST(V2Vectors, StringToSignIsThePublishedOne) {
  for (const Vector& vector : testing::v2_vectors()) {
    SCOPED_TRACE(vector.id);
    const Received received(vector.request);
    const Message message = received.message();
    EXPECT_EQ(v2::string_to_sign(message, date_line_of(vector, message)), vector.string_to_sign);
  }
}

TEST(V2Vectors, SignatureIsThePublishedOne) {
  for (const Vector& vector : testing::v2_vectors()) {
    SCOPED_TRACE(vector.id);
    EXPECT_EQ(Key(vector.credentials).sign_v2(vector.string_to_sign), vector.signature);
  }
}

TEST(V2Signature, IsAppendedBehindWhatIsThere) {
  const Key key({testing::access_key, testing::secret_key});
  const Received received({.headers = {{"Date", std::string(testing::moment_http)}}});
  const std::string signature =
      key.sign_v2(v2::string_to_sign(received.message(), testing::moment_http));
  std::string text = "Signature=";
  v2::append_signature(text, key, received.message(), testing::moment_http);
  EXPECT_EQ(text, "Signature=" + signature);
  text = "Authorization: ";
  v2::append_authorization(text, key, received.message());
  EXPECT_EQ(text, "Authorization: AWS " + std::string(testing::access_key) + ':' + signature);
}

TEST(V2Vectors, AuthorizationIsThePublishedText) {
  for (const Vector& vector : testing::v2_vectors()) {
    if (vector.in_query) continue;
    SCOPED_TRACE(vector.id);
    const Received received(vector.request);
    EXPECT_EQ(v2::authorization(Key(vector.credentials), received.message()), vector.authorization);
  }
}

TEST(V2Vectors, PresigningAddsThePublishedParameters) {
  int presigned = 0;
  for (const Vector& vector : testing::v2_vectors()) {
    if (!vector.in_query) continue;
    SCOPED_TRACE(vector.id);
    // A token, where there is one, stands in the vector's own query already: sign as a key without
    // one.
    const Key key({vector.credentials.access_key, vector.credentials.secret_key});
    Received received(vector.request);
    const wire::Seconds expires(std::chrono::seconds(std::stoll(vector.expires)));
    v2::presign(key, received.message(), received.query(), expires);
    EXPECT_EQ(received.query().text(), vector.query_signed);
    ++presigned;
  }
  EXPECT_EQ(presigned, 7);
}

TEST(V2AmzHeaders, AreSortedByLowerCasedName) {
  EXPECT_EQ(amz_headers({.headers = {{"x-amz-b", "2"}, {"X-Amz-A", "1"}, {"X-AMZ-C", "3"}}}),
            "x-amz-a:1\nx-amz-b:2\nx-amz-c:3\n");
}

TEST(V2AmzHeaders, OtherNamesAreLeftOut) {
  EXPECT_EQ(amz_headers({.headers = {{"Host", "h"},
                                     {"x-amzn-trace-id", "1"},
                                     {"x-am", "2"},
                                     {"Content-Length", "3"}}}),
            "");
}

TEST(V2AmzHeaders, ALongerNameSortsBehindItsPrefix) {
  EXPECT_EQ(amz_headers({.headers = {{"x-amz-meta-ab", "2"}, {"x-amz-meta-a", "1"}}}),
            "x-amz-meta-a:1\nx-amz-meta-ab:2\n");
}

TEST(V2AmzHeaders, ManyRepeatedHeadersKeepTheirOrder) {
  Request request;
  std::string expected = "x-amz-meta-a:";
  for (int i = 0; i < 40; ++i) {
    request.headers.emplace_back(i % 2 == 0 ? "x-amz-meta-a" : "X-Amz-Meta-A", std::to_string(i));
    expected += (i == 0 ? "" : ",") + std::to_string(i);
  }
  EXPECT_EQ(amz_headers(request), expected + '\n');
}

TEST(V2AmzHeaders, AQueryParameterReplacesAllHeadersOfItsName) {
  EXPECT_EQ(amz_headers({.query = "X-Amz-Acl=private",
                         .headers = {{"x-amz-acl", "public-read"}, {"x-amz-acl", "other"}}}),
            "x-amz-acl:private\n");
}

TEST(V2AmzHeaders, OfRepeatedQueryParametersTheFirstCounts) {
  EXPECT_EQ(amz_headers({.query = "x-amz-acl=private&x-amz-acl=public-read"}),
            "x-amz-acl:private\n");
}

TEST(V2AmzHeaders, AQueryValueIsDecodedAndTrimmed) {
  EXPECT_EQ(amz_headers({.query = "x-amz-meta-a=%20a%2Bb+c%20"}), "x-amz-meta-a:a+b c\n");
}

TEST(V2AmzHeaders, AQueryValueCannotForgeASecondLine) {
  EXPECT_EQ(amz_headers({.query = "x-amz-meta-a=1%0Ax-amz-meta-b:2"}),
            "x-amz-meta-a:1 x-amz-meta-b:2\n");
}

TEST(V2Resource, TheBucketOfTheHostGoesInFront) {
  EXPECT_EQ(resource({.path = "/k", .host_bucket = "b"}), "/b/k");
  EXPECT_EQ(resource({.path = "/b/k"}), "/b/k");
  EXPECT_EQ(resource({.path = "/", .query = "acl", .host_bucket = "b"}), "/b/?acl");
}

TEST(V2Resource, APlusInAValueIsASpace) {
  EXPECT_EQ(resource({.path = "/k", .query = "response-expires=a+b"}), "/k?response-expires=a b");
}

TEST(V2Resource, EveryNameOfTheTableIsSignedInByteOrder) {
  const auto document = pail::testing::json_fixture("spec/sigv2_vectors.json");
  std::string query, expected = "/k";
  char separator = '?';
  const auto& valued = document.at("subresources_signed_with_value").as_array();
  const auto& names = document.at("signed_subresources").as_array();
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    query += (query.empty() ? "" : "&") + std::string(name->as_string()) + "=v";
  }
  for (const auto& name : names) {
    expected += separator + std::string(name.as_string());
    if (std::find(valued.begin(), valued.end(), name) != valued.end()) expected += "=v";
    separator = '&';
  }
  EXPECT_EQ(resource({.path = "/k", .query = query}), expected);
}

TEST(V2SubResource, KindsAreThoseOfTheSheet) {
  const auto document = pail::testing::json_fixture("spec/sigv2_vectors.json");
  const auto& valued = document.at("subresources_signed_with_value").as_array();
  for (const auto& name : document.at("signed_subresources").as_array()) {
    SCOPED_TRACE(name.as_string());
    const bool with_value = std::find(valued.begin(), valued.end(), name) != valued.end();
    EXPECT_EQ(v2::sub_resource(name.as_string()),
              with_value ? v2::SubResource::name_and_value : v2::SubResource::name_only);
  }
}

TEST(V2SubResource, NamesOfListingsAndOtherCasesAreNotSigned) {
  for (const char* name : {"prefix",
                           "delimiter",
                           "marker",
                           "max-keys",
                           "list-type",
                           "continuation-token",
                           "start-after",
                           "fetch-owner",
                           "encoding-type",
                           "key-marker",
                           "version-id-marker",
                           "upload-id-marker",
                           "max-uploads",
                           "max-parts",
                           "part-number-marker",
                           "x-id",
                           "session",
                           "id",
                           "Signature",
                           "Expires",
                           "AWSAccessKeyId",
                           "ACL",
                           "Versioning",
                           "",
                           "aaa",
                           "zzz"}) {
    EXPECT_EQ(v2::sub_resource(name), v2::SubResource::not_signed) << name;
  }
}

TEST(V2Presign, ATemporaryKeyBringsItsTokenSigned) {
  const Key key({testing::temporary_access_key, testing::secret_key, testing::session_token});
  Received received({.path = "/b/k"});
  v2::presign(key, received.message(), received.query(), testing::moment);
  EXPECT_EQ(received.query().value("x-amz-security-token"), testing::session_token);
  EXPECT_NE(v2::string_to_sign(received.message(), "").find(testing::session_token),
            std::string::npos);
}

}  // namespace
}  // namespace pail::signer
