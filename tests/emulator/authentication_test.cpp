#include "emulator/authentication.hpp"

#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

// The emulator in one of the modes, and what it reported about the last exchange.
class Lenient {
 public:
  explicit Lenient(AuthMode mode) : s3(options(mode)) {
    const Answer made = s3.send({.method = "PUT", .target = "/bucket"});
    EXPECT_EQ(made.status, 200U) << made.body;
  }

  Harness s3;
  std::string warning, access_key, scheme;

 private:
  Options options(AuthMode mode) {
    Options made;
    made.auth = mode;
    made.on_finished = [this](const Finished& done) {
      warning = done.auth_warning;
      access_key = done.access_key;
      scheme = done.scheme;
    };
    return made;
  }
};

Sent badly_signed() {
  return {.method = "PUT", .target = "/bucket/key", .body = "hello", .secret_key = "wrong"};
}

TEST(Authentication, VerifyRefusesAndServesNothing) {
  Lenient world(AuthMode::verify);
  EXPECT_EQ(world.s3.send(badly_signed()).code(), "SignatureDoesNotMatch");
  EXPECT_EQ(world.warning, "");
  EXPECT_EQ(world.s3.send({.target = "/bucket/key"}).code(), "NoSuchKey");
}

TEST(Authentication, WarnServesWhateverAuthenticationWouldRefuse) {
  struct Case {
    std::string why;
    Sent sent;
    std::string code;
  };
  Sent skewed = badly_signed();
  skewed.skew_s = 901;
  Sent unknown = badly_signed();
  unknown.access_key = "AKIAUNKNOWN";
  Sent elsewhere = badly_signed();
  elsewhere.region = "eu-west-1";
  const Sent v2_expired{.method = "PUT",
                        .target =
                            "/bucket/key?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&"
                            "Signature=x",
                        .body = "hello",
                        .signing = Signing::none};
  const Sent bearer{.method = "PUT",
                    .target = "/bucket/key",
                    .headers = {{"Authorization", "Bearer x"}},
                    .body = "hello",
                    .signing = Signing::none};
  const Case cases[] = {{"signature", badly_signed(), "SignatureDoesNotMatch"},
                        {"clock", skewed, "RequestTimeTooSkewed"},
                        {"unknown key", unknown, "InvalidAccessKeyId"},
                        {"scope", elsewhere, "AuthorizationHeaderMalformed"},
                        {"expired URL", v2_expired, "AccessDenied"},
                        {"another scheme", bearer, "InvalidArgument"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.why);
    Lenient world(AuthMode::warn);
    const Answer answer = world.s3.send(c.sent);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    EXPECT_TRUE(world.warning.starts_with(c.code + ": ")) << world.warning;
    EXPECT_EQ(world.scheme, "");
    EXPECT_EQ(world.s3.get("bucket/key"), "hello");
    EXPECT_EQ(world.warning, "") << "a good request has no warning";
  }
}

TEST(Authentication, WarnTakesWhoIsClaimedElseTheFirst) {
  Lenient world(AuthMode::warn);
  Sent other = badly_signed();
  other.access_key = std::string(other_access_key);
  EXPECT_EQ(world.s3.send(other).code(), "AccessDenied") << "the bucket is the first identity's";
  EXPECT_EQ(world.access_key, other_access_key);
  Sent unknown = badly_signed();
  unknown.access_key = "AKIAUNKNOWN";
  EXPECT_EQ(world.s3.send(unknown).status, 200U);
}

TEST(Authentication, WarnLeavesTheAnonymousAnonymous) {
  Lenient world(AuthMode::warn);
  EXPECT_EQ(world.s3.send({.target = "/bucket", .signing = Signing::none}).code(), "AccessDenied");
  EXPECT_EQ(world.warning, "");
}

TEST(Authentication, OffLooksAtNothingAndNobodyIsAnonymous) {
  Lenient world(AuthMode::off);
  EXPECT_EQ(world.s3.send(badly_signed()).status, 200U);
  EXPECT_EQ(world.warning, "");
  EXPECT_EQ(world.s3.send({.target = "/bucket", .signing = Signing::none}).status, 200U);
  EXPECT_EQ(world.s3.send({.target = "/", .signing = Signing::none}).status, 200U);
  EXPECT_EQ(world.scheme, "") << "no signature was found good";
}

TEST(Authentication, FramedBodiesAreUnframedWithoutJudgingTheirSignatures) {
  const std::string chunked = "5;chunk-signature=" + std::string(64, '0') +
                              "\r\nhello\r\n0;chunk-signature=" + std::string(64, '0') + "\r\n";
  const HeaderList framing = {{"Content-Encoding", "aws-chunked"},
                              {"x-amz-decoded-content-length", "5"}};
  for (const AuthMode mode : {AuthMode::warn, AuthMode::off}) {
    Lenient world(mode);
    Sent sent = badly_signed();
    sent.headers = framing;
    sent.body = chunked + "\r\n";
    sent.payload_hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    EXPECT_EQ(world.s3.send(sent).status, 200U);
    EXPECT_EQ(world.s3.get("bucket/key"), "hello");

    sent.headers.emplace_back("x-amz-trailer", "x-amz-checksum-crc32");
    sent.payload_hash += "-TRAILER";
    sent.body = chunked + "x-amz-checksum-crc32:NhCmhg==\r\nx-amz-trailer-signature:00\r\n\r\n";
    EXPECT_EQ(world.s3.send(sent).status, 200U);
    sent.body = chunked + "x-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:00\r\n\r\n";
    EXPECT_EQ(world.s3.send(sent).code(), "BadDigest") << "checksums are compared as ever";
  }
}

TEST(Authentication, ContentMd5IsComparedAsEver) {
  for (const AuthMode mode : {AuthMode::warn, AuthMode::off}) {
    Lenient world(mode);
    Sent sent = badly_signed();
    sent.headers = {{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}};  // of nothing
    EXPECT_EQ(world.s3.send(sent).code(), "BadDigest");
  }
}

}  // namespace
}  // namespace pail::emulator::testing
