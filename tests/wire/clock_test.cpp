#include "wire/clock.hpp"

#include <gtest/gtest.h>

namespace pail::wire {
namespace {

using namespace std::chrono_literals;

TEST(SystemClock, stands_between_two_readings_of_the_operating_system) {
  const auto before =
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  const Time now = SystemClock().now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, std::chrono::system_clock::now());
}

TEST(ManualClock, stands_still_until_told_otherwise) {
  ManualClock clock(Time(5s));
  const Clock& reader = clock;
  EXPECT_EQ(reader.now(), Time(5s));
  EXPECT_EQ(reader.now(), Time(5s));
  clock.advance(250ms);
  EXPECT_EQ(reader.now(), Time(5s + 250ms));
  clock.advance(-1s);
  EXPECT_EQ(reader.now(), Time(4s + 250ms));
  clock.set(Time(9s));
  EXPECT_EQ(reader.now(), Time(9s));
}

}  // namespace
}  // namespace pail::wire
