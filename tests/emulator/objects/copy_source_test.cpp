#include "emulator/objects/copy_source.hpp"

#include <gtest/gtest.h>

namespace pail::emulator::objects {
namespace {

// "bucket|key", and "|version" when there is one; or the error's code and message.
std::string parsed(std::string_view header) {
  const auto source = parse_copy_source(header);
  if (!source) {
    const wire::Error& error = source.error();
    return std::string(error.code_text()) + ": " + std::string(error.message().value_or(""));
  }
  const CopySource& found = source.value();
  return found.bucket + "|" + found.key + (found.version_id ? "|" + *found.version_id : "");
}

TEST(CopySource, IsABucketAndAKey) {
  const std::pair<std::string, std::string> cases[] = {
      {"bucket/key", "bucket|key"},
      {"/bucket/key", "bucket|key"},
      {"bucket/a/b//c", "bucket|a/b//c"},
      {"bucket//key", "bucket|/key"},
      {"bucket/key/", "bucket|key/"},
      {"my.old_Bucket/k", "my.old_Bucket|k"},
      {"bucket%2Fkey", "bucket|key"},
      {"%2Fbucket%2Fa%2Fb", "bucket|a/b"},
      {"bucket/caf%C3%A9%20x", "bucket|caf\xC3\xA9 x"},
      {"bucket/caf\xC3\xA9", "bucket|caf\xC3\xA9"},
      {"bucket/a+b%2Bc", "bucket|a+b+c"},
      {"bucket/anyfilename%2525.txt", "bucket|anyfilename%25.txt"},
  };
  for (const auto& [header, source] : cases) EXPECT_EQ(parsed(header), source) << header;
}

TEST(CopySource, AVersionStandsBehindALiteralQuestionMark) {
  const std::pair<std::string, std::string> cases[] = {
      {"bucket/key?versionId=null", "bucket|key|null"},
      {"/bucket/a%20b?versionId=abc.123", "bucket|a b|abc.123"},
      {"bucket/key?versionId=", "bucket|key|"},
      {"bucket/%3FversionId", "bucket|?versionId"},
      {"bucket/%3FversionId%3Dx", "bucket|?versionId=x"},
      {"bucket/key?versionid=x", "bucket|key?versionid=x"},
      {"bucket/what?", "bucket|what?"},
  };
  for (const auto& [header, source] : cases) EXPECT_EQ(parsed(header), source) << header;
}

TEST(CopySource, WithoutBucketOrKeyIsRefusedAsSent) {
  for (const std::string header :
       {"", "/", "bucket", "/bucket", "bucket/", "/bucket/", "bucket?versionId=null"}) {
    EXPECT_EQ(parsed(header), "InvalidArgument: Invalid copy source object key") << header;
    const auto source = parse_copy_source(header);
    EXPECT_EQ(source.error().detail("ArgumentName"), "x-amz-copy-source");
    EXPECT_EQ(source.error().detail("ArgumentValue"), header);
  }
}

TEST(CopySource, WithWhatCannotBeReadIsRefused) {
  EXPECT_EQ(parsed("bucket/%zz"), "InvalidArgument: Invalid copy source encoding.");
  EXPECT_EQ(parsed("bucket/%ff"), "InvalidArgument: Invalid copy source encoding.");
  EXPECT_EQ(parsed("//key"), "InvalidArgument: Invalid copy source bucket name");
  EXPECT_EQ(parsed("a*b/key"), "InvalidArgument: Invalid copy source bucket name");
}

TEST(CopySource, OfAnAccessPointIsNamed) {
  EXPECT_EQ(parsed("arn:aws:s3:us-west-2:123456789012:accesspoint/ap/object/key"),
            "NotImplemented: Pail does not implement access points as the source of a copy.");
}

TEST(CopySource, IsAtMostFiveGibibytes) {
  EXPECT_TRUE(check_copy_size(5'368'709'120));
  const auto refused = check_copy_size(5'368'709'121);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code_text(), "InvalidRequest");
}

}  // namespace
}  // namespace pail::emulator::objects
