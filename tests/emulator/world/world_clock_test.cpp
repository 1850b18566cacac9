#include "emulator/world/world_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/support/threads.hpp"

namespace pail::world {
namespace {

using namespace std::chrono_literals;

constexpr wire::Time start{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)};

class WorldClockTest : public ::testing::Test {
 protected:
  std::shared_ptr<wire::ManualClock> machine = std::make_shared<wire::ManualClock>(start);
  WorldClock clock{machine};
};

TEST_F(WorldClockTest, IsTheMachinesUnlessToldOtherwise) {
  machine->advance(1s);
  EXPECT_EQ(clock.now(), start + 1s);
  EXPECT_EQ(clock.setting().mode, ClockSetting::Mode::system);
}

TEST_F(WorldClockTest, RunsShifted) {
  clock.set(ClockSetting::shifted(-960s));
  EXPECT_EQ(clock.now(), start - 960s);
  machine->advance(1s);
  EXPECT_EQ(clock.now(), start - 959s);
  EXPECT_EQ(clock.setting().mode, ClockSetting::Mode::offset);
  EXPECT_EQ(clock.setting().offset, -960s);
}

TEST_F(WorldClockTest, StandsStill) {
  for (const wire::Time at : {start + 1us, wire::Time(), wire::Time(-1us)}) {
    clock.set(ClockSetting::standing(at));
    machine->advance(1h);
    EXPECT_EQ(clock.now(), at);
    EXPECT_EQ(clock.setting().mode, ClockSetting::Mode::fixed);
    EXPECT_EQ(clock.setting().now, at);
  }
}

TEST_F(WorldClockTest, IsMovedOnInEveryMode) {
  clock.advance(24h);
  EXPECT_EQ(clock.now(), start + 24h);
  EXPECT_EQ(clock.setting().offset, 24h);
  clock.set(ClockSetting::standing(start));
  clock.advance(-1us);
  EXPECT_EQ(clock.now(), start - 1us);
  EXPECT_EQ(clock.setting().mode, ClockSetting::Mode::fixed);
  clock.set({});
  EXPECT_EQ(clock.now(), machine->now());
}

TEST_F(WorldClockTest, IsNeverSeenHalfSet) {
  std::atomic<bool> done = false;
  pail::testing::on_threads(3, [&](int thread) {
    if (thread == 0) {
      for (int i = 0; i < 10'000; ++i) {
        clock.set(i % 2 == 0 ? ClockSetting::standing(start + 1h) : ClockSetting::shifted(2h));
      }
      done = true;
    }
    while (!done) {
      const wire::Time now = clock.now();
      EXPECT_TRUE(now == start || now == start + 1h || now == start + 2h);
    }
  });
}

}  // namespace
}  // namespace pail::world
