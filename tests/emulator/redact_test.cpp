#include "emulator/redact.hpp"

#include <gtest/gtest.h>

namespace pail::emulator {
namespace {

TEST(RedactedTarget, ShortensSignaturesTokensAndKeys) {
  const std::pair<std::string, std::string> cases[] = {
      {"/b/k", "/b/k"},
      {"/b/k?", "/b/k?"},
      {"/b?acl&prefix=a", "/b?acl&prefix=a"},
      {"/b?AWSAccessKeyId=AKIA&Expires=1&Signature=s3cr3tofaV2signature%3D",
       "/b?AWSAccessKeyId=AKIA&Expires=1&Signature=s3cr..."},
      {"/b?Signature=%2Bgofthe28charactersofV2%3D", "/b?Signature=..."},
      {"/b?Signature=ab%2Bofthe28charactersofV2%3D", "/b?Signature=ab..."},
      {"/b?X-Amz-Signature=0123456789abcdef0123&X-Amz-Date=1",
       "/b?X-Amz-Signature=0123...&X-Amz-Date=1"},
      {"/b?X-Amz-Signature=tooshort", "/b?X-Amz-Signature=..."},
      {"/b?X-Amz-Security-Token=t0ken&x", "/b?X-Amz-Security-Token=...&x"},
      {"/b?x-amz-security-token=t0ken", "/b?x-amz-security-token=..."},
      {"/?Action=AssumeRoleWithWebIdentity&WebIdentityToken=eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
       "/?Action=AssumeRoleWithWebIdentity&WebIdentityToken=eyJh..."},
      {"/b/k?x-amz-server-side-encryption-customer-key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
       "/b/k?x-amz-server-side-encryption-customer-key=..."},
      {"/b?Signatur%65=abc", "/b?Signatur%65=..."},
      {"/b?%zz=abc", "/b?%zz=..."},
      {"/b?a=1&&Signature=x=y?z", "/b?a=1&&Signature=..."},
      {"?Signature=x", "?Signature=..."},
      {"", ""}};
  for (const auto& [target, shown] : cases) EXPECT_EQ(redacted_target(target), shown);
}

std::string shown_header(std::string_view name, std::string_view value) {
  std::string out;
  append_redacted_header(out, name, value);
  return out;
}

TEST(RedactedHeader, KeepsOfAuthorizationAllButTheSignature) {
  const std::string hex = "0123456789abcdef0123456789abcdef";
  const std::pair<std::string, std::string> cases[] = {
      {"AWS AKID:frJIUN8DYpKDtOLCwo//yllqDzg=", "AWS AKID:frJI..."},
      {"AWS AKID:short", "AWS AKID:..."},
      {"AWS frJIUN8DYpKDtOLCwo//yllqDzg=", "AWS frJI..."},
      {"AWS4-HMAC-SHA256 Credential=AKID/20260301/r/s3/aws4_request, SignedHeaders=host;x-amz-date,"
       " Signature=" +
           hex,
       "AWS4-HMAC-SHA256 Credential=AKID/20260301/r/s3/aws4_request, SignedHeaders=host;x-amz-date,"
       " Signature=0123..."},
      {"AWS4-HMAC-SHA256 Signature=" + hex + ",Credential=AKID",
       "AWS4-HMAC-SHA256 Signature=0123..., Credential=AKID"},
      {"AWS4-HMAC-SHA256 Credential=AKID, signature=" + hex,
       "AWS4-HMAC-SHA256 Credential=AKID, signature=0123..."},
      {"AWS4-HMAC-SHA256 " + hex, "AWS4-HMAC-SHA256 0123..."},
      {"Bearer " + hex, "Bearer 0123..."},
      {hex, "0123..."},
      {"", "..."}};
  for (const auto& [value, shown] : cases) {
    EXPECT_EQ(shown_header("authorization", value), "authorization: " + shown + "\n");
  }
}

TEST(RedactedHeader, ShortensTokensKeysCookiesAndUrls) {
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"X-Amz-Security-Token", "FwoGZXIvYXdzEBYaDHqa0AP", "FwoG..."},
      {"x-amz-server-side-encryption-customer-key", "MDEyMzQ1Njc4OWFiY2RlZg==", "..."},
      {"x-amz-copy-source-server-side-encryption-customer-key", "MDEyMzQ1Njc4OWFiY2Q=", "..."},
      {"x-amz-server-side-encryption-customer-key-MD5",
       "CY9rzUYh03PK3k6DJie09g==", "CY9rzUYh03PK3k6DJie09g=="},
      {"Cookie", "session=0123456789abcdef", "sess..."},
      {"Proxy-Authorization", "Basic dXNlcjpwYXNzd29yZA==", "Basi..."},
      {"Referer", "http://h/b/k?Signature=x", "http://h/b/k?Signature=..."},
      {"Location", "http://h/b/k?X-Amz-Signature=x", "http://h/b/k?X-Amz-Signature=..."},
      {"x-amz-meta-signature", "mine", "mine"},
      {"Host", "s3:9000", "s3:9000"}};
  for (const auto& [name, value, shown] : cases) {
    EXPECT_EQ(shown_header(name, value), name + ": " + shown + "\n");
  }
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
