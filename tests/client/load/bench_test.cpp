// Whole benches against the real emulator, in this process.
#include "client/load/bench.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "client/ops/multipart.hpp"
#include "tests/client/stage.hpp"

namespace pail::client::load {
namespace {

using ::testing::IsEmpty;

Plan plan_of(Job job) {
  Plan plan;
  plan.job = job;
  plan.bucket = "bucket";
  plan.prefix = "load/";
  plan.objects = 10;
  plan.sizes = Sizes(1000);
  plan.concurrency = 3;
  plan.requests = 30;
  return plan;
}

class BenchTest : public ::testing::Test {
 protected:
  BenchTest() : s3(stage.config(), stage.clock) {
    must(s3.create_bucket("bucket"));
    put_text(s3, "bucket", "theirs", "stays");
  }

  Side side_of(const Plan& plan, Signature version = Signature::v4,
               const signer::Credentials& keys = stage_keys()) {
    SignatureOptions signing;
    signing.key = std::make_shared<signer::Key>(keys);
    signing.version = version;
    signing.presigned = plan.presigned;
    Course course = must(find_course(stage.config(), plan, std::move(signing), stage.clock));
    return Side(&s3.async(), plan, std::move(course));
  }

  Measurement run(const Plan& plan, Signature version = Signature::v4,
                  const signer::Credentials& keys = stage_keys()) {
    std::vector<Side> sides;
    sides.push_back(side_of(plan, version, keys));
    must(s3.wait(bench(sides, [](const Standing&) {})));
    return std::move(sides.front().result);
  }

  std::vector<std::string> stored() {
    std::vector<std::string> keys;
    for (const ObjectEntry& object : must(s3.list_objects("bucket")).objects) {
      if (object.key != "theirs") keys.push_back(object.key);
    }
    return keys;
  }

  Stage stage;
  BlockingClient s3;
};

TEST_F(BenchTest, EveryJobSucceedsInEveryFormAndCleansUp) {
  for (const Job job : {Job::put, Job::get, Job::head, Job::list, Job::mixed}) {
    for (const Signature version : {Signature::v2, Signature::v4}) {
      for (const bool presigned : {false, true}) {
        SCOPED_TRACE(std::string(job_names[static_cast<std::size_t>(job)]));
        Plan plan = plan_of(job);
        plan.presigned = presigned;
        plan.threads = 2;
        plan.mix = {2, 4, 1, 1, 2};
        const Measurement found = run(plan, version);
        EXPECT_EQ(found.all().requests, 30u);
        EXPECT_THAT(found.errors, IsEmpty());
        EXPECT_THAT(stored(), IsEmpty());
      }
    }
  }
}

TEST_F(BenchTest, BytesAreThoseOfBodies) {
  EXPECT_EQ(run(plan_of(Job::put)).all().bytes, 30'000u);
  EXPECT_EQ(run(plan_of(Job::get)).all().bytes, 30'000u);
  EXPECT_EQ(run(plan_of(Job::head)).all().bytes, 0u);
}

TEST_F(BenchTest, ADeletionEndsWhenAllAreGone) {
  Plan plan = plan_of(Job::remove);
  plan.requests = 0;
  EXPECT_EQ(run(plan).all().requests, 10u);
}

TEST_F(BenchTest, AnUploadInPartsIsOneJobOfSeveralRequests) {
  Plan plan = plan_of(Job::multipart);
  plan.sizes = Sizes((5 << 20) + 7);
  plan.part_bytes = 5 << 20;
  plan.requests = 4;
  plan.prepared = true;  // so that its objects can be looked at
  const Measurement found = run(plan);
  EXPECT_EQ(found.rows[static_cast<std::size_t>(Kind::create)].requests, 4u);
  EXPECT_EQ(found.rows[static_cast<std::size_t>(Kind::part)].requests, 8u);
  EXPECT_EQ(found.rows[static_cast<std::size_t>(Kind::complete)].requests, 4u);
  EXPECT_EQ(stored().size(), 4u);
  const std::string text = get_text(s3, "bucket", "load/0000002");
  const Step step = Sequence(plan).at(2);
  const Bodies bodies(plan.seed);
  std::string expected;
  for (auto body = bodies.body(step.offset, step.bytes); body.bytes > 0;) {
    expected += body.front();
    body.advance(body.front().size());
  }
  EXPECT_TRUE(text == expected) << "the parts are one body";
  EXPECT_THAT(must(s3.call(ops::list_multipart_uploads("bucket"))).uploads, IsEmpty());
}

TEST_F(BenchTest, WhatIsPreparedIsWhatALoadWithTheSameSeedWrites) {
  Plan plan = plan_of(Job::put);
  plan.prepared = true;
  plan.requests = 10;
  plan.sizes = Sizes(std::vector<Sizes::Range>{{1, 100'000, 1}});
  run(plan);
  const Sequence sequence(plan);
  for (std::uint64_t i = 0; i < 10; ++i) {
    std::string key;
    append_key(key, "load/", i);
    EXPECT_EQ(get_text(s3, "bucket", key).size(), sequence.preparation(i).bytes);
  }
}

TEST_F(BenchTest, AWrongSecretIsCountedByItsCode) {
  for (const Signature version : {Signature::v2, Signature::v4}) {
    Plan plan = plan_of(Job::get);
    plan.requests = 5;
    const Measurement found =
        run(plan, version, {std::string(emulator::default_access_key), "wrong"});
    EXPECT_EQ(found.all().requests, 0u);
    EXPECT_EQ(found.errors, (ErrorCodes{{"SignatureDoesNotMatch", 5}}));
  }
}

TEST_F(BenchTest, ObjectsThatAreNotThereAreErrors) {
  Plan plan = plan_of(Job::get);
  plan.prepared = true;
  EXPECT_EQ(run(plan).errors, (ErrorCodes{{"NoSuchKey", 30}}));
  plan.job = Job::head;
  EXPECT_EQ(run(plan).errors, (ErrorCodes{{"HTTP 404", 30}}));
}

TEST_F(BenchTest, ABucketOfItsOwnIsMadeAndRemoved) {
  Plan plan = plan_of(Job::put);
  plan.bucket = "its-own";
  plan.prefix = "";
  plan.makes_bucket = true;
  EXPECT_EQ(run(plan).all().requests, 30u);
  EXPECT_EQ(code_of(s3.head_bucket("its-own")), "NoSuchBucket");
}

TEST_F(BenchTest, TwoSidesAreMeasuredInTurn) {
  Plan plan = plan_of(Job::get);
  plan.rounds = 3;
  std::vector<Side> sides;
  sides.push_back(side_of(plan));
  plan.prefix = "other/";
  sides.push_back(side_of(plan, Signature::v2));
  std::vector<std::pair<unsigned, std::size_t>> order;
  must(s3.wait(bench(sides, [&](const Standing& standing) {
    if (standing.progress == nullptr) return;
    const std::pair now(standing.round, standing.side);
    if (order.empty() || order.back() != now) order.push_back(now);
  })));
  const std::vector<std::pair<unsigned, std::size_t>> expected = {{0, 0}, {0, 1}, {1, 1},
                                                                  {1, 0}, {2, 0}, {2, 1}};
  EXPECT_EQ(order, expected);
  for (const Side& side : sides) {
    EXPECT_EQ(side.result.rounds.size(), 3u);
    EXPECT_EQ(side.result.all().requests, 90u);
  }
}

TEST_F(BenchTest, AServerThatIsNotThereIsToldBeforeAnythingIsDone) {
  Config config = stage.config();
  stage.listening.stop();
  const auto course = find_course(config, plan_of(Job::get), {}, stage.clock);
  ASSERT_FALSE(course);
  EXPECT_EQ(course.error().code(), wire::Errc::NetworkFailure);
}

}  // namespace
}  // namespace pail::client::load
