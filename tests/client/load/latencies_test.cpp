#include "client/load/latencies.hpp"

#include <gtest/gtest.h>

namespace pail::client::load {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

TEST(Latencies, HaveNoPercentileWithoutAny) {
  EXPECT_EQ(Latencies().percentile(0.5), 0us);
}

TEST(Latencies, PercentilesAreAtMostAThirtySecondOff) {
  Latencies all;
  for (int i = 1; i <= 100'000; ++i) all.add(microseconds(i));
  for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
    SCOPED_TRACE(share);
    const double exact = share * 100'000;
    const auto found = static_cast<double>(all.percentile(share).count());
    EXPECT_GE(found, exact);
    EXPECT_LE(found, exact * (1 + 1.0 / 32) + 1);
  }
  EXPECT_EQ(all.percentile(1), 100'000us);
  EXPECT_EQ(all.max(), 100'000us);
}

TEST(Latencies, EveryTimeFallsSomewhere) {
  for (const auto time : {-5us, 0us, 31us, 32us, 63us, 64us, microseconds(1'000'000'000'000)}) {
    Latencies one;
    one.add(time);
    EXPECT_EQ(one.percentile(0.5), std::max(time, 0us)) << time.count();
  }
}

}  // namespace
}  // namespace pail::client::load
