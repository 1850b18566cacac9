#include "client/standalone.hpp"

#include <gtest/gtest.h>

#include "wire/date.hpp"

namespace pail::client {
namespace {

using namespace std::chrono_literals;

Config config_with(std::string access_key, std::string secret, Signature signature) {
  Config config;
  config.credentials.emplace(std::move(access_key), std::move(secret));
  config.signature = signature;
  return config;
}

Config documented(Signature signature) {
  return config_with("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", signature);
}

std::string field(const std::vector<wire::NamedText>& fields, std::string_view name) {
  for (const auto& [field_name, value] : fields) {
    if (field_name == name) return value;
  }
  return "absent";
}

TEST(SignatureFields, TheSeedsRequestGetsTheSeedsDigest) {
  const Config config = config_with("AKID", "my_s3_secret", Signature::v2);
  const PlainRequest request{
      "PUT",
      "http://my-bucket-name.s3.localhost:9000/foo.txt",
      {{"Content-Type", "text/plain"}, {"Date", "Wed, 06 Feb 2013 00:57:45 +0000"}}};
  const auto fields = signature_fields(config, request, wire::Time());
  ASSERT_TRUE(fields) << wire::describe(fields.error());
  ASSERT_EQ(fields.value().size(), 1U) << "a date that is given is not given again";
  EXPECT_EQ(field(fields.value(), "Authorization"), "AWS AKID:EUSj3g70aEsEqSyPT/GojZmY8eI=");
}

// doc-get-lifecycle of sigv4_vectors.json differs in its payload hash; the caller may send his own.
TEST(SignatureFields, ADocumentedVersion4RequestGetsItsSignature) {
  const PlainRequest request{
      "GET",
      "https://examplebucket.s3.amazonaws.com/?lifecycle",
      {{"x-amz-date", "20130524T000000Z"},
       {"x-amz-content-sha256",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}};
  const auto fields = signature_fields(documented(Signature::v4), request,
                                       *wire::parse_iso_basic("20260101T000000Z"));
  ASSERT_TRUE(fields) << wire::describe(fields.error());
  EXPECT_NE(field(fields.value(), "Authorization")
                .find("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
            std::string::npos);
}

TEST(SignatureFields, WhatIsNeededIsAdded) {
  const wire::Time now = *wire::parse_iso_basic("20130524T000000Z");
  const PlainRequest request{"GET", "http://localhost:9000/b/k", {}};
  const auto two = signature_fields(documented(Signature::v2), request, now);
  ASSERT_TRUE(two);
  EXPECT_EQ(field(two.value(), "Date"), "Fri, 24 May 2013 00:00:00 GMT");
  const auto four = signature_fields(documented(Signature::v4), request, now);
  ASSERT_TRUE(four);
  EXPECT_EQ(field(four.value(), "x-amz-date"), "20130524T000000Z");
  EXPECT_EQ(field(four.value(), "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
}

TEST(SignatureFields, ABareSubResourceStaysBareAndAValueStaysAValue) {
  const wire::Time now = *wire::parse_iso_basic("20130524T000000Z");
  const auto of = [&](const char* url) {
    const auto fields = signature_fields(documented(Signature::v2), {"GET", url, {}}, now);
    return fields ? field(fields.value(), "Authorization") : "refused";
  };
  EXPECT_EQ(of("http://localhost/b/?acl"), of("http://localhost/b/?acl="));
  EXPECT_NE(of("http://localhost/b/?acl"), of("http://localhost/b/"));
  EXPECT_NE(of("http://localhost/b/k?versionId=1"), of("http://localhost/b/k?versionId=2"));
  EXPECT_EQ(of("http://b.localhost/k"), of("http://localhost/b/k"))
      << "Version 2 signs the bucket, wherever it stands";
}

TEST(SignatureFields, WithoutKeysOrAUrlThereIsNoSignature) {
  EXPECT_FALSE(signature_fields({}, {"GET", "http://h/b/k", {}}, wire::Time()));
  for (const char* url : {"h/b/k", "http://h/a b", "http://h/k?a=%ZZ", "s3://b/k"}) {
    EXPECT_FALSE(signature_fields(documented(Signature::v2), {"GET", url, {}}, wire::Time()))
        << url;
  }
}

TEST(PresignedUrl, IsTheDocumentedOne) {
  Config config = documented(Signature::v4);
  config.endpoint = net::Origin{"s3.amazonaws.com", 443, true};
  const auto url = presigned_url(config, "GET", "examplebucket", "test.txt",
                                 {*wire::parse_iso_basic("20130524T000000Z"), 86'400s});
  ASSERT_TRUE(url) << wire::describe(url.error());
  EXPECT_TRUE(url.value().starts_with("https://examplebucket.s3.amazonaws.com/test.txt?"))
      << url.value();
  EXPECT_NE(url.value().find("X-Amz-Signature="
                             "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"),
            std::string::npos)
      << url.value();
}

TEST(PresignedUrl, Version2ExpiresAtATime) {
  Config config = documented(Signature::v2);
  config.addressing = Addressing::path;
  const auto url =
      presigned_url(config, "PUT", "b", "a b", {wire::Time(std::chrono::seconds(1'000'000)), 60s});
  ASSERT_TRUE(url);
  EXPECT_TRUE(url.value().starts_with("http://127.0.0.1:9000/b/a%20b?")) << url.value();
  EXPECT_NE(url.value().find("Expires=1000060"), std::string::npos) << url.value();
  EXPECT_EQ(url.value().find("wJalr"), std::string::npos) << "the secret is not in it";
}

TEST(CurlLine, CanBePastedIntoAShell) {
  const PlainRequest put{"PUT", "http://h/it's", {{"Content-Type", "a'b"}}};
  EXPECT_EQ(curl_line(put, {{"Date", "today"}}),
            R"(curl --upload-file FILE --header 'Content-Type: a'\''b' --header 'Date: today' )"
            R"('http://h/it'\''s')");
  EXPECT_EQ(curl_line({"GET", "http://h/k", {}}, {}), "curl 'http://h/k'");
  EXPECT_EQ(curl_line({"HEAD", "http://h/k", {}}, {}), "curl --head 'http://h/k'");
  EXPECT_EQ(curl_line({"DELETE", "http://h/k", {}}, {}), "curl --request 'DELETE' 'http://h/k'");
}

TEST(CurlLine, KeepsCurlFromChangingTheUrl) {
  EXPECT_EQ(curl_line({"GET", "http://h/b/../k", {}}, {}), "curl --path-as-is 'http://h/b/../k'");
  EXPECT_EQ(curl_line({"GET", "http://h/b/[1-3]", {}}, {}), "curl --globoff 'http://h/b/[1-3]'");
}

}  // namespace
}  // namespace pail::client
