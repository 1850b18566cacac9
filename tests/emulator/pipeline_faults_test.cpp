// How exchanges meet the faults of their world: where in the order of things, and what is left of
// the request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/emulator/support/forms.hpp"
#include "tests/emulator/support/multipart.hpp"
#include "tests/emulator/support/query_client.hpp"

namespace pail::emulator::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using wire::Errc;
using world::FaultAction;
using world::FaultRule;

class PipelineFaults : public MultipartTest {
 protected:
  world::Faults& faults() { return s3.emulator().worlds().default_world().faults(); }
  std::string add(FaultRule rule) {
    auto id = faults().add(std::move(rule));
    EXPECT_TRUE(id) << (id ? "" : wire::describe(id.error()));
    return id ? id.value() : "";
  }
  void next(FaultAction action) { add({.when = {.times = 1}, .then = std::move(action)}); }
  std::uint64_t hits(std::string_view id) { return faults().find(id)->hits; }
  Answer send_get(std::string target, Signing signing = Signing::v4) {
    return s3.send({.target = std::move(target), .signing = signing});
  }
  Answer send_put(std::string target, std::string body) {
    return s3.send({.method = "PUT", .target = std::move(target), .body = std::move(body)});
  }
  Answer copy() {
    return s3.send({.method = "PUT",
                    .target = "/bucket/copy",
                    .headers = {{"x-amz-copy-source", "/bucket/a"}}});
  }
};

TEST_F(PipelineFaults, ErrorComesBeforeTheCredentialIsLookedAt) {
  next({.error = world::FaultError{Errc::SlowDown, std::nullopt, 3s}});
  const Answer answer = s3.send({.target = "/bucket/a", .secret_key = "wrong"});
  EXPECT_EQ(answer.status, 503U);
  EXPECT_EQ(answer.code(), "SlowDown");
  EXPECT_EQ(answer.header("Retry-After"), "3");
  EXPECT_TRUE(answer.has("x-amz-request-id"));
  EXPECT_EQ(s3.send({.target = "/bucket/a", .secret_key = "wrong"}).code(),
            "SignatureDoesNotMatch");
}

TEST_F(PipelineFaults, ErrorLeavesEverythingAsItWas) {
  next({.error = world::FaultError{}});
  const Answer answer = send_put("/bucket/a", "body");
  EXPECT_EQ(answer.code(), "InternalError");
  EXPECT_FALSE(answer.body_was_asked_for);
  EXPECT_EQ(send_get("/bucket/a").code(), "NoSuchKey");
}

TEST_F(PipelineFaults, ErrorToAHeadHasNoBody) {
  next({.error = world::FaultError{}});
  const Answer answer = s3.send({.method = "HEAD", .target = "/bucket/a"});
  EXPECT_EQ(answer.status, 500U);
  EXPECT_EQ(answer.body, "");
}

TEST_F(PipelineFaults, BareStatusHasTheUsualHeaders) {
  next({.status = 502});
  const Answer answer = send_get("/bucket/a");
  EXPECT_EQ(answer.status, 502U);
  EXPECT_EQ(answer.body, "");
  EXPECT_TRUE(answer.has("Date"));
}

TEST_F(PipelineFaults, RulesSeeOperationBucketKeyAndAccessKey) {
  s3.put("bucket/photos/a", "hello");
  const std::string id = add({.match = {"GetObject", "bucket", "photos/", "AKIAIOSFODNN7EXAMPLE"},
                              .then = {.delay = world::FaultDelay{.a = 1ms}}});
  send_get("/bucket/photos/%61");
  EXPECT_EQ(hits(id), 1U);
  s3.send({.target = "/photos/a", .host = "bucket.s3.localhost"});
  EXPECT_EQ(hits(id), 2U) << "wherever the bucket stands";
  s3.send({.target = "/bucket/photos/a?x-id=GetObject", .signing = Signing::v2});
  EXPECT_EQ(hits(id), 3U);

  send_get("/bucket/other");
  send_get("/bucket?prefix=photos/");
  send_get("/bucket/photos/a", Signing::none);
  s3.send({.method = "HEAD", .target = "/bucket/photos/a"});
  s3.send({.target = "/bucket/photos/a",
           .access_key = std::string(other_access_key),
           .secret_key = std::string(other_secret_key)});
  EXPECT_EQ(hits(id), 3U);
}

TEST_F(PipelineFaults, UnsignedRequestsHaveAnEmptyKey) {
  const std::string id = add({.match = {.access_key = ""}, .then = {.status = 503}});
  EXPECT_EQ(send_get("/bucket/a", Signing::none).status, 503U);
  EXPECT_EQ(send_get("/bucket/a").status, 404U);
}

TEST_F(PipelineFaults, ShiftedTimeIsTheTimeOfTheWholeRequest) {
  next({.clock_offset = 901s});
  const Answer refused = send_put("/bucket/a", "late");
  EXPECT_EQ(refused.code(), "RequestTimeTooSkewed");
  EXPECT_EQ(refused.elements(),
            "Code Message RequestTime ServerTime MaxAllowedSkewMilliseconds RequestId HostId");
  EXPECT_EQ(refused.element("ServerTime"), "2026-03-01T12:15:01Z");
  EXPECT_EQ(refused.header("Date"), "Sun, 01 Mar 2026 12:15:01 GMT");

  next({.clock_offset = 901s});
  const Answer corrected = s3.send({.method = "PUT", .target = "/bucket/a", .skew_s = 901});
  EXPECT_EQ(corrected.status, 200U) << "a client that takes over the time it was told";
  EXPECT_EQ(send_get("/bucket/a").header("Last-Modified"), "Sun, 01 Mar 2026 12:15:01 GMT");
}

TEST_F(PipelineFaults, ShiftOfNoMatterIsServed) {
  next({.clock_offset = -900s});
  EXPECT_EQ(send_put("/bucket/a", "in time").status, 200U);
}

TEST_F(PipelineFaults, RedirectIsS3s) {
  next({.redirect = world::FaultRedirect{301, "s3.eu-west-1.amazonaws.com", "eu-west-1"}});
  const Answer permanent = send_get("/bucket/a");
  EXPECT_EQ(permanent.status, 301U);
  EXPECT_EQ(permanent.code(), "PermanentRedirect");
  EXPECT_EQ(permanent.elements(), "Code Message Endpoint Bucket RequestId HostId");
  EXPECT_EQ(permanent.element("Endpoint"), "s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(permanent.header("x-amz-bucket-region"), "eu-west-1");
  EXPECT_FALSE(permanent.has("Location"));
  next({.redirect = world::FaultRedirect{}});
  const Answer temporary = send_get("/bucket/a?versionId=null");
  EXPECT_EQ(temporary.status, 307U);
  EXPECT_EQ(temporary.header("Location"), "http://localhost:9000/bucket/a?versionId=null");
}

TEST_F(PipelineFaults, CommitThenFailCommits) {
  next({.commit_then_fail = world::FaultError{}});
  const Answer answer = send_put("/bucket/a", "stored");
  EXPECT_EQ(answer.status, 500U);
  EXPECT_EQ(answer.code(), "InternalError");
  EXPECT_FALSE(answer.has("ETag"));
  EXPECT_EQ(s3.get("bucket/a"), "stored");
}

TEST_F(PipelineFaults, CommitThenResetCommits) {
  next({.commit_then_reset = true});
  const Answer answer = send_put("/bucket/a", "stored");
  ASSERT_TRUE(answer.carriage && answer.carriage->cut);
  EXPECT_TRUE(answer.carriage->cut->reset);
  EXPECT_EQ(answer.carriage->cut->when, net::Cut::When::before_response);
  EXPECT_EQ(s3.get("bucket/a"), "stored");
}

TEST_F(PipelineFaults, WhatFailsByItselfIsToldSo) {
  next({.commit_then_fail = world::FaultError{}});
  EXPECT_EQ(send_put("/missing/a", "body").code(), "NoSuchBucket");
  next({.commit_then_reset = true});
  EXPECT_FALSE(send_put("/missing/a", "body").carriage);
}

TEST_F(PipelineFaults, CopyFailsIn200AndCopiesNothing) {
  s3.put("bucket/a", "hello");
  next({.error_in_200 = world::FaultError{Errc::InternalError, "Later.", std::nullopt}});
  const Answer answer = copy();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.code(), "InternalError");
  EXPECT_EQ(answer.message(), "Later.");
  EXPECT_THAT(answer.body, HasSubstr("?>\n  "));
  EXPECT_EQ(send_get("/bucket/copy").status, 404U);
  EXPECT_EQ(copy().status, 200U);
  EXPECT_EQ(s3.get("bucket/copy"), "hello");
}

TEST_F(PipelineFaults, CompletionFailsIn200AndLeavesTheUpload) {
  const std::string id = begin();
  const std::string etag = put_part(id, 1, "part").header("ETag");
  const Sent complete{.method = "POST",
                      .target = "/bucket/key?uploadId=" + id,
                      .body = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                              etag + "</ETag></Part></CompleteMultipartUpload>"};
  next({.error_in_200 = world::FaultError{}});
  const Answer failed = s3.send(complete);
  EXPECT_EQ(failed.status, 200U);
  EXPECT_EQ(failed.code(), "InternalError");
  EXPECT_EQ(send_get("/bucket/key").status, 404U);
  EXPECT_EQ(s3.send(complete).code(), "");
  EXPECT_EQ(s3.get("bucket/key"), "part");
}

TEST_F(PipelineFaults, ErrorIn200IsForThoseWhoMay) {
  s3.put("bucket/a", "hello");
  next({.error_in_200 = world::FaultError{}});
  const Answer answer = s3.send({.method = "PUT",
                                 .target = "/bucket/copy",
                                 .headers = {{"x-amz-copy-source", "/bucket/a"}},
                                 .secret_key = "wrong"});
  EXPECT_EQ(answer.code(), "SignatureDoesNotMatch");
}

TEST_F(PipelineFaults, CorruptedAnswerKeepsItsChecksums) {
  s3.put("bucket/a", "hello");
  const Sent with_checksum{.target = "/bucket/a", .headers = {{"x-amz-checksum-mode", "ENABLED"}}};
  const Answer good = s3.send(with_checksum);
  next({.corrupt_response_at = 1});
  const Answer bad = s3.send(with_checksum);
  EXPECT_EQ(bad.body, "hdllo");
  EXPECT_EQ(bad.header("ETag"), good.header("ETag"));
  EXPECT_NE(good.header("x-amz-checksum-crc64nvme"), "");
  EXPECT_EQ(bad.header("x-amz-checksum-crc64nvme"), good.header("x-amz-checksum-crc64nvme"));
}

TEST_F(PipelineFaults, WrongEtagOfAPut) {
  next({.wrong_etag = true});
  const std::string told = send_put("/bucket/a", "hello").header("ETag");
  EXPECT_EQ(told.size(), 34U);
  EXPECT_NE(told, "\"" + etag_of("hello") + "\"");
  EXPECT_EQ(send_get("/bucket/a").header("ETag"), "\"" + etag_of("hello") + "\"");
}

TEST_F(PipelineFaults, ConnectionIsToldHowToCarryBothWays) {
  add({.then = {.delay = world::FaultDelay{.a = 40ms},
                .bandwidth = world::FaultBandwidth{1000, 2000},
                .stall = world::FaultStall{30ms, std::nullopt}}});
  const Answer put = send_put("/bucket/a", "hello");
  ASSERT_TRUE(put.way_in);
  EXPECT_EQ(put.way_in->up_bytes_per_second, 1000U);
  const Answer get = send_get("/bucket/a");
  ASSERT_TRUE(get.carriage);
  EXPECT_EQ(get.carriage->delay, 40ms);
  EXPECT_EQ(get.carriage->down_bytes_per_second, 2000U);
  EXPECT_EQ(get.carriage->stall, 30ms);
  EXPECT_EQ(get.carriage->stall_after_bytes, 2U) << "half of it";
  EXPECT_TRUE(send_get("/bucket/missing").carriage) << "errors as well";
}

TEST_F(PipelineFaults, WithoutFaultsThereIsNothingToCarry) {
  EXPECT_FALSE(send_put("/bucket/a", "hello").carriage);
  EXPECT_FALSE(send_put("/bucket/a", "hello").way_in);
  EXPECT_FALSE(send_get("/bucket/a").carriage);
}

TEST_F(PipelineFaults, CutOnItsWayInIsNetsWhereThereIsABody) {
  next({.close = world::FaultClose{world::FaultClose::When::after_request_bytes, 3, false}});
  const Answer put = send_put("/bucket/a", "hello");
  ASSERT_TRUE(put.way_in && put.way_in->cut);
  EXPECT_EQ(put.way_in->cut->bytes, 3U);
}

TEST_F(PipelineFaults, CutOnItsWayInHasNoEffectWithoutABodyEither) {
  s3.put("bucket/a", "hello");
  next({.close = world::FaultClose{world::FaultClose::When::after_request_bytes, 0, true}});
  const Answer answer = s3.send({.method = "DELETE", .target = "/bucket/a"});
  ASSERT_TRUE(answer.carriage && answer.carriage->cut);
  EXPECT_EQ(s3.get("bucket/a"), "hello");
}

TEST_F(PipelineFaults, FormsAreJudgedOnceTheirFieldsAreRead) {
  const auto post = [&](const std::string& key) {
    Form form{.fields = {{"key", key}}};
    sign(form, usual_policy(test_time(), "bucket"), test_time());
    return s3.send(post_of("bucket", form));
  };
  add({.match = {"PostObject", "bucket", "photos/", "AKIAIOSFODNN7EXAMPLE"},
       .when = {.times = 1},
       .then = {.error = world::FaultError{.code = Errc::SlowDown}}});
  EXPECT_EQ(post("other").status, 204U);
  EXPECT_EQ(post("photos/a").code(), "SlowDown");
  EXPECT_EQ(post("photos/a").status, 204U);
  next({.status = 502});
  EXPECT_EQ(post("photos/b").status, 502U);
  next({.close = world::FaultClose{world::FaultClose::When::after_request_bytes, 0, true}});
  EXPECT_TRUE(post("photos/b").carriage->cut);
  EXPECT_EQ(send_get("/bucket/photos/b").status, 404U);
  next({.commit_then_fail = world::FaultError{}});
  EXPECT_EQ(post("photos/b").code(), "InternalError");
  EXPECT_EQ(send_get("/bucket/photos/b").status, 200U);
  next({.clock_offset = 24h});
  EXPECT_EQ(post("photos/c").status, 403U) << "its policy has expired by then";
}

TEST_F(PipelineFaults, StsAndIamFailInTheirOwnDocuments) {
  add({.match = {.operation = "GetSessionToken"},
       .when = {.times = 1},
       .then = {.error = world::FaultError{.code = Errc::InternalError}}});
  const QueryCall call{.keys = default_keys(), .service = "sts", .action = "GetSessionToken"};
  EXPECT_THAT(refusal(send(s3, call)), HasSubstr("InternalError"));
  EXPECT_EQ(send(s3, call).status, 200U);
  next({.status = 502});
  EXPECT_EQ(send(s3, call).status, 502U);
  next({.clock_offset = 24h});
  EXPECT_EQ(send(s3, call).status, 403U) << "judged a day later";
  next({.commit_then_fail = world::FaultError{}});
  const QueryCall make_user{.keys = default_keys(),
                            .service = "iam",
                            .action = "CreateUser",
                            .fields = {{"UserName", "u"}}};
  EXPECT_EQ(send(s3, make_user).status, 500U);
  EXPECT_THAT(refusal(send(s3, make_user)), HasSubstr("EntityAlreadyExists"));
}

TEST_F(PipelineFaults, PreflightsMeetThemToo) {
  add({.match = {.operation = "PreflightCORS"}, .then = {.status = 503}});
  EXPECT_EQ(s3.send({.method = "OPTIONS", .target = "/bucket/a", .signing = Signing::none}).status,
            503U);
}

TEST_F(PipelineFaults, TrustedRequestsAreSpared) {
  add({.then = {.error = world::FaultError{}}});
  world::World& world = s3.emulator().worlds().default_world();
  net::Request request;
  request.method = "GET";
  request.target = "/bucket";
  request.headers.add("Host", "localhost");
  const auto root = world.contents()->directory().identity(default_access_key);
  const net::Begin begun = s3.emulator().begin_as(world, root, request);
  EXPECT_EQ(std::get<net::Reply>(begun).status, 200U);
}

}  // namespace
}  // namespace pail::emulator::testing
