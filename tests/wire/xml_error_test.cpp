#include <gtest/gtest.h>

#include "wire/xml.hpp"

namespace pail::wire {
namespace {

TEST(ErrorXml, is_the_document_of_the_spec) {
  const Error error = Error(Errc::NoSuchKey).with("Key", "a/b.txt");
  EXPECT_EQ(
      error_xml(error, "4442587FB7D0A2F9", "aG9zdA=="),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"
      "<Key>a/b.txt</Key><RequestId>4442587FB7D0A2F9</RequestId><HostId>aG9zdA==</HostId></Error>");
}

TEST(ErrorXml, keeps_details_in_order_and_line_feeds_as_they_are) {
  const std::string xml = error_xml(Error(Errc::SignatureDoesNotMatch)
                                        .with("AWSAccessKeyId", "AKID")
                                        .with("StringToSign", "GET\n\n<&>")
                                        .with("Empty", ""),
                                    "r", "h");
  EXPECT_NE(xml.find("<AWSAccessKeyId>AKID</AWSAccessKeyId><StringToSign>GET\n\n&lt;&amp;&gt;"
                     "</StringToSign><Empty></Empty><RequestId>"),
            std::string::npos)
      << xml;
}

TEST(ErrorXml, leaves_the_message_out_where_s3_does) {
  EXPECT_NE(error_xml(Error(Errc::InvalidArgument).without_message(), "r", "h")
                .find("<Code>InvalidArgument</Code><RequestId>"),
            std::string::npos);
}

TEST(ErrorFromXml, reads_every_code_back_with_its_details) {
  for (const ErrorInfo& row : all_errors()) {
    SCOPED_TRACE(row.code);
    const Error sent = Error(errc_from_text(row.code).value(), "a <message>").with("Key", " k ");
    const Error read = error_from_xml(error_xml(sent, "r", "h"), 400);
    EXPECT_EQ(read.code(), sent.code());
    EXPECT_EQ(read.message(), "a <message>");
    ASSERT_EQ(read.details().size(), 3U);
    EXPECT_EQ(read.details()[0].name, "Key");
    EXPECT_EQ(read.details()[0].value, " k ");
    EXPECT_EQ(read.detail("RequestId"), "r");
    EXPECT_EQ(read.detail("HostId"), "h");
  }
}

TEST(ErrorFromXml, tells_a_missing_message_from_a_given_one) {
  EXPECT_FALSE(error_from_xml("<Error><Code>NoSuchKey</Code></Error>", 404).message());
}

TEST(ErrorFromXml, hands_on_a_code_it_does_not_know) {
  const Error error =
      error_from_xml("<Error><Code>Brand.New</Code><Message>m</Message></Error>", 418);
  EXPECT_EQ(error.code(), Errc::UnknownError);
  EXPECT_EQ(error.message(), "m");
  EXPECT_EQ(error.detail("Code"), "Brand.New");
  EXPECT_EQ(error.detail("Status"), "418");
}

TEST(ErrorFromXml, reads_the_document_of_sts_and_iam) {
  const Error error = error_from_xml(
      "<ErrorResponse "
      "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
      "<Code>ValidationError</Code><Message>bad</Message></Error><RequestId>uuid</RequestId></"
      "ErrorResponse>",
      400);
  EXPECT_EQ(error.code(), Errc::ValidationError);
  EXPECT_EQ(error.message(), "bad");
  EXPECT_EQ(error.detail("Type"), "Sender");
  EXPECT_EQ(error.detail("RequestId"), "uuid");
}

// CompleteMultipartUpload sends white space while it works.
TEST(ErrorFromXml, overlooks_white_space_around_the_document) {
  EXPECT_EQ(error_from_xml("\n \n<Error><Code>SlowDown</Code></Error>\n", 200).code(),
            Errc::SlowDown);
}

TEST(ErrorFromXml, goes_by_the_status_where_there_is_no_document) {
  EXPECT_EQ(error_from_xml("", 304).code(), Errc::NotModified);
  EXPECT_EQ(error_from_xml("", 403).code(), Errc::AccessDenied);
  EXPECT_EQ(error_from_xml("", 412).code(), Errc::PreconditionFailed);
  EXPECT_EQ(error_from_xml("<html>", 503).code(), Errc::ServiceUnavailable);
  for (const unsigned status : {301U, 304U, 403U, 405U, 411U, 412U, 416U, 500U, 501U, 503U}) {
    EXPECT_EQ(error_from_xml("", status).status(), status);
  }
}

TEST(ErrorFromXml, does_not_guess_where_a_status_has_several_codes) {
  for (const char* body : {"", "not xml", "<Error/>", "<Other><Code>NoSuchKey</Code></Other>"}) {
    const Error error = error_from_xml(body, 404);
    EXPECT_EQ(error.code(), Errc::UnknownError) << body;
    EXPECT_EQ(error.detail("Status"), "404") << body;
    EXPECT_EQ(error.message(), "HTTP status 404 without an error document.") << body;
  }
}

}  // namespace
}  // namespace pail::wire
