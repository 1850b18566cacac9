#include "emulator/documents/completion_request.hpp"

#include <gtest/gtest.h>

namespace pail::emulator::documents {
namespace {

std::string with(std::string_view parts) {
  return "<CompleteMultipartUpload>" + std::string(parts) + "</CompleteMultipartUpload>";
}

TEST(CompletionRequest, PartsComeInTheOrderSent) {
  const auto request =
      parse_completion_request(with("<Part><PartNumber>2</PartNumber><ETag>\"b\"</ETag></Part>"
                                    "<Part><ETag>a</ETag><PartNumber> 1 </PartNumber></Part>"));
  ASSERT_TRUE(request.has_value());
  ASSERT_EQ(request.value().parts.size(), 2U);
  EXPECT_EQ(request.value().parts[0].number, 2U);
  EXPECT_EQ(request.value().parts[0].etag, "b");
  EXPECT_EQ(request.value().parts[1].number, 1U);
  EXPECT_EQ(request.value().parts[1].etag, "a");
}

TEST(CompletionRequest, ChecksumsOfAnyAlgorithmAreRead) {
  const auto request = parse_completion_request(
      with("<Part><PartNumber>1</PartNumber><ETag>a</ETag><ChecksumCRC32>x</ChecksumCRC32>"
           "<ChecksumSHA256>y</ChecksumSHA256></Part>"));
  ASSERT_TRUE(request.has_value());
  ASSERT_EQ(request.value().checksums[0].size(), 2U);
  EXPECT_EQ(request.value().checksums[0][1], PartChecksum(wire::ChecksumAlgorithm::sha256, "y"));
}

TEST(CompletionRequest, AnythingElseIsMalformed) {
  const std::string_view documents[] = {
      "<CompleteMultipartUpload>",
      "<Complete><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></Complete>",
      "<CompleteMultipartUpload><Piece/></CompleteMultipartUpload>",
      "<CompleteMultipartUpload><Part><ETag>a</ETag></Part></CompleteMultipartUpload>",
      "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>"};
  for (const std::string_view document : documents) {
    SCOPED_TRACE(document);
    const auto request = parse_completion_request(document);
    ASSERT_TRUE(request.has_error());
    EXPECT_EQ(request.error().code(), wire::Errc::MalformedXML);
  }
  for (const std::string number : {"", "x", "-1", "1.5", "4294967296", "99999999999999999999"}) {
    SCOPED_TRACE(number);
    const auto request = parse_completion_request(
        with("<Part><PartNumber>" + number + "</PartNumber><ETag>a</ETag></Part>"));
    ASSERT_TRUE(request.has_error());
    EXPECT_EQ(request.error().code(), wire::Errc::MalformedXML);
  }
  for (const std::string extra : {"<Size>1</Size>", "<ChecksumCRC7>x</ChecksumCRC7>",
                                  "<ETag>b</ETag>", "<PartNumber>2</PartNumber>"}) {
    SCOPED_TRACE(extra);
    const auto request = parse_completion_request(
        with("<Part><PartNumber>1</PartNumber><ETag>a</ETag>" + extra + "</Part>"));
    ASSERT_TRUE(request.has_error());
    EXPECT_EQ(request.error().code(), wire::Errc::MalformedXML);
  }
}

TEST(CompletionRequest, NoPartsHaveAMessageOfTheirOwn) {
  const auto request = parse_completion_request(with(""));
  ASSERT_TRUE(request.has_error());
  EXPECT_EQ(request.error().code(), wire::Errc::InvalidRequest);
  EXPECT_EQ(request.error().message(), "You must specify at least one part");
}

TEST(CompletionRequest, NoDocumentIsNoXml) {
  const auto request = parse_completion_request("");
  ASSERT_TRUE(request.has_error());
  EXPECT_EQ(request.error().code(), wire::Errc::MalformedXML);
}

TEST(CompletionRequest, ClaimsAreReadFromTheHeaders) {
  wire::Headers headers;
  headers.add("X-Amz-Checksum-SHA1", "9oeo+kMlG3hL6irRRMB+8GuSWwc=-2");
  headers.add("x-amz-checksum-type", "COMPOSITE");
  headers.add("x-amz-mp-object-size", "11");
  const auto claims = read_completion_claims(headers);
  ASSERT_TRUE(claims.has_value());
  EXPECT_EQ(claims.value().checksum->first, wire::ChecksumAlgorithm::sha1);
  EXPECT_EQ(claims.value().checksum->second, "9oeo+kMlG3hL6irRRMB+8GuSWwc=-2");
  EXPECT_EQ(claims.value().type, model::ChecksumType::composite);
  EXPECT_EQ(claims.value().object_size, 11U);
}

}  // namespace
}  // namespace pail::emulator::documents
