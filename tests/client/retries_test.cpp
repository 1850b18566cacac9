// Client against an emulator that does wrong on demand: what is sent again, what is put right, what
// is remembered.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include "client/ops/multipart.hpp"
#include "tests/client/once_body.hpp"
#include "tests/client/stage.hpp"

namespace pail::client {
namespace {

using namespace std::chrono_literals;
using world::FaultClose;
using world::FaultRule;

class Retries : public ::testing::Test {
 protected:
  Retries() {
    must(s3.create_bucket("bucket"));
    world().journal().clear();
  }

  world::World& world() { return stage.emulator.worlds().default_world(); }
  void fault(FaultRule rule) { must(world().faults().add(std::move(rule))); }
  // The next `times` requests.
  void fault(world::FaultAction action, std::uint64_t times = 1) {
    fault({.when = {.times = times}, .then = std::move(action)});
  }
  static world::FaultAction error(wire::Errc code) { return {.error = world::FaultError{code}}; }
  static world::FaultAction reset() { return {.close = FaultClose{.reset = true}}; }
  std::size_t requests(std::string operation = {}) {
    return world().journal().find({.operation = std::move(operation)}, 0, 1000).entries.size();
  }
  boost::asio::awaitable<void> note(std::chrono::milliseconds time) {
    waits.push_back(time);
    co_return;
  }

  Config noting() {
    Config with = stage.config();
    with.retry.waiting = [this](std::chrono::milliseconds time) { return note(time); };
    return with;
  }

  Stage stage;
  std::vector<std::chrono::milliseconds> waits;
  Config config = noting();
  BlockingClient plain{stage.config(), stage.clock};
  BlockingClient s3{config, stage.clock};
};

TEST_F(Retries, TwoFailuresAreSurvivedAndThreeAreNot) {
  fault(error(wire::Errc::InternalError), 2);
  EXPECT_EQ(code_of(s3.list_objects("bucket")), "none");
  EXPECT_EQ(requests(), 3U);
  EXPECT_EQ(waits.size(), 2U);
  fault(error(wire::Errc::InternalError), 3);
  EXPECT_EQ(code_of(s3.list_objects("bucket")), "InternalError");
  EXPECT_EQ(requests(), 6U);
}

TEST_F(Retries, EveryKindOfTroubleIsMetByAnotherAttempt) {
  const std::pair<const char*, world::FaultAction> kinds[] = {
      {"500", error(wire::Errc::InternalError)},
      {"503", error(wire::Errc::ServiceUnavailable)},
      {"SlowDown", error(wire::Errc::SlowDown)},
      {"RequestTimeout", error(wire::Errc::RequestTimeout)},
      {"429", {.status = 429}},
      {"502", {.status = 502}},
      {"504", {.status = 504}},
      {"reset", reset()},
      {"close", {.close = FaultClose{}}},
      {"half a request", {.close = FaultClose{FaultClose::When::after_request_bytes, 2}}},
  };
  for (const auto& [name, action] : kinds) {
    SCOPED_TRACE(name);
    fault(action);
    put_text(s3, "bucket", name, "content");
    EXPECT_EQ(get_text(s3, "bucket", name), "content");
  }
  EXPECT_EQ(waits.size(), std::size(kinds));
}

TEST_F(Retries, WhatTheServerRefusesIsNotSentAgain) {
  fault(error(wire::Errc::AccessDenied));
  EXPECT_EQ(code_of(s3.list_objects("bucket")), "AccessDenied");
  EXPECT_EQ(requests(), 1U);
  EXPECT_EQ(waits.size(), 0U);
}

TEST_F(Retries, RetryAfterIsWaitedFor) {
  fault({.error = world::FaultError{wire::Errc::SlowDown, {}, 7s}});
  must(s3.list_objects("bucket"));
  EXPECT_EQ(waits, std::vector<std::chrono::milliseconds>{7s});
  fault({.error = world::FaultError{wire::Errc::SlowDown, {}, 61s}});
  EXPECT_EQ(code_of(s3.list_objects("bucket")), "SlowDown") << "too long to wait";
}

TEST_F(Retries, AStormIsEndedByTheQuota) {
  fault(error(wire::Errc::ServiceUnavailable), 1'000'000);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(code_of(s3.list_objects("bucket")), "ServiceUnavailable");
  EXPECT_EQ(waits.size(), 100U) << "500 tokens, 5 each";
  EXPECT_EQ(requests(), 160U);
}

TEST_F(Retries, ALargeBodyStartsOver) {
  const std::string content(3 * body_in_memory_max + 17, 'x');
  fault({.close = FaultClose{FaultClose::When::after_request_bytes, 100'000, true}});
  fault(error(wire::Errc::InternalError));
  std::uint64_t last = 0;
  PutOptions options;
  options.progress = [&](std::uint64_t done, std::uint64_t) {
    EXPECT_GT(done, last) << "progress never goes back";
    last = done;
  };
  put_text(s3, "bucket", "large", content, options);
  EXPECT_EQ(last, content.size());
  EXPECT_EQ(get_text(s3, "bucket", "large"), content);
}

TEST_F(Retries, ABodyThatCanBeReadOnceIsSentAgainOnlyWhenNothingOfItIsGone) {
  fault({.error = world::FaultError{wire::Errc::SlowDown}});
  OnceBody refused_before;
  EXPECT_EQ(code_of(s3.put_object("bucket", "k", refused_before)), "none")
      << "the refusal came before the body was asked for";
  fault({.close = FaultClose{FaultClose::When::after_request_bytes, 100'000, true}});
  OnceBody broken;
  EXPECT_EQ(code_of(s3.put_object("bucket", "k", broken)), "NetworkFailure");
}

TEST_F(Retries, APutWhoseAnswerWasLostIsDoneOnceMore) {
  fault({.commit_then_reset = true});
  put_text(s3, "bucket", "k", "content");
  EXPECT_EQ(requests("PutObject"), 2U);
  EXPECT_EQ(get_text(s3, "bucket", "k"), "content");
}

TEST_F(Retries, AConditionThatOnesOwnLostPutBrokeIsReportedWithAHint) {
  fault({.commit_then_reset = true});
  PutOptions options;
  options.headers = {{"If-None-Match", "*"}};
  const auto body = text_body("content");
  const auto put = s3.put_object("bucket", "k", *body, options);
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code(), wire::Errc::PreconditionFailed);
  EXPECT_EQ(put.error().detail("EarlierAttempt"), "unknown");

  const auto again = s3.put_object("bucket", "k", *body, options);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().detail("EarlierAttempt"), "") << "this time it was somebody else's";
}

TEST_F(Retries, ADeletionOfManyAndAnUploadInPartsAreSentAgainToo) {
  put_text(s3, "bucket", "k", "content");
  fault({.commit_then_reset = true});
  EXPECT_EQ(must(s3.delete_objects("bucket", {"k"})).deleted.size(), 1U);
  fault({.commit_then_reset = true});
  EXPECT_NE(must(s3.call(ops::create_multipart_upload("bucket", "k"))).upload_id, "");
}

TEST_F(Retries, ACompletionThatFailsInside200IsSentAgain) {
  const auto upload = must(s3.call(ops::create_multipart_upload("bucket", "k")));
  const auto body = text_body("content");
  const PutResult part = must(s3.upload_part("bucket", "k", {upload.upload_id, 1}, *body));
  fault({.error_in_200 = world::FaultError{wire::Errc::InternalError}});
  must(s3.call(
      ops::complete_multipart_upload("bucket", "k", upload.upload_id, {{1, part.etag, {}}})));
  EXPECT_EQ(requests("CompleteMultipartUpload"), 2U);
  EXPECT_EQ(get_text(s3, "bucket", "k"), "content");
}

TEST_F(Retries, AnErrorInside200ThatNoRetryMendsIsTheCallsError) {
  const auto upload = must(s3.call(ops::create_multipart_upload("bucket", "k")));
  const auto body = text_body("content");
  const PutResult part = must(s3.upload_part("bucket", "k", {upload.upload_id, 1}, *body));
  fault({.error_in_200 = world::FaultError{wire::Errc::EntityTooSmall}});
  EXPECT_EQ(code_of(s3.call(ops::complete_multipart_upload("bucket", "k", upload.upload_id,
                                                           {{1, part.etag, {}}}))),
            "EntityTooSmall");
}

TEST_F(Retries, AnObjectThatLooksLikeAnErrorIsAnObject) {
  const std::string content = "<Error><Code>InternalError</Code></Error>";
  put_text(s3, "bucket", "k", content);
  EXPECT_EQ(get_text(s3, "bucket", "k"), content);
}

class Clocks : public Retries, public ::testing::WithParamInterface<Signature> {
 protected:
  BlockingClient client(std::chrono::seconds ahead) {
    return BlockingClient(stage.config(GetParam()),
                          std::make_shared<wire::ManualClock>(moment() + ahead));
  }
};

INSTANTIATE_TEST_SUITE_P(, Clocks, ::testing::Values(Signature::v2, Signature::v4),
                         [](const auto& test) {
                           return test.param == Signature::v2 ? "v2" : "v4";
                         });

TEST_P(Clocks, AClockThatIsOffIsPutRightOnceAndForAll) {
  for (const auto ahead : {901s, -901s, 86'400s * 30}) {
    SCOPED_TRACE(ahead.count());
    world().journal().clear();
    BlockingClient off = client(ahead);
    must(off.list_objects("bucket"));
    EXPECT_EQ(requests(), 2U);
    must(off.list_objects("bucket"));
    EXPECT_EQ(requests(), 3U) << "it is remembered";
  }
}

TEST_P(Clocks, AHeadIsRefusedWithoutAReasonAndPutRightByItsDate) {
  put_text(plain, "bucket", "k", "content");
  BlockingClient off = client(3h);
  EXPECT_EQ(must(off.head_object("bucket", "k")).size, 7U);
}

TEST_P(Clocks, AUrlIsSignedForTheServersTime) {
  put_text(plain, "bucket", "k", "content");
  BlockingClient off = client(-3h);
  must(off.list_objects("bucket"));
  const std::string url = must(off.presigned_url("GET", "bucket", "k", 60s));
  boost::asio::io_context loop{1};
  net::HttpClient http(loop.get_executor());
  const net::Url to = must(net::parse_url(url));
  net::HttpRequest request;
  request.target = to.target;
  const auto got = must(net::run_blocking(loop, http.fetch(to.origin, request)));
  EXPECT_EQ(got.status(), 200U);
  EXPECT_EQ(got.body, "content");
}

TEST_P(Clocks, AServersTimeThatDoesNotHelpIsTriedOnce) {
  BlockingClient s3_of_version = client(0s);
  fault(error(wire::Errc::RequestTimeTooSkewed), 10);
  EXPECT_EQ(code_of(s3_of_version.list_objects("bucket")), "RequestTimeTooSkewed");
  EXPECT_EQ(requests(), 2U);
}

TEST_F(Retries, AWrongRegionIsPutRightOnceAndForAll) {
  config.region = "eu-west-1";
  BlockingClient elsewhere(config, stage.clock);
  must(elsewhere.list_objects("bucket"));
  EXPECT_EQ(requests(), 2U);
  must(elsewhere.list_objects("bucket"));
  EXPECT_EQ(requests(), 3U) << "it is remembered";
  EXPECT_EQ(code_of(elsewhere.head_bucket("bucket")), "none");
}

TEST_F(Retries, ARegionIsLearnedFromAHeadToo) {
  put_text(plain, "bucket", "k", "content");
  config.region = "eu-west-1";
  BlockingClient elsewhere(config, stage.clock);
  fault({.redirect = world::FaultRedirect{.status = 301, .region = "us-east-1"}});
  EXPECT_EQ(must(elsewhere.head_object("bucket", "k")).size, 7U);
}

// A second server, to which requests are sent by the first.
struct TwoStages : Retries {
  TwoStages() {
    BlockingClient there(other.config(), stage.clock);
    must(there.create_bucket("bucket"));
    put_text(there, "bucket", "k", "from the other");
  }
  world::FaultAction redirect(unsigned status) const {
    return {.redirect = world::FaultRedirect{status, net::to_string(other.listening.origin()), {}}};
  }
  Stage other;
};

TEST_F(TwoStages, APermanentRedirectIsFollowedAndRemembered) {
  fault(redirect(301), 1);
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the other");
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the other");
  EXPECT_EQ(requests(), 1U);
}

TEST_F(TwoStages, ATemporaryRedirectIsForOneRequest) {
  put_text(plain, "bucket", "k", "from the first");
  fault(redirect(307), 1);
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the other");
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the first");
}

TEST_F(TwoStages, ALargeBodyFollowsWithoutHavingBeenSent) {
  fault(redirect(307), 1);
  put_text(s3, "bucket", "large", std::string(2 * body_in_memory_max, 'x'));
  BlockingClient there(other.config(), stage.clock);
  EXPECT_EQ(must(there.head_object("bucket", "large")).size, 2 * body_in_memory_max);
}

TEST_F(TwoStages, APlaceThatHasGoneIsForgotten) {
  put_text(plain, "bucket", "k", "from the first");
  fault(redirect(301), 1);
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the other");
  other.listening.stop();
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the first");
}

TEST_F(TwoStages, ABucketThatIsNotThereAnyMoreIsLookedForWhereItWas) {
  put_text(plain, "bucket", "k", "from the first");
  fault(redirect(301), 1);
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the other");
  BlockingClient there(other.config(), stage.clock);
  must(there.delete_object("bucket", "k"));
  must(there.delete_bucket("bucket"));
  EXPECT_EQ(get_text(s3, "bucket", "k"), "from the first");
}

TEST_F(Retries, ARedirectInACircleEnds) {
  fault({.redirect = world::FaultRedirect{}}, 100);
  EXPECT_EQ(code_of(s3.list_objects("bucket")), "TemporaryRedirect");
  EXPECT_EQ(requests(), 4U);
}

TEST_F(Retries, AStrangerIsNotFollowed) {
  fault({.redirect = world::FaultRedirect{301, "http://s3.example.com", {}}}, 100);
  EXPECT_EQ(code_of(s3.list_objects("bucket")), "PermanentRedirect");
  EXPECT_EQ(requests(), 1U);
}

// Keys that the server takes for expired until somebody asks for others.
class Renewable final : public credentials::Provider {
 public:
  boost::asio::awaitable<Result<std::shared_ptr<const signer::Key>>> key(wire::Time) override {
    co_return key_;
  }
  void renew(std::string_view access_key) override {
    ++renewals;
    EXPECT_EQ(access_key, key_->access_key());
    if (renewals == 1) key_ = std::make_shared<const signer::Key>(stage_keys());
  }
  int renewals = 0;

 private:
  std::shared_ptr<const signer::Key> key_ = std::make_shared<const signer::Key>(stage_keys());
};

TEST_F(Retries, KeysThatHaveEndedAreRenewedOnce) {
  const auto provider = std::make_shared<Renewable>();
  boost::asio::io_context loop{1};
  Client client(loop.get_executor(), config, stage.clock, provider);
  fault(error(wire::Errc::ExpiredToken));
  EXPECT_EQ(code_of(net::run_blocking(loop, client.list_objects("bucket"))), "none");
  EXPECT_EQ(provider->renewals, 1);
  fault(error(wire::Errc::ExpiredToken), 10);
  EXPECT_EQ(code_of(net::run_blocking(loop, client.list_objects("bucket"))), "ExpiredToken")
      << "no other keys came";
  EXPECT_EQ(provider->renewals, 2);
  EXPECT_EQ(requests(), 3U);
}

boost::asio::awaitable<void> listing(Client& client, std::optional<Result<ListPage>>& result) {
  result.emplace(co_await client.list_objects("bucket"));
}

TEST_F(Retries, ACallThatIsCancelledWhileItWaitsEndsAtOnce) {
  config.retry.waiting = {};
  config.retry.backoff_base = 1h;
  config.retry.backoff_max = 1h;
  fault(error(wire::Errc::InternalError), 10);
  boost::asio::io_context loop{1};
  Client client(loop.get_executor(), config, stage.clock);
  boost::asio::cancellation_signal cancel;
  std::optional<Result<ListPage>> result;
  boost::asio::co_spawn(
      loop, listing(client, result),
      boost::asio::bind_cancellation_slot(
          cancel.slot(), [](std::exception_ptr failure) { EXPECT_EQ(failure, nullptr); }));
  while (requests() == 0) loop.run_one();
  // The answer is on its way; whatever phase this meets, it ends.
  boost::asio::post(loop, [&] { cancel.emit(boost::asio::cancellation_type::terminal); });
  loop.run();
  ASSERT_TRUE(result);
  EXPECT_EQ(code_of(*result), "Cancelled");
}

}  // namespace
}  // namespace pail::client
