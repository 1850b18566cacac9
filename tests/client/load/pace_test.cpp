#include "client/load/pace.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "client/load/results.hpp"
#include "client/load/sequence.hpp"

namespace pail::client::load {
namespace {

using namespace std::chrono_literals;
using net::LoadTurn;
using Moment = Pace::Moment;

const Moment zero{};  // time is what the test says

Plan plan_of(double rate, std::chrono::milliseconds duration) {
  Plan plan;
  plan.rate = rate;
  plan.duration = duration;
  return plan;
}

TEST(PaceTest, WithoutARateARequestBeginsWhenItCan) {
  Pace pace(plan_of(0, 1s), zero, {});
  Pace::Start start;
  Moment due;
  for (const auto now : {0ms, 1ms, 1ms, 999ms}) {
    ASSERT_EQ(pace.next(zero + now, start, due), LoadTurn::send);
    EXPECT_EQ(start.intended, zero + now);
  }
  EXPECT_EQ(start.number, 3u);
  EXPECT_EQ(pace.next(zero + 1s, start, due), LoadTurn::over);
}

TEST(PaceTest, ARateWaitsForItsMoments) {
  Pace pace(plan_of(1000, 1s), zero, {});
  Pace::Start start;
  Moment due;
  ASSERT_EQ(pace.next(zero, start, due), LoadTurn::send);
  EXPECT_TRUE(start.is_first);
  ASSERT_EQ(pace.next(zero + 100us, start, due), LoadTurn::wait);
  EXPECT_EQ(due, zero + 1ms);
  ASSERT_EQ(pace.next(zero + 1ms, start, due), LoadTurn::send);
  EXPECT_FALSE(start.is_first);
}

TEST(PaceTest, WhatIsLateCountsFromWhenItWasToBegin) {
  Pace pace(plan_of(1000, 1s), zero, {});
  Pace::Start start;
  Moment due;
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(pace.next(zero + 500ms, start, due), LoadTurn::send);
    EXPECT_EQ(start.intended, zero + i * 1ms);
  }
}

TEST(PaceTest, CountedRequestsEndByTheirNumber) {
  Plan plan = plan_of(0, 1s);
  plan.requests = 3;
  Pace pace(plan, zero, {10, 3});
  Pace::Start start;
  Moment due;
  for (std::uint64_t i = 10; i < 13; ++i) {
    ASSERT_EQ(pace.next(zero + 100s, start, due), LoadTurn::send);
    EXPECT_EQ(start.number, i);
  }
  EXPECT_EQ(pace.next(zero + 100s, start, due), LoadTurn::over);
}

TEST(PaceTest, AWarmUpTakesNoNumberOfWhatIsMeasured) {
  Plan plan = plan_of(0, 1s);
  plan.warm_up = 1s;
  Pace pace(plan, zero, {});
  Pace::Start start;
  Moment due;
  ASSERT_EQ(pace.next(zero, start, due), LoadTurn::send);
  EXPECT_FALSE(start.is_measured);
  EXPECT_GE(start.number, Sequence::warm_up_begin);
  ASSERT_EQ(pace.next(zero + 1s, start, due), LoadTurn::send);
  EXPECT_TRUE(start.is_measured && start.is_first);
  EXPECT_EQ(start.number, 0u);
  EXPECT_EQ(pace.next(zero + 2s, start, due), LoadTurn::over);
}

// One connection to a server that answers in `usual`, but stands still once.
Latencies latencies_of(double rate, std::chrono::microseconds usual, Moment still_from,
                       Moment still_to) {
  Pace pace(plan_of(rate, 10s), zero, {});
  Latencies latencies;
  Pace::Start start;
  Moment due;
  Moment now = zero;
  for (;;) {
    const LoadTurn turn = pace.next(now, start, due);
    if (turn == LoadTurn::over) break;
    if (turn == LoadTurn::wait) {
      now = due;
      continue;
    }
    if (now >= still_from && now < still_to) now = still_to;
    now += usual;
    latencies.add(std::chrono::duration_cast<std::chrono::microseconds>(now - start.intended));
  }
  pace.each_unsent([&](std::uint64_t, std::chrono::nanoseconds waited) {
    latencies.add(std::chrono::duration_cast<std::chrono::microseconds>(waited));
  });
  return latencies;
}

TEST(PaceTest, AServerThatStandsStillCannotHideItsQueue) {
  const Latencies closed = latencies_of(0, 1ms, zero + 4s, zero + 6s);
  EXPECT_LT(closed.percentile(0.99), 2ms) << "one of thousands was slow, and nobody else was there";
  const Latencies open = latencies_of(500, 1ms, zero + 4s, zero + 6s);
  EXPECT_EQ(open.count(), 5000u);
  EXPECT_GT(open.percentile(0.9), 1s) << "a thousand would have come meanwhile";
  EXPECT_GT(open.max(), 1900ms);
}

TEST(PaceTest, WhatWasNeverSentCountsAsLongAsItWaited) {
  const Latencies stuck = latencies_of(100, 1ms, zero + 5s, zero + 100s);
  EXPECT_EQ(stuck.count(), 1000u);
  EXPECT_GT(stuck.percentile(0.75), 2s);
}

}  // namespace
}  // namespace pail::client::load
