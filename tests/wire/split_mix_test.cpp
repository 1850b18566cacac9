#include "wire/split_mix.hpp"

#include <gtest/gtest.h>

namespace pail::wire {
namespace {

// What everybody's SplitMix64 gives for this seed: seeded bodies are the same on every machine.
TEST(SplitMix64, GivesThePublishedNumbers) {
  SplitMix64 numbers(1234567);
  EXPECT_EQ(numbers.next(), 6457827717110365317U);
  EXPECT_EQ(numbers.next(), 3203168211198807973U);
  EXPECT_EQ(numbers.next(), 9817491932198370423U);
}

}  // namespace
}  // namespace pail::wire
