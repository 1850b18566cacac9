#include "client/load/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/load/draw.hpp"
#include "wire/json_reader.hpp"

namespace pail::client::load {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

// About `middle`, and 5 % to either side by chance.
std::vector<double> about(double middle, std::size_t count, std::uint64_t seed) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(below(1000, draw(seed, Purpose::size, i))) / 1000;
    values.push_back(middle * (0.95 + 0.1 * share));
  }
  return values;
}

Recorded recorded(std::string name, double rate, std::uint64_t seed, std::size_t count = 10) {
  Recorded one;
  one.name = std::move(name);
  one.job = "get";
  one.per_second = about(rate, count, seed);
  one.p50 = about(1e6 / rate, count, seed + 1);
  one.p99 = about(3e6 / rate, count, seed + 2);
  return one;
}

Comparison compared(const Recorded& first, const Recorded& second) {
  return compare(first, second).value();
}

TEST(CompareTest, TheSameIsNoise) {
  const Recorded one = recorded("a", 1000, 1);
  const Comparison comparison = compared(one, one);
  EXPECT_EQ(comparison.per_second.median, 1.0);
  EXPECT_FALSE(comparison.per_second.is_more_than_noise());
  EXPECT_FALSE(comparison.is_worse());
  EXPECT_THAT(comparison.sentences, Contains(HasSubstr("no difference beyond the noise")).Times(3));
}

TEST(CompareTest, AlikeIsNoise) {
  for (std::uint64_t seed = 10; seed < 20; seed += 5) {
    EXPECT_FALSE(compared(recorded("a", 1000, seed), recorded("b", 1000, seed + 100))
                     .per_second.is_more_than_noise());
  }
}

TEST(CompareTest, AShiftIsADifferenceAndItsSizeIsTold) {
  const Comparison comparison = compared(recorded("a", 1000, 1), recorded("b", 1200, 50));
  EXPECT_TRUE(comparison.per_second.is_more_than_noise());
  EXPECT_NEAR(comparison.per_second.median, 1.2, 0.05);
  EXPECT_LT(comparison.per_second.least, comparison.per_second.median);
  EXPECT_GT(comparison.per_second.most, comparison.per_second.median);
  EXPECT_THAT(comparison.sentences.front(), HasSubstr("more requests/s than a (95 %: "));
  EXPECT_THAT(comparison.sentences.front(), HasSubstr("more than noise"));
  EXPECT_FALSE(comparison.is_worse());
  const Comparison other_way = compared(recorded("b", 1200, 50), recorded("a", 1000, 1));
  EXPECT_THAT(other_way.sentences.front(), HasSubstr("fewer requests/s"));
  EXPECT_TRUE(other_way.is_worse());
}

TEST(CompareTest, TheSameNumbersHaveTheSameAnswer) {
  const Recorded a = recorded("a", 1000, 1);
  const Recorded b = recorded("b", 1010, 2);
  const Ratio once = compared(a, b).per_second;
  const Ratio again = compared(a, b).per_second;
  EXPECT_EQ(once.least, again.least);
  EXPECT_EQ(once.most, again.most);
}

// The machine halves its speed in the middle: far more than the difference of 5 %.
TEST(CompareTest, WhatBefallsBothDropsOutWhereTheyWereMeasuredInTurn) {
  Recorded a = recorded("a", 1000, 1);
  Recorded b = a;
  b.name = "b";
  for (std::size_t i = 0; i < a.per_second.size(); ++i) {
    const double speed = i < 5 ? 1 : 0.5;
    a.per_second[i] *= speed;
    b.per_second[i] *= speed * 1.05;
  }
  EXPECT_FALSE(compared(a, b).per_second.is_more_than_noise());
  a.interleaved = b.interleaved = "run";
  a.by_rounds = b.by_rounds = true;
  const Comparison in_turn = compared(a, b);
  EXPECT_TRUE(in_turn.per_second.is_more_than_noise());
  EXPECT_NEAR(in_turn.per_second.median, 1.05, 1e-9);
}

TEST(CompareTest, ItsDoubtsAreTold) {
  Recorded a = recorded("a", 1000, 1);
  Recorded b = recorded("b", 1000, 2);
  b.settings = "{}";
  b.errors = 3;
  const Comparison comparison = compared(a, b);
  EXPECT_THAT(comparison.sentences, Contains(HasSubstr("not measured in turn")));
  EXPECT_THAT(comparison.sentences, Contains(HasSubstr("settings differ")));
  EXPECT_THAT(comparison.sentences, Contains("b had 3 errors."));
  a.interleaved = b.interleaved = "run";
  EXPECT_THAT(compared(a, b).sentences,
              ::testing::Not(Contains(HasSubstr("not measured in turn"))));
}

TEST(CompareTest, FewSamplesTellNothing) {
  const Comparison comparison = compared(recorded("a", 1000, 1, 4), recorded("b", 5000, 2, 4));
  EXPECT_FALSE(comparison.per_second.is_more_than_noise());
  EXPECT_THAT(comparison.sentences.front(), HasSubstr("4 samples are too few"));
}

TEST(CompareTest, SignaturesHaveNoLatency) {
  Recorded one = recorded("a", 1000, 1);
  one.p50.clear();
  one.p99.clear();
  EXPECT_THAT(compared(one, one).sentences, ::testing::Not(Contains(HasSubstr("p50"))));
}

TEST(CompareTest, DifferentJobsAreNotCompared) {
  Recorded other = recorded("b", 1000, 2);
  other.job = "put";
  EXPECT_FALSE(compare(recorded("a", 1000, 1), other));
}

Result<Recorded> read(std::string_view text) {
  return read_result("f", wire::parse_json_object(text).value());
}

TEST(ReadResultTest, TakesRoundsWhereThereAreSeveralAndElseWholeIntervals) {
  const auto rounds = read(
      R"({"job":"get","errors":2,"rounds":[{"requests":1,"seconds":1,"per_second":5},
          {"requests":1,"seconds":1,"per_second":6}],"intervals":[]})");
  ASSERT_TRUE(rounds);
  EXPECT_EQ(rounds.value().per_second, (std::vector<double>{5, 6}));
  EXPECT_EQ(rounds.value().errors, 2u);
  const auto intervals = read(
      R"({"job":"get","rounds":[{}],"intervals":[{"requests":1,"seconds":1,"per_second":5.5},
          {"requests":0,"seconds":1,"per_second":0},
          {"requests":1,"seconds":0.3,"per_second":9}]})");
  ASSERT_TRUE(intervals);
  EXPECT_EQ(intervals.value().per_second, std::vector<double>{5.5});
}

TEST(ReadResultTest, RefusesWhatIsNoResult) {
  for (const char* text : {"{}", R"({"job":1,"rounds":[],"intervals":[]})",
                           R"({"job":"get","rounds":{},"intervals":[]})",
                           R"({"job":"get","rounds":[],"intervals":[]})"}) {
    EXPECT_FALSE(read(text)) << text;
  }
}

}  // namespace
}  // namespace pail::client::load
