// What exchanges leave in their world's journal, whichever way they end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/forms.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/emulator/support/query_client.hpp"

namespace pail::emulator {
namespace {

using namespace std::chrono_literals;
using namespace testing;  // NOLINT(google-build-using-namespace)
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using world::JournalEntry;

class JournalOfExchanges : public ::testing::Test {
 protected:
  explicit JournalOfExchanges(AuthMode auth = AuthMode::verify) : s3({.auth = auth}) {
    s3.make_bucket("bucket");
    s3.put("bucket/key", "hello");
    journal().clear();
  }
  world::Journal& journal() { return s3.emulator().worlds().default_world().journal(); }
  std::string root_arn() {
    return s3.emulator().worlds().default_world().contents()->directory().first()->arn;
  }
  // The only entry there is; the journal is empty afterwards.
  JournalEntry entry() {
    const auto entries = journal().find({}, 0, 10).entries;
    EXPECT_EQ(entries.size(), 1U);
    journal().clear();
    return entries.size() == 1 ? *entries.front() : JournalEntry();
  }
  JournalEntry entry_of(const Sent& sent) {
    s3.send(sent);
    return entry();
  }

  Harness s3;
};

TEST_F(JournalOfExchanges, SaysWhoAskedWhatAndWhatCameOfIt) {
  const Answer answer =
      s3.send({.method = "PUT",
               .target = "/bucket/a%20cat?x-id=PutObject",
               .headers = {{"Content-Type", "image/jpeg"}, {"x-amz-meta-name", "Minka"}},
               .body = "12345678"});
  const JournalEntry put = entry();
  EXPECT_EQ(put.kind, JournalEntry::Kind::request);
  EXPECT_EQ(put.time, test_time());
  EXPECT_EQ(put.request_id, answer.header("x-amz-request-id"));
  EXPECT_EQ(put.peer, "127.0.0.1");
  EXPECT_EQ(put.method, "PUT");
  EXPECT_EQ(put.target, "/bucket/a%20cat?x-id=PutObject");
  EXPECT_THAT(put.headers, StartsWith("Host: localhost:9000\nContent-Type: image/jpeg\n"
                                      "x-amz-meta-name: Minka\nx-amz-content-sha256: "));
  EXPECT_EQ(put.operation, "PutObject");
  EXPECT_EQ(put.bucket, "bucket");
  EXPECT_EQ(put.key, "a cat");
  EXPECT_EQ(put.version_id, "");
  EXPECT_EQ(put.identity, root_arn());
  EXPECT_EQ(put.access_key, default_access_key);
  EXPECT_EQ(put.scheme, "V4 header");
  EXPECT_EQ(put.verdict, "accepted");
  EXPECT_EQ(put.reason, "");
  EXPECT_EQ(put.status, 200U);
  EXPECT_EQ(put.code, "");
  EXPECT_THAT(put.response_headers, HasSubstr("ETag: " + answer.header("ETag") + "\n"));
  EXPECT_THAT(put.response_headers,
              HasSubstr("x-amz-request-id: " + answer.header("x-amz-request-id") + "\n"));
  EXPECT_EQ(put.bytes_in, 8U);
  EXPECT_EQ(put.bytes_out, 0U);
  EXPECT_THAT(put.faults, IsEmpty());
}

TEST_F(JournalOfExchanges, CountsTheBytesOfAnswersButNotThoseOfAHead) {
  const JournalEntry get = entry_of({.target = "/bucket/key"});
  EXPECT_EQ(get.bytes_in, 0U);
  EXPECT_EQ(get.bytes_out, 5U);
  EXPECT_EQ(entry_of({.method = "HEAD", .target = "/bucket/key"}).bytes_out, 0U);
}

TEST_F(JournalOfExchanges, TheEntryIsThereBeforeTheAnswerIsSent) {
  net::Request request;
  request.method = "GET";
  request.target = "/bucket/key";
  request.headers = {{"Host", "localhost"}};
  const net::Begin begun = s3.emulator().begin(request);
  EXPECT_TRUE(std::holds_alternative<net::Reply>(begun));
  EXPECT_EQ(entry().verdict, "anonymous");
}

TEST_F(JournalOfExchanges, TellsRefusalsOfGoodSignaturesFromBadOnes) {
  const JournalEntry missing = entry_of({.target = "/bucket/none"});
  EXPECT_EQ(missing.status, 404U);
  EXPECT_EQ(missing.code, "NoSuchKey");
  EXPECT_EQ(missing.verdict, "accepted");
  EXPECT_EQ(missing.reason, "");
  const JournalEntry refused = entry_of({.target = "/bucket/key", .secret_key = "wrong"});
  EXPECT_EQ(refused.status, 403U);
  EXPECT_EQ(refused.code, "SignatureDoesNotMatch");
  EXPECT_EQ(refused.verdict, "refused");
  EXPECT_THAT(refused.reason, StartsWith("SignatureDoesNotMatch: The request signature we"));
  EXPECT_EQ(refused.scheme, "") << "nothing was proven";
  EXPECT_EQ(refused.identity, "");
  EXPECT_EQ(refused.access_key, default_access_key) << "as claimed";
  EXPECT_EQ(refused.operation, "GetObject");
  EXPECT_EQ(refused.key, "key");
}

TEST_F(JournalOfExchanges, TellsWhatTheDoctorFound) {
  const JournalEntry swapped =
      entry_of({.target = "/bucket/key", .secret_key = std::string(other_secret_key)});
  EXPECT_EQ(swapped.verdict, "refused");
  EXPECT_THAT(swapped.reason, HasSubstr(other_access_key)) << "whose secret it is";
}

TEST_F(JournalOfExchanges, RequestsWithoutAKeyAreAnonymous) {
  const JournalEntry entry = entry_of({.target = "/bucket/key", .signing = Signing::none});
  EXPECT_EQ(entry.code, "AccessDenied");
  EXPECT_EQ(entry.verdict, "anonymous");
  EXPECT_EQ(entry.access_key, "");
  EXPECT_EQ(entry.identity, "");
}

TEST_F(JournalOfExchanges, WhatIsRefusedBeforeItsCredentialWasReadHasNoVerdict) {
  const JournalEntry unreadable = entry_of({.target = "/%zz", .signed_target = "/"});
  EXPECT_EQ(unreadable.code, "InvalidURI");
  EXPECT_EQ(unreadable.verdict, "");
  EXPECT_EQ(unreadable.target, "/%zz");
  const JournalEntry two = entry_of({.target = "/bucket?acl&tagging"});
  EXPECT_EQ(two.status, 400U);
  EXPECT_EQ(two.verdict, "");
  EXPECT_EQ(two.bucket, "bucket");
}

TEST_F(JournalOfExchanges, VersionIsTheOneAskedForOrMade) {
  set_versioning(s3, "bucket");
  journal().clear();
  const JournalEntry put = entry_of({.method = "PUT", .target = "/bucket/v", .body = "1"});
  EXPECT_NE(put.version_id, "");
  EXPECT_EQ(entry_of({.target = "/bucket/v?versionId=" + put.version_id}).version_id,
            put.version_id);
  EXPECT_EQ(entry_of({.target = "/bucket/v"}).version_id, put.version_id) << "served";
  EXPECT_EQ(entry_of({.target = "/bucket/v?versionId=none"}).version_id, "none");
}

TEST_F(JournalOfExchanges, CallsOfStsAndIamAreThereByTheirActions) {
  send(s3, {.keys = default_keys(), .service = "sts", .action = "GetCallerIdentity"});
  const JournalEntry sts = entry();
  EXPECT_EQ(sts.operation, "GetCallerIdentity");
  EXPECT_EQ(sts.verdict, "accepted");
  EXPECT_EQ(sts.status, 200U);
  EXPECT_GT(sts.bytes_in, 0U);
  EXPECT_GT(sts.bytes_out, 0U);
  send(s3, {.keys = {std::string(default_access_key), "wrong"},
            .service = "iam",
            .action = "ListUsers"});
  const JournalEntry iam = entry();
  EXPECT_EQ(iam.verdict, "refused");
  EXPECT_EQ(iam.code, "SignatureDoesNotMatch");
}

TEST_F(JournalOfExchanges, FormsAreThereByTheirFields) {
  Form form{.fields = {{"key", "from a form"}}};
  sign(form, usual_policy(test_time(), "bucket"), test_time());
  const Sent post = post_of("bucket", form);
  const JournalEntry good = entry_of(post);
  EXPECT_EQ(good.operation, "PostObject");
  EXPECT_EQ(good.key, "from a form");
  EXPECT_EQ(good.scheme, "V4 form");
  EXPECT_EQ(good.verdict, "accepted");
  EXPECT_EQ(good.access_key, default_access_key);
  EXPECT_EQ(good.bytes_in, post.body.size()) << "the whole form";
  Form forged{.fields = {{"key", "forged"}}};
  sign(forged, usual_policy(test_time(), "bucket"), test_time(), {.secret_key = "wrong"});
  const JournalEntry bad = entry_of(post_of("bucket", forged));
  EXPECT_EQ(bad.verdict, "refused");
  EXPECT_EQ(bad.access_key, default_access_key);
}

TEST_F(JournalOfExchanges, PreflightsAreThereToo) {
  const JournalEntry preflight =
      entry_of({.method = "OPTIONS",
                .target = "/bucket/key",
                .headers = {{"Origin", "http://a"}, {"Access-Control-Request-Method", "GET"}},
                .signing = Signing::none});
  EXPECT_EQ(preflight.method, "OPTIONS");
  EXPECT_EQ(preflight.status, 403U);
  EXPECT_EQ(preflight.verdict, "");
}

TEST_F(JournalOfExchanges, WhatNetCannotReadIsThereWithoutARequest) {
  s3.emulator().fail(wire::Errc::BadRequest, nullptr, nullptr);
  const JournalEntry entry = this->entry();
  EXPECT_EQ(entry.status, 400U);
  EXPECT_EQ(entry.code, "BadRequest");
  EXPECT_EQ(entry.method, "");
  EXPECT_EQ(entry.verdict, "");
}

TEST_F(JournalOfExchanges, FaultsAreNamedAndTheTimeStaysTheWorlds) {
  world::FaultRule rule;
  rule.then.clock_offset = 1h;
  const auto id = s3.emulator().worlds().default_world().faults().add(rule);
  const JournalEntry skewed = entry_of({.target = "/bucket/key"});
  EXPECT_EQ(skewed.code, "RequestTimeTooSkewed");
  EXPECT_EQ(skewed.verdict, "refused");
  EXPECT_THAT(skewed.faults, ::testing::ElementsAre(id.value()));
  EXPECT_EQ(skewed.time, test_time());
  EXPECT_THAT(s3.emulator().metrics(), HasSubstr("pail_faults_total 1\n"));
}

TEST_F(JournalOfExchanges, ErrorsInA200HaveTheirCode) {
  world::FaultRule rule;
  rule.match.operation = "CopyObject";
  rule.then.error_in_200 = world::FaultError{};
  EXPECT_TRUE(s3.emulator().worlds().default_world().faults().add(rule));
  const JournalEntry copy = entry_of({.method = "PUT",
                                      .target = "/bucket/copy",
                                      .headers = {{"x-amz-copy-source", "/bucket/key"}}});
  EXPECT_EQ(copy.status, 200U);
  EXPECT_EQ(copy.code, "InternalError");
}

// An upload under way, with five bytes of it taken.
class UploadsCutShort : public JournalOfExchanges {
 protected:
  UploadsCutShort() : JournalOfExchanges(AuthMode::off) {
    request_.method = "PUT";
    request_.target = "/bucket/half";
    request_.headers = {{"Host", "localhost"}};
    request_.content_length = 10;
    auto begun = s3.emulator().begin(request_);
    upload_ = std::get<std::unique_ptr<net::Upload>>(std::move(begun));
    EXPECT_TRUE(upload_->write(wire::as_bytes("12345")));
    EXPECT_EQ(journal().size(), 0U) << "it is not over";
  }
  net::Request request_;
  std::unique_ptr<net::Upload> upload_;
};

TEST_F(UploadsCutShort, AreThereWithTheirError) {
  s3.emulator().fail(wire::Errc::IncompleteBody, &request_, upload_.get());
  upload_.reset();
  const JournalEntry entry = this->entry();
  EXPECT_EQ(entry.operation, "PutObject");
  EXPECT_EQ(entry.key, "half");
  EXPECT_EQ(entry.code, "IncompleteBody");
  EXPECT_EQ(entry.bytes_in, 5U);
}

TEST_F(UploadsCutShort, AreThereWithoutAStatusWhenNobodyWasAnswered) {
  upload_.reset();
  const JournalEntry entry = this->entry();
  EXPECT_EQ(entry.operation, "PutObject");
  EXPECT_EQ(entry.status, 0U);
  EXPECT_EQ(entry.code, "");
  EXPECT_EQ(entry.bytes_in, 5U);
}

class JournalUnderWarn : public JournalOfExchanges {
 protected:
  JournalUnderWarn() : JournalOfExchanges(AuthMode::warn) {}
};

TEST_F(JournalUnderWarn, SaysWhatWasWaived) {
  const JournalEntry entry = entry_of({.target = "/bucket/key", .secret_key = "wrong"});
  EXPECT_EQ(entry.status, 200U);
  EXPECT_EQ(entry.verdict, "waived");
  EXPECT_THAT(entry.reason, StartsWith("SignatureDoesNotMatch: "));
  EXPECT_EQ(entry.scheme, "");
  EXPECT_EQ(entry.identity, root_arn());
}

class JournalWithoutAuthentication : public JournalOfExchanges {
 protected:
  JournalWithoutAuthentication() : JournalOfExchanges(AuthMode::off) {}
};

TEST_F(JournalWithoutAuthentication, HasNoVerdict) {
  EXPECT_EQ(entry_of({.target = "/bucket/key", .secret_key = "wrong"}).verdict, "");
}

TEST(JournalOfWorlds, EachHasItsOwn) {
  const std::string key = "AKIAOTHERWORLD000000", secret = "secret-of-the-other-world";
  Harness s3({.worlds = {{"other", "", {{key, secret}}, nullptr}}});
  s3.send({.method = "PUT", .target = "/bucket", .access_key = key, .secret_key = secret});
  const auto other = s3.emulator().worlds().find("other");
  ASSERT_NE(other, nullptr);
  EXPECT_EQ(other->journal().size(), 1U);
  EXPECT_EQ(s3.emulator().worlds().default_world().journal().size(), 0U);
}

TEST(JournalOfSeeds, ShowsNothingAsked) {
  Harness s3;
  world::World& world = s3.emulator().worlds().default_world();
  net::Request request;
  request.method = "GET";
  request.target = "/";
  request.headers = {{"Host", "localhost"}};
  const auto begun = s3.emulator().begin_as(world, world.contents()->directory().first(), request);
  EXPECT_EQ(std::get<net::Reply>(begun).status, 200U);
  EXPECT_EQ(world.journal().size(), 0U);
  EXPECT_THAT(s3.emulator().metrics(), ::testing::Not(HasSubstr("pail_requests_total{")));
}

TEST(JournalDurations, GoByTheMachinesClockAndNotTheWorlds) {
  const auto machine = std::make_shared<wire::ManualClock>(test_time());
  Harness s3({.auth = AuthMode::off, .machine_clock = machine});
  s3.make_bucket("bucket");
  world::Journal& journal = s3.emulator().worlds().default_world().journal();
  net::Request request;
  request.method = "PUT";
  request.target = "/bucket/key";
  request.headers = {{"Host", "localhost"}};
  request.content_length = 0;
  auto upload = std::get<std::unique_ptr<net::Upload>>(s3.emulator().begin(request));
  machine->advance(1'234us);
  s3.clock().advance(1h);
  EXPECT_TRUE(upload->finish());
  const auto entries = journal.find({.operation = "PutObject"}, 0, 1).entries;
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries.front()->duration, 1'234us);
  EXPECT_EQ(entries.front()->time, test_time()) << "when it began";
}

TEST(MetricsOfExchanges, CountWhatTheJournalTells) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/key", "hello");
  s3.get("bucket/key");
  s3.send({.target = "/bucket/none"});
  s3.send({.target = "/bucket/key", .secret_key = "wrong"});
  send(s3, {.keys = default_keys(), .service = "sts", .action = "GetCallerIdentity"});
  const std::string text = s3.emulator().metrics();
  for (const char* line :
       {R"(pail_requests_total{operation="CreateBucket",status="200",code=""} 1)",
        R"(pail_requests_total{operation="GetObject",status="200",code=""} 1)",
        R"(pail_requests_total{operation="GetObject",status="404",code="NoSuchKey"} 1)",
        R"(pail_requests_total{operation="GetCallerIdentity",status="200",code=""} 1)",
        R"(pail_request_bytes_total{operation="PutObject"} 5)",
        R"(pail_verdicts_total{scheme="",verdict="refused"} 1)",
        R"(pail_verdicts_total{scheme="V4 header",verdict="accepted"} 5)",
        R"(pail_request_duration_seconds_count{operation="GetObject"} 3)", "pail_worlds 1",
        "pail_journal_entries 6"}) {
    EXPECT_THAT(text, HasSubstr(std::string(line) + "\n"));
  }
}

}  // namespace
}  // namespace pail::emulator
