#include <gtest/gtest.h>

#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

class BucketVersioning : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  Answer put(const std::string& inside) {
    return send_versioning(s3, "bucket",
                           "<VersioningConfiguration>" + inside + "</VersioningConfiguration>");
  }
  Answer get() { return s3.send({.target = "/bucket?versioning"}); }
  Harness s3;
};

TEST_F(BucketVersioning, IsAnEmptyDocumentUntilItIsSet) {
  const Answer answer = get();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("Content-Type"), "application/xml");
  const auto document = wire::XmlDocument::parse(answer.body);
  ASSERT_TRUE(document);
  EXPECT_EQ(document.value().root().name(), "VersioningConfiguration");
  EXPECT_EQ(answer.elements(), "");
  EXPECT_NE(answer.body.find("http://s3.amazonaws.com/doc/2006-03-01/"), std::string::npos);
}

TEST_F(BucketVersioning, TellsWhatWasSet) {
  for (const std::string status : {"Suspended", "Enabled", "Enabled", "Suspended"}) {
    SCOPED_TRACE(status);
    const Answer answer = put("<Status>" + status + "</Status>");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(get().element("Status"), status);
    EXPECT_EQ(get().elements(), "Status");
  }
}

TEST_F(BucketVersioning, MfaDeleteIsUnderstood) {
  EXPECT_EQ(put("<MfaDelete>Disabled</MfaDelete><Status>Enabled</Status>").status, 200U);
  EXPECT_EQ(get().element("Status"), "Enabled");
  EXPECT_EQ(put("<MfaDelete>Maybe</MfaDelete><Status>Enabled</Status>").code(), "MalformedXML");
}

TEST_F(BucketVersioning, WhatIsNoConfigurationIsRefused) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "IllegalVersioningConfigurationException"},
      {"<MfaDelete>Enabled</MfaDelete>", "IllegalVersioningConfigurationException"},
      {"<Status>enabled</Status>", "MalformedXML"},
      {"<Status>Disabled</Status>", "MalformedXML"},
      {"<Status></Status>", "MalformedXML"},
      {"<Status>Enabled</Status><Status>Enabled</Status>", "MalformedXML"},
      {"<Status>Enabled</Status><Other/>", "MalformedXML"},
  };
  for (const auto& [inside, code] : cases) {
    SCOPED_TRACE(inside);
    const Answer answer = put(inside);
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.code(), code);
    EXPECT_EQ(get().elements(), "");
  }
  EXPECT_EQ(put("").message(), "The Versioning element must be specified");
  EXPECT_EQ(send_versioning(s3, "bucket", "<Other/>").code(), "MalformedXML");
  EXPECT_EQ(send_versioning(s3, "bucket", "nonsense").code(), "MalformedXML");
  EXPECT_EQ(send_versioning(s3, "bucket", "").code(), "MissingRequestBodyError");
  EXPECT_EQ(send_versioning(s3, "missing", "<Other/>").code(), "NoSuchBucket");
}

TEST_F(BucketVersioning, TheDocumentMustBeWhatItsDigestSays) {
  const std::string document =
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
  Sent sent{.method = "PUT", .target = "/bucket?versioning", .body = document};
  EXPECT_EQ(s3.send(sent).message(),
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  sent.headers = {{"Content-MD5", wire::to_base64(wire::md5(wire::as_bytes("other")))}};
  EXPECT_EQ(s3.send(sent).code(), "BadDigest");
  EXPECT_EQ(get().elements(), "");
}

}  // namespace
}  // namespace pail::emulator::testing
