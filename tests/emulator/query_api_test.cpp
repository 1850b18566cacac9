// The query protocol itself: which requests are calls of STS and IAM, how they are signed, and how
// refusals look.
#include <gtest/gtest.h>

#include "signer/v4.hpp"
#include "tests/emulator/support/query_client.hpp"
#include "wire/digest.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view mismatch =
    "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature "
    "you provided. Check your AWS Secret Access Key and signing method. Consult the service "
    "documentation for details.";

class QueryApi : public ::testing::Test {
 protected:
  QueryCall who_am_i(std::string service = "sts") {
    return {.keys = default_keys(), .service = std::move(service), .action = "GetCallerIdentity"};
  }
  Harness harness;
};

TEST_F(QueryApi, ARefusalIsAnErrorResponse) {
  QueryCall call = who_am_i();
  call.keys.access_key = "AKIANOBODY";
  const Answer answer = send(harness, call);
  EXPECT_EQ(answer.status, 403U);
  EXPECT_EQ(answer.header("Content-Type"), "text/xml");
  const std::string id = answer.header("x-amzn-RequestId");
  EXPECT_EQ(answer.body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
            "<Type>Sender</Type><Code>InvalidClientTokenId</Code>"
            "<Message>The security token included in the request is invalid.</Message></Error>"
            "<RequestId>" +
                id + "</RequestId></ErrorResponse>");
}

TEST_F(QueryApi, AWrongSignatureIsExplainedInAHeaderAndTheLog) {
  std::string logged;
  Harness explaining(
      {.explain = true, .on_finished = [&](const Finished& done) { logged = done.explanation; }});
  QueryCall call = who_am_i();
  call.keys.secret_key += "\n";
  const Answer answer = send(explaining, call);
  EXPECT_EQ(refusal(answer).substr(0, mismatch.size()), mismatch);
  EXPECT_EQ(answer.header("x-pail-mistake"), "secret-line-end");
  EXPECT_TRUE(logged.starts_with("secret-line-end: ")) << logged;
  EXPECT_EQ(answer.body.find("secret-line-end"), std::string::npos)
      << "their documents stay as they are";
}

TEST_F(QueryApi, ARefusalIsExplainedWhereTheSignatureIsNotToBlame) {
  std::string logged;
  Harness explaining({.on_finished = [&](const Finished& done) { logged = done.explanation; }});
  QueryCall call = who_am_i();
  call.skew_s = -901;
  const Answer answer = send(explaining, call);
  EXPECT_TRUE(logged.starts_with("clock-off: ")) << logged;
  EXPECT_FALSE(answer.has("x-pail-mistake")) << "clients are told only where explain is on";
}

TEST_F(QueryApi, IamHasItsOwnNamespace) {
  const Answer answer = send(harness, {default_keys(), "iam", "ListUsers"});
  EXPECT_NE(answer.body.find("xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\""),
            std::string::npos);
  EXPECT_EQ(refusal(send(harness, {default_keys(), "iam", "GetUser", {{"UserName", "x"}}})),
            "404 NoSuchEntity: The user with name x cannot be found.");
}

TEST_F(QueryApi, SignaturesAreJudged) {
  struct Row {
    const char* name;
    void (*spoil)(QueryCall&);
    std::string expected;
  };
  const Row rows[] = {
      {"as it should be", [](QueryCall&) {}, "200"},
      {"14 minutes late", [](QueryCall& call) { call.skew_s = -840; }, "200"},
      {"another secret", [](QueryCall& call) { call.keys.secret_key += "x"; },
       std::string(mismatch)},
      {"another body", [](QueryCall& call) { call.sent_body = "Action=GetSessionToken"; },
       std::string(mismatch)},
      {"a token with a long-term key", [](QueryCall& call) { call.keys.session_token = "token"; },
       "403 InvalidClientTokenId: The security token included in the request is invalid."},
      {"16 minutes late", [](QueryCall& call) { call.skew_s = -901; },
       "403 SignatureDoesNotMatch: Signature expired: 20260301T114459Z is now earlier than "
       "20260301T114500Z (20260301T120000Z - 15 min.)"},
      {"16 minutes early", [](QueryCall& call) { call.skew_s = 901; },
       "403 SignatureDoesNotMatch: Signature not yet current: 20260301T121501Z is still later "
       "than 20260301T121500Z (20260301T120000Z + 15 min.)"},
      {"another region", [](QueryCall& call) { call.region = "eu-west-9"; },
       "403 SignatureDoesNotMatch: Credential should be scoped to a valid region."},
      {"a hash of another body",
       [](QueryCall& call) {
         call.headers = {{"X-Amz-Content-Sha256", wire::to_hex(wire::sha256({}))}};
       },
       std::string(mismatch)},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    QueryCall call = who_am_i();
    row.spoil(call);
    const Answer answer = send(harness, call);
    const std::string got = answer.status == 200 ? "200" : refusal(answer);
    EXPECT_EQ(got.substr(0, row.expected.size()), row.expected);
  }
}

TEST_F(QueryApi, AHashOfThisBodyMayBeSent) {
  QueryCall call = who_am_i();
  const std::string body = "Action=GetCallerIdentity&Version=2011-06-15";
  call.headers = {{"X-Amz-Content-Sha256", wire::to_hex(wire::sha256(wire::as_bytes(body)))}};
  EXPECT_EQ(send(harness, call).status, 200U);
}

TEST_F(QueryApi, AMismatchShowsWhatShouldHaveBeenSigned) {
  QueryCall call = who_am_i();
  call.keys.secret_key = "wrong";
  const std::string message = refusal(send(harness, call));
  EXPECT_NE(message.find("The Canonical String for this request should have been\n'POST\n/\n"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n"),
            std::string::npos);
}

TEST_F(QueryApi, TheWorldsRegionIsRightForStsAndNotForIam) {
  Harness europe({.region = "eu-central-1"});
  QueryCall call = who_am_i();
  for (const char* region : {"eu-central-1", "us-east-1"}) {
    call.region = region;
    EXPECT_EQ(send(europe, call).status, 200U) << region;
  }
  QueryCall users{.keys = default_keys(), .service = "iam", .action = "ListUsers"};
  EXPECT_EQ(send(europe, users).status, 200U);
  users.region = "eu-central-1";
  EXPECT_EQ(send(europe, users).status, 403U);
}

// As SDKs presign for STS: the hash that is signed is the empty body's.
std::string presigned_call(std::string_view payload_hash) {
  const signer::Key key(default_keys());
  const wire::Headers headers = {{"Host", "localhost:9000"}};
  const signer::v4::Scope scope{"20260301", "us-east-1", "sts"};
  wire::Query query;
  for (const auto& [name, value] :
       FormFieldList{{"Action", "GetCallerIdentity"},
                     {"Version", "2011-06-15"},
                     {"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
                     {"X-Amz-Credential", std::string(default_access_key) + "/" + scope.text()},
                     {"X-Amz-Date", "20260301T120000Z"},
                     {"X-Amz-Expires", "60"},
                     {"X-Amz-SignedHeaders", "host"}}) {
    query.add(name, value);
  }
  const std::string text = signer::v4::string_to_sign(
      signer::v4::algorithm, "20260301T120000Z", scope.text(),
      signer::v4::canonical_request({"GET", "/", query, headers, {}}, "host", payload_hash));
  query.add("X-Amz-Signature", key.sign_v4(text, scope.day, scope.region, scope.service));
  return "/?" + query.text();
}

TEST_F(QueryApi, AUrlCallsToo) {
  const auto call = [&](std::string_view hash) {
    return harness.send({.target = presigned_call(hash), .signing = Signing::none});
  };
  EXPECT_EQ(call(signer::v4::empty_payload_sha256).status, 200U);
  EXPECT_EQ(refusal(call(signer::v4::unsigned_payload)).substr(0, mismatch.size()), mismatch)
      << "UNSIGNED-PAYLOAD is S3's word";
  harness.clock().advance(std::chrono::seconds(61));
  EXPECT_EQ(refusal(call(signer::v4::empty_payload_sha256)),
            "403 SignatureDoesNotMatch: Request has expired");
}

TEST_F(QueryApi, WithoutASignatureNothingIsToldButThatOneIsMissing) {
  EXPECT_EQ(refusal(send_unsigned(harness, who_am_i())),
            "403 MissingAuthenticationToken: Request is missing Authentication Token");
  EXPECT_EQ(refusal(send_unsigned(harness, {{}, "iam", "ListUsers"})),
            "403 MissingAuthenticationToken: Request is missing Authentication Token");
  EXPECT_EQ(refusal(send_unsigned(harness, {{}, "iam", "ListEverything"})),
            "400 InvalidAction: Could not find operation ListEverything for version 2010-05-08");
}

TEST_F(QueryApi, ActionsBelongToOneServiceAndOneVersion) {
  EXPECT_EQ(refusal(send(harness, who_am_i("iam"))),
            "400 InvalidAction: Could not find operation GetCallerIdentity for version 2010-05-08");
  QueryCall call = who_am_i();
  call.version = "2011-06-16";
  EXPECT_EQ(refusal(send(harness, call)),
            "400 InvalidAction: Could not find operation GetCallerIdentity for version 2011-06-16");
}

TEST_F(QueryApi, FormsAreBounded) {
  const std::size_t limit = wire::limits::query_form_bytes_max;
  const HeaderList form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  for (const bool declares : {true, false}) {
    const Answer answer = harness.send({.method = "POST",
                                        .headers = form,
                                        .body = std::string(limit + 1, 'x'),
                                        .signing = Signing::none,
                                        .declares_length = declares,
                                        .piece_bytes = 100'000});
    EXPECT_EQ(refusal(answer), "400 ValidationError: The form is longer than 524288 bytes.");
    EXPECT_NE(answer.body_was_asked_for, declares) << "a declared length is refused unread";
  }
}

TEST_F(QueryApi, BrokenFormsAreRefused) {
  for (const char* body : {"Action=%zz", "Action=%ff", "", "&&&", "Version=2011-06-15"}) {
    const Answer answer =
        harness.send({.method = "POST",
                      .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                      .body = body,
                      .signing = Signing::none});
    EXPECT_EQ(answer.status, 400U) << body << answer.body;
    EXPECT_EQ(text_at(answer, "Error/Type"), "Sender") << body;
  }
}

// What S3 is asked stays S3's.
TEST_F(QueryApi, RequestsOfS3AreNotTouched) {
  const HeaderList form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(harness.send({.target = "/?Action=GetCallerIdentity"}).status, 200U)
      << "signed for s3: ListBuckets";
  EXPECT_EQ(harness.send({.method = "POST", .headers = form, .body = "Action=X"}).code(),
            "MethodNotAllowed");
  EXPECT_EQ(harness.send({.method = "POST", .signing = Signing::none}).code(), "MethodNotAllowed");
  harness.make_bucket("bkt");
  EXPECT_EQ(harness.send({.method = "POST", .target = "/bkt", .headers = form, .body = "Action=X"})
                .code(),
            "PreconditionFailed");
  EXPECT_EQ(harness.send({.target = "/", .signing = Signing::none}).status, 307U);
}

TEST_F(QueryApi, TheLogNamesActionAndRequest) {
  std::string line;
  Harness logged({.on_finished = [&](const Finished& done) {
    line = std::string(done.request_id) + " " + std::string(done.operation) + " " +
           std::string(done.access_key) + " " + std::string(done.scheme);
  }});
  const Answer answer = send(logged, who_am_i());
  EXPECT_EQ(line, answer.header("x-amzn-RequestId") + " GetCallerIdentity " +
                      std::string(default_access_key) + " V4 header");
}

}  // namespace
}  // namespace pail::emulator::testing
