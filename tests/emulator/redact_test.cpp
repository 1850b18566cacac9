#include "emulator/redact.hpp"

#include <gtest/gtest.h>

namespace pail::emulator {
namespace {

TEST(RedactedTarget, CutsSignaturesAndTokensOut) {
  const std::pair<std::string, std::string> cases[] = {
      {"/b/k", "/b/k"},
      {"/b/k?", "/b/k?"},
      {"/b?acl&prefix=a", "/b?acl&prefix=a"},
      {"/b?AWSAccessKeyId=AKIA&Expires=1&Signature=s3cr3t%3D",
       "/b?AWSAccessKeyId=AKIA&Expires=1&Signature=***"},
      {"/b?X-Amz-Signature=abc&X-Amz-Date=1", "/b?X-Amz-Signature=***&X-Amz-Date=1"},
      {"/b?X-Amz-Security-Token=t0ken&x", "/b?X-Amz-Security-Token=***&x"},
      {"/b?x-amz-security-token=t0ken", "/b?x-amz-security-token=***"},
      {"/b?Signatur%65=abc", "/b?Signatur%65=***"},
      {"/b?%zz=abc", "/b?%zz=***"},
      {"/b?a=1&&Signature=x=y?z", "/b?a=1&&Signature=***"},
      {"?Signature=x", "?Signature=***"},
      {"", ""}};
  for (const auto& [target, shown] : cases) EXPECT_EQ(redacted_target(target), shown);
}

std::string claimed(std::string_view authorization, std::string_view query) {
  wire::Headers headers;
  if (!authorization.empty()) headers.add("authorization", authorization);
  const wire::Query parsed = wire::Query::parse(query).value();
  return std::string(claimed_access_key(headers, parsed));
}

TEST(ClaimedAccessKey, IsReadFromEveryForm) {
  EXPECT_EQ(claimed("AWS AKID:sig", ""), "AKID");
  EXPECT_EQ(claimed("AWS AKID", ""), "AKID");
  EXPECT_EQ(
      claimed("AWS4-HMAC-SHA256 Credential=AKID/20260301/r/s3/aws4_request, SignedHeaders=", ""),
      "AKID");
  EXPECT_EQ(claimed("AWS4-HMAC-SHA256 SignedHeaders=host", ""), "");
  EXPECT_EQ(claimed("Bearer x", ""), "");
  EXPECT_EQ(claimed("", "AWSAccessKeyId=AKID&Signature=s"), "AKID");
  EXPECT_EQ(claimed("", "X-Amz-Credential=AKID%2F20260301%2Fr"), "AKID");
  EXPECT_EQ(claimed("", ""), "");
}

}  // namespace
}  // namespace pail::emulator
