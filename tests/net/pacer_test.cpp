// The arithmetic of slow lines, with a clock that is a number.
#include "net/pacer.hpp"

#include <gtest/gtest.h>

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using net::Carriage;
using net::Cut;
using net::Pacer;

constexpr Pacer::Time start = 5s;

Cut cut(Cut::When when, std::uint64_t bytes) {
  return {when, bytes, false};
}

TEST(Pacer, WithoutLimitsEverythingGoesAtOnce) {
  Pacer pacer = Pacer::of_answer({}, start);
  EXPECT_EQ(pacer.wait(start), 0ms);
  EXPECT_GT(pacer.room(), std::size_t{1} << 40U);
  pacer.moved(1'000'000, start);
  EXPECT_EQ(pacer.wait(start), 0ms);
}

TEST(Pacer, SlicesAreSixteenthsOfASecond) {
  Pacer pacer = Pacer::of_answer({.down_bytes_per_second = 16'000}, start);
  EXPECT_EQ(pacer.wait(start), 0ms) << "the first goes at once";
  EXPECT_EQ(pacer.room(), 1000U);
  pacer.moved(1000, start);
  EXPECT_EQ(pacer.wait(start), 63ms) << "62.5, rounded up";
  EXPECT_EQ(pacer.wait(start + 40ms), 23ms);
  EXPECT_EQ(pacer.wait(start + 70ms), 0ms);
}

TEST(Pacer, TheRateHoldsOverManySlices) {
  Pacer pacer = Pacer::of_answer({.down_bytes_per_second = 50'000}, start);
  Pacer::Time now = start;
  std::uint64_t sent = 0;
  while (sent < 500'000) {
    now += pacer.wait(now);
    const std::size_t n = pacer.room();
    pacer.moved(n, now);
    sent += n;
  }
  EXPECT_NEAR(std::chrono::duration<double>(now - start).count(), 10.0, 0.1);
}

TEST(Pacer, LessThanASliceCostsLess) {
  Pacer pacer = Pacer::of_answer({.down_bytes_per_second = 16'000}, start);
  pacer.moved(160, start);
  EXPECT_EQ(pacer.wait(start), 10ms);
}

TEST(Pacer, SlowerThanASliceGoesByteByByte) {
  Pacer pacer = Pacer::of_answer({.down_bytes_per_second = 2}, start);
  EXPECT_EQ(pacer.room(), 1U);
  pacer.moved(1, start);
  EXPECT_EQ(pacer.wait(start), 500ms);
}

TEST(Pacer, SilenceOfTheReaderIsNotSavedUp) {
  Pacer pacer = Pacer::of_answer({.down_bytes_per_second = 16'000}, start);
  pacer.moved(1000, start + 10s);
  EXPECT_EQ(pacer.wait(start + 10s), 0ms) << "one slice may be made up for";
  pacer.moved(1000, start + 10s);
  EXPECT_EQ(pacer.wait(start + 10s), 63ms) << "but no more";
}

TEST(Pacer, EachWayHasItsOwnRate) {
  const Carriage told{.up_bytes_per_second = 1600, .down_bytes_per_second = 16'000};
  EXPECT_EQ(Pacer::of_request(told, start).room(), 100U);
  EXPECT_EQ(Pacer::of_answer(told, start).room(), 1000U);
}

TEST(Pacer, StopsAtTheCut) {
  Pacer pacer = Pacer::of_answer({.cut = cut(Cut::When::after_response_bytes, 1500)}, start);
  EXPECT_EQ(pacer.room(), 1500U);
  pacer.moved(1000, start);
  EXPECT_EQ(pacer.room(), 500U);
  pacer.moved(500, start);
  EXPECT_EQ(pacer.room(), 0U);
}

TEST(Pacer, StopsAtTheCutOfASlowLine) {
  Pacer pacer = Pacer::of_request(
      {.up_bytes_per_second = 1600, .cut = cut(Cut::When::after_request_bytes, 130)}, start);
  EXPECT_EQ(pacer.room(), 100U);
  pacer.moved(100, start);
  EXPECT_EQ(pacer.room(), 30U);
  pacer.moved(30, start);
  EXPECT_EQ(pacer.room(), 0U);
}

TEST(Pacer, CutsOfTheOtherWayAreNone) {
  const Carriage told{.cut = cut(Cut::When::after_request_bytes, 0)};
  EXPECT_GT(Pacer::of_answer(told, start).room(), 0U);
  EXPECT_EQ(Pacer::of_request(told, start).room(), 0U);
}

TEST(Pacer, StallsOnceAtItsPlace) {
  Pacer pacer = Pacer::of_answer({.stall = 300ms, .stall_after_bytes = 700}, start);
  EXPECT_EQ(pacer.wait(start), 0ms);
  EXPECT_EQ(pacer.room(), 700U);
  pacer.moved(700, start);
  EXPECT_EQ(pacer.wait(start), 300ms);
  EXPECT_EQ(pacer.wait(start + 300ms), 0ms);
  EXPECT_GT(pacer.room(), 1'000'000U);
}

TEST(Pacer, StallsBeforeTheFirstByte) {
  Pacer pacer = Pacer::of_answer({.stall = 300ms}, start);
  EXPECT_EQ(pacer.wait(start), 300ms);
  EXPECT_EQ(pacer.wait(start + 300ms), 0ms);
}

TEST(Pacer, StallOfASlowLineIsNotMadeUpFor) {
  Pacer pacer = Pacer::of_answer(
      {.down_bytes_per_second = 16'000, .stall = 5s, .stall_after_bytes = 1000}, start);
  pacer.moved(1000, start);
  EXPECT_EQ(pacer.wait(start), 5s);
  pacer.moved(1000, start + 5s);
  pacer.moved(1000, start + 5s);
  EXPECT_EQ(pacer.wait(start + 5s), 63ms);
}

}  // namespace
}  // namespace pail::testing
