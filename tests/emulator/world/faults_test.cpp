// Which requests a rule hits, and what several rules make of one.
#include "emulator/world/faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace pail::world {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using wire::Errc;

constexpr FaultSubject put{"PutObject", "photos", "2024/cat.jpg", "AKID"};
constexpr FaultSubject get{"GetObject", "photos", "2024/cat.jpg", "AKID"};

FaultAction failing(Errc code = Errc::InternalError) {
  return {.error = FaultError{.code = code}};
}

std::string add(Faults& faults, FaultRule rule) {
  auto id = faults.add(std::move(rule));
  EXPECT_TRUE(id) << (id ? "" : wire::describe(id.error()));
  return id ? id.value() : "";
}

// 'x' where the request of that number was hit.
std::string pattern(Faults& faults, int requests, const FaultSubject& subject = put) {
  std::string out;
  for (int i = 0; i < requests; ++i) out += faults.judge(subject) ? 'x' : '.';
  return out;
}

TEST(Faults, NoRuleNoTrouble) {
  Faults faults;
  EXPECT_FALSE(faults.any());
  EXPECT_EQ(faults.judge(put), nullptr);
}

TEST(Faults, RuleWithoutConditionsHitsEverything) {
  Faults faults;
  const std::string id = add(faults, {.then = failing(Errc::SlowDown)});
  const auto trouble = faults.judge(put);
  ASSERT_NE(trouble, nullptr);
  EXPECT_EQ(trouble->action.error->code, Errc::SlowDown);
  EXPECT_THAT(trouble->rules, ElementsAre(id));
  EXPECT_NE(faults.judge({}), nullptr);
}

TEST(Faults, EachPartOfAMatchMustFit) {
  const FaultMatch fitting[] = {
      {.operation = "PutObject"}, {.bucket = "photos"},
      {.key_prefix = "2024/"},    {.key_prefix = ""},
      {.access_key = "AKID"},     {"PutObject", "photos", "2024/c", "AKID"}};
  const FaultMatch other[] = {{.operation = "Put"},
                              {.bucket = "photo"},
                              {.key_prefix = "cat"},
                              {.access_key = ""},
                              {"PutObject", "photos", "2025", "AKID"}};
  for (const FaultMatch& match : fitting) {
    Faults faults;
    add(faults, {.match = match, .then = failing()});
    EXPECT_NE(faults.judge(put), nullptr) << to_json(faults.list().front());
  }
  for (const FaultMatch& match : other) {
    Faults faults;
    add(faults, {.match = match, .then = failing()});
    EXPECT_EQ(faults.judge(put), nullptr) << to_json(faults.list().front());
  }
}

TEST(Faults, SkipsTheFirstAndEndsAfterSoMany) {
  Faults faults;
  add(faults, {.when = {.skip = 2, .times = 3}, .then = failing()});
  EXPECT_EQ(pattern(faults, 8), "..xxx...");
}

TEST(Faults, OnlyRequestsThatFitAreCounted) {
  Faults faults;
  add(faults, {.match = {.operation = "PutObject"}, .when = {.skip = 1}, .then = failing()});
  EXPECT_EQ(faults.judge(get), nullptr);
  EXPECT_EQ(faults.judge(put), nullptr) << "the one that is skipped";
  EXPECT_NE(faults.judge(put), nullptr);
  EXPECT_EQ(faults.list().front().matched, 2U);
  EXPECT_EQ(faults.list().front().hits, 1U);
}

TEST(Faults, TheSameSeedDrawsTheSame) {
  const FaultRule rule{.when = {.probability = 0.5, .seed = 7}, .then = failing()};
  Faults one;
  Faults two;
  add(one, rule);
  add(two, rule);
  const std::string drawn = pattern(one, 200);
  EXPECT_EQ(drawn, pattern(two, 200));
  EXPECT_NE(drawn, pattern(one, 200)) << "it does not repeat itself";
  Faults other;
  add(other, {.when = {.probability = 0.5, .seed = 8}, .then = failing()});
  EXPECT_NE(drawn, pattern(other, 200));
}

TEST(Faults, ProbabilityIsWhatItSays) {
  for (const double probability : {0.0, 0.01, 0.5, 1.0}) {
    Faults faults;
    add(faults, {.when = {.probability = probability, .seed = 1}, .then = failing()});
    pattern(faults, 10'000);
    EXPECT_NEAR(static_cast<double>(faults.list().front().hits), probability * 10'000, 150);
  }
}

TEST(Faults, TimesCountsHitsNotDraws) {
  Faults faults;
  add(faults, {.when = {.times = 3, .probability = 0.1, .seed = 1}, .then = failing()});
  pattern(faults, 1000);
  EXPECT_EQ(faults.list().front().hits, 3U);
}

TEST(Faults, RulesOfDifferentKindsAddUp) {
  Faults faults;
  const std::string slow = add(faults, {.then = {.delay = FaultDelay{.a = 20ms}}});
  const std::string thin = add(faults, {.then = {.bandwidth = FaultBandwidth{1, 2}}});
  const auto trouble = faults.judge(put);
  ASSERT_NE(trouble, nullptr);
  EXPECT_EQ(trouble->delay, 20ms);
  EXPECT_EQ(trouble->action.bandwidth, (FaultBandwidth{1, 2}));
  EXPECT_THAT(trouble->rules, ElementsAre(slow, thin));
}

// So that rules made one after the other happen one after the other.
TEST(Faults, TheEarlierRuleWinsAndTheLaterOneWaits) {
  Faults faults;
  const std::string first = add(faults, {.when = {.times = 2}, .then = failing(Errc::SlowDown)});
  const std::string second = add(faults, {.when = {.times = 1}, .then = failing()});
  EXPECT_THAT(faults.judge(put)->rules, ElementsAre(first));
  EXPECT_THAT(faults.judge(put)->rules, ElementsAre(first));
  EXPECT_EQ(faults.find(second)->hits, 0U);
  EXPECT_THAT(faults.judge(put)->rules, ElementsAre(second));
  EXPECT_EQ(faults.judge(put), nullptr);
}

TEST(Faults, WhatAnAnswerReplacedExcludesWaitsToo) {
  Faults faults;
  add(faults, {.when = {.times = 1}, .then = {.close = FaultClose{}}});
  add(faults, {.when = {.times = 1}, .then = {.wrong_etag = true}});
  EXPECT_FALSE(faults.judge(put)->action.wrong_etag);
  EXPECT_TRUE(faults.judge(put)->action.wrong_etag);
}

TEST(Faults, TheRestOfALaterRuleStillCounts) {
  Faults faults;
  add(faults, {.then = failing(Errc::SlowDown)});
  add(faults, {.then = {.error = FaultError{}, .delay = FaultDelay{.a = 5ms}}});
  const auto trouble = faults.judge(put);
  EXPECT_EQ(trouble->action.error->code, Errc::SlowDown);
  EXPECT_EQ(trouble->delay, 5ms);
  EXPECT_EQ(trouble->rules.size(), 2U);
}

TEST(Faults, ErrorsIn200FitOnlyWhatS3AnswersSo) {
  Faults faults;
  add(faults, {.then = {.error_in_200 = FaultError{}}});
  EXPECT_EQ(faults.judge(put), nullptr);
  for (const std::string_view operation :
       {"CopyObject", "UploadPartCopy", "CompleteMultipartUpload"}) {
    EXPECT_NE(faults.judge({.operation = operation}), nullptr) << operation;
  }
}

TEST(Faults, DelaysAreDrawnInTheirShape) {
  struct Case {
    FaultDelay delay;
    double mean_ms, least_ms, most_ms;
  };
  using Shape = FaultDelay::Shape;
  const Case cases[] = {{{Shape::fixed, 40ms, {}}, 40, 40, 40},
                        {{Shape::uniform, 10ms, 30ms}, 20, 10, 30},
                        {{Shape::normal, 100ms, 10ms}, 100, 40, 160},
                        {{Shape::exponential, 50ms, {}}, 50, 0, 1000},
                        {{Shape::normal, 0ms, 10ms}, 4, 0, 60},
                        {{Shape::exponential, 1h, {}}, 2'276'000, 0, 3'600'000}};
  for (const auto& [delay, mean, least, most] : cases) {
    SCOPED_TRACE(mean);
    Faults faults;
    add(faults, {.when = {.seed = 3}, .then = {.delay = delay}});
    double sum = 0;
    for (int i = 0; i < 2000; ++i) {
      const auto drawn = static_cast<double>(faults.judge(put)->delay.count());
      ASSERT_GE(drawn, least);
      ASSERT_LE(drawn, most);
      sum += drawn;
    }
    EXPECT_NEAR(sum / 2000, mean, mean * 0.1);
  }
}

TEST(Faults, ContradictionsAreRefused) {
  const FaultRule wrong[] = {
      {},
      {.then = {.error = FaultError{}, .status = 500}},
      {.then = {.error = FaultError{}, .redirect = FaultRedirect{}}},
      {.then = {.error = FaultError{}, .wrong_etag = true}},
      {.then = {.corrupt_response_at = 0, .commit_then_fail = FaultError{}}},
      {.then = {.error = FaultError{}, .close = FaultClose{}}},
      {.then = {.close = FaultClose{.when = FaultClose::When::after_request_bytes},
                .commit_then_reset = true}},
      {.then = {.commit_then_fail = FaultError{}, .commit_then_reset = true}},
      {.then = {.error_in_200 = FaultError{}, .commit_then_fail = FaultError{}}}};
  Faults faults;
  for (const FaultRule& rule : wrong) {
    SCOPED_TRACE(to_json(rule));
    const auto id = faults.add(rule);
    ASSERT_FALSE(id);
    EXPECT_EQ(id.error().code(), Errc::InvalidArgument);
    EXPECT_THAT(wire::describe(id.error()), HasSubstr("then"));
  }
  EXPECT_FALSE(faults.any());
}

TEST(Faults, WhatGoesTogetherIsTaken) {
  Faults faults;
  add(faults, {.then = {.error = FaultError{},
                        .delay = FaultDelay{.a = 1ms},
                        .close = FaultClose{.when = FaultClose::When::after_response_bytes}}});
  add(faults, {.then = {.corrupt_response_at = 3, .wrong_etag = true, .clock_offset = 1s}});
}

TEST(Faults, FoundReplacedAndRemovedById) {
  Faults faults;
  const std::string id = add(faults, {.then = failing()});
  add(faults, {.match = {.bucket = "other"}, .then = failing()});
  pattern(faults, 5);
  EXPECT_EQ(faults.find(id)->hits, 5U);

  ASSERT_TRUE(faults.replace(id, {.when = {.skip = 1}, .then = failing(Errc::SlowDown)}).value());
  EXPECT_EQ(faults.find(id)->hits, 0U) << "counts start anew";
  EXPECT_EQ(pattern(faults, 2), ".x");
  EXPECT_FALSE(faults.replace(id, {})) << "a rule that does nothing";
  EXPECT_EQ(faults.find(id)->rule.then, failing(Errc::SlowDown));

  EXPECT_TRUE(faults.remove(id));
  EXPECT_FALSE(faults.remove(id));
  EXPECT_FALSE(faults.find(id));
  EXPECT_FALSE(faults.replace(id, {.then = failing()}).value());
  EXPECT_EQ(faults.list().size(), 1U);
  faults.clear();
  EXPECT_FALSE(faults.any());
  EXPECT_NE(add(faults, {.then = failing()}), id) << "ids are not used again";
}

TEST(Faults, OnlySoManyRules) {
  Faults faults;
  for (std::size_t i = 0; i < fault_rules_max; ++i) add(faults, {.then = failing()});
  EXPECT_FALSE(faults.add({.then = failing()}));
  EXPECT_FALSE(faults.add_profile("slow-3g"));
  EXPECT_EQ(faults.list().size(), fault_rules_max);
}

TEST(Faults, CountsHoldUnderManyThreads) {
  Faults faults;
  const std::string id = add(faults, {.when = {.times = 100}, .then = failing()});
  std::atomic<int> hits{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 250; ++n) hits += faults.judge(put) ? 1 : 0;
    });
  }
  threads.emplace_back([&] {
    for (int n = 0; n < 50; ++n) faults.remove(add(faults, {.then = {.clock_offset = 1s}}));
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(faults.find(id)->hits, 100U);
  EXPECT_EQ(faults.find(id)->matched, 1000U);
  EXPECT_GE(hits, 100);
}

}  // namespace
}  // namespace pail::world
