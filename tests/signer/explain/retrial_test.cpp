#include "signer/explain/retrial.hpp"

#include <gtest/gtest.h>

#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"

namespace pail::signer::explain {
namespace {

using testing::usual_keys;

const wire::Time today = *wire::parse_iso_extended("2026-03-01T12:00:00Z");
const std::vector<std::string> own_names = {"s3.localhost"};

Retrial retried(const CapturedRequest& request, std::optional<wire::Time> now = {}) {
  const auto keys = usual_keys();
  return retry(request, {.keys = keys,
                         .all_keys = {},
                         .region = "us-east-1",
                         .own_names = own_names,
                         .machine_time = today,
                         .now = now})
      .value();
}

CapturedRequest seed() {
  return capture_http(pail::testing::read_fixture("captures/seed_blog.http")).value();
}

TEST(Retrial, AGoodSignatureOfLongAgoIsGoodAtItsOwnTime) {
  const Retrial retrial = retried(seed());
  EXPECT_TRUE(retrial.good());
  EXPECT_EQ(retrial.scheme, Scheme::v2_header);
  EXPECT_EQ(retrial.clock_used, ClockUsed::of_the_request);
  EXPECT_EQ(retrial.string_to_sign,
            "PUT\n\ntext/plain\nWed, 06 Feb 2013 00:57:45 +0000\n/my-bucket-name/foo.txt");
  EXPECT_EQ(retrial.canonical_request, "");
  EXPECT_FALSE(retrial.diagnosis);
}

TEST(Retrial, AtAnotherTimeItIsSkewed) {
  const Retrial retrial = retried(seed(), today);
  EXPECT_EQ(retrial.clock_used, ClockUsed::as_told);
  ASSERT_TRUE(retrial.refusal);
  EXPECT_EQ(retrial.refusal->code(), wire::Errc::RequestTimeTooSkewed);
  EXPECT_FALSE(retrial.diagnosis->mistakes.empty());
}

TEST(Retrial, AWrongSignatureIsDiagnosed) {
  CapturedRequest request = seed();
  request.target = "/my-bucket-name/foo.txt?acl";
  const Retrial retrial = retried(request);
  ASSERT_TRUE(retrial.refusal);
  EXPECT_EQ(retrial.refusal->code(), wire::Errc::SignatureDoesNotMatch);
  ASSERT_EQ(retrial.diagnosis->mistakes.size(), 1U);
  EXPECT_NE(retrial.diagnosis->mistakes.front()->id.find("sub-resource"), std::string::npos);
  EXPECT_TRUE(retrial.string_to_sign.ends_with("?acl"));
}

TEST(Retrial, TheTextsOfAnUnknownKeyAreBuiltAllTheSame) {
  CapturedRequest request = seed();
  request.headers.back().value = "AWS AKIAUNKNOWN:x=";
  const Retrial retrial = retried(request);
  EXPECT_EQ(retrial.refusal->code(), wire::Errc::InvalidAccessKeyId);
  EXPECT_TRUE(retrial.string_to_sign.starts_with("PUT\n"));
}

TEST(Retrial, ARequestWithoutSignatureIsNotGood) {
  const Retrial retrial = retried(capture_curl("curl http://localhost/b/k").value());
  EXPECT_FALSE(retrial.good());
  EXPECT_FALSE(retrial.refusal);
  EXPECT_EQ(retrial.clock_used, ClockUsed::of_the_machine);
  EXPECT_EQ(retrial.clock, today);
}

// Every vector of both versions, as a captured request.
TEST(Retrial, AgreesWithTheVectors) {
  auto vectors = testing::v2_vectors();
  for (auto& vector : testing::v4_vectors()) vectors.push_back(std::move(vector));
  ASSERT_GT(vectors.size(), 70U);
  for (const testing::Vector& vector : vectors) {
    SCOPED_TRACE(vector.id);
    const testing::Request sent = vector.signed_request();
    CapturedRequest request;
    request.method = sent.method;
    request.target = sent.path + (sent.query.empty() ? "" : "?" + sent.query);
    for (const auto& [name, value] : sent.headers) add_header(request, name, value);
    // Vectors name the bucket of the host; here it has to be found.
    if (!sent.host_bucket.empty()) {
      std::erase_if(request.headers, [](const auto& field) { return field.name == "Host"; });
      add_header(request, "Host", sent.host_bucket + ".s3.localhost");
    }
    const bool host_is_signed = vector.signed_headers.find("host") != std::string::npos;
    if (!sent.host_bucket.empty() && host_is_signed) continue;
    const testing::Keys keys({vector.credentials});
    const auto retrial =
        retry(request, {.keys = keys,
                        .all_keys = {},
                        .region = vector.region.empty() ? "us-east-1" : vector.region,
                        .own_names = own_names,
                        .machine_time = today});
    ASSERT_TRUE(retrial);
    EXPECT_TRUE(retrial.value().good())
        << (retrial.value().refusal ? wire::describe(*retrial.value().refusal) : "");
    EXPECT_EQ(retrial.value().string_to_sign, vector.string_to_sign);
    EXPECT_EQ(retrial.value().canonical_request, vector.canonical_request);
  }
}

CapturedRequest form(const std::string& signature) {
  const auto field = [](const std::string& name, const std::string& value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  };
  const std::string body = field("key", "k") + field("AWSAccessKeyId", testing::access_key) +
                           field("policy", "e30=") + field("signature", signature) +
                           field("file", "signature") + field("signature", "of nothing") +
                           "--b--\r\n";
  return capture_http(
             "POST /b HTTP/1.1\nHost: localhost\nContent-Type: multipart/form-data; "
             "boundary=b\nContent-Length: " +
             std::to_string(body.size()) + "\n\n" + body)
      .value();
}

TEST(Retrial, ReadsTheSignatureOfAForm) {
  const Key key({testing::access_key, testing::secret_key});
  const Retrial good = retried(form(key.sign_v2("e30=")));
  EXPECT_TRUE(good.good());
  EXPECT_EQ(good.scheme, Scheme::v2_post);
  EXPECT_EQ(good.string_to_sign, "e30=");
  const Retrial decoded = retried(form(key.sign_v2("{}")));
  EXPECT_EQ(decoded.refusal->code(), wire::Errc::SignatureDoesNotMatch);
  EXPECT_EQ(decoded.diagnosis->mistakes.size(), 1U) << "the decoded policy was signed";
}

TEST(Retrial, ABodyOtherThanTheOneHashedIsFound) {
  for (const auto& vector : testing::v4_vectors()) {
    if (vector.id != "doc-put-object") continue;
    CapturedRequest request;
    request.method = vector.request.method;
    request.target = vector.request.path;
    for (const auto& [name, value] : vector.signed_request().headers) {
      add_header(request, name, value);
    }
    const testing::Keys keys({vector.credentials});
    const Bench bench{.keys = keys,
                      .all_keys = {},
                      .region = "us-east-1",
                      .own_names = own_names,
                      .machine_time = today};
    const Retrial unknown = retry(request, bench).value();
    EXPECT_TRUE(unknown.good());
    EXPECT_EQ(unknown.notes.size(), 1U) << "that the hash was taken on trust";
    request.body = "Welcome to Amazon S3.";
    EXPECT_TRUE(retry(request, bench).value().good());
    request.body = "Welcome to Amazon S3!";
    const Retrial other = retry(request, bench).value();
    EXPECT_EQ(other.refusal->code(), wire::Errc::XAmzContentSHA256Mismatch);
    return;
  }
  FAIL() << "the vector is not there";
}

}  // namespace
}  // namespace pail::signer::explain
