#include "signer/service/rate_limiter.hpp"

#include <gtest/gtest.h>

#include "tests/service/ask.hpp"
#include "tests/service/policy_support.hpp"

namespace pail::signer::service {
namespace {

using namespace std::chrono_literals;

const wire::Time start = testing::seed_moment();

TEST(RateLimiterTest, a_burst_goes_at_once_and_then_the_rate_counts) {
  RateLimiter limiter;
  const Rate rate{60, 3};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("ann", rate, start)) << i;
  EXPECT_EQ(limiter.take("ann", rate, start), 1s);
  EXPECT_EQ(limiter.take("ann", rate, start + 999ms), 1s);
  EXPECT_FALSE(limiter.take("ann", rate, start + 1s));
  EXPECT_TRUE(limiter.take("ann", rate, start + 1s));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.take("ann", rate, start + 1h)) << i;
  EXPECT_TRUE(limiter.take("ann", rate, start + 1h)) << "more than a burst is never saved up";
}

TEST(RateLimiterTest, who_comes_when_he_was_told_to_is_let_in) {
  for (const double per_minute : {1.0, 7.0, 59.0, 600.0, 999.0}) {
    RateLimiter limiter;
    const Rate rate{per_minute, 1};
    wire::Time now = start;
    for (int i = 0; i < 50; ++i) {
      ASSERT_FALSE(limiter.take("ann", rate, now)) << per_minute << " " << i;
      const auto wait = limiter.take("ann", rate, now);
      ASSERT_TRUE(wait.has_value());
      now += *wait;
    }
  }
}

TEST(RateLimiterTest, each_caller_has_his_own) {
  RateLimiter limiter;
  const Rate rate{1, 1};
  EXPECT_FALSE(limiter.take("ann", rate, start));
  EXPECT_FALSE(limiter.take("bob", rate, start));
  EXPECT_EQ(limiter.take("ann", rate, start), 60s);
}

TEST(RateLimiterTest, a_clock_that_is_set_back_neither_gives_nor_takes) {
  RateLimiter limiter;
  const Rate rate{60, 1};
  EXPECT_FALSE(limiter.take("ann", rate, start));
  EXPECT_EQ(limiter.take("ann", rate, start - 1h), 1s);
  EXPECT_FALSE(limiter.take("ann", rate, start - 1h + 1s));
}

TEST(RateLimiterTest, many_names_cost_a_bounded_memory_and_forgive_nobody) {
  RateLimiter limiter;
  const Rate rate{1, 1};
  EXPECT_FALSE(limiter.take("ann", rate, start));
  for (std::size_t i = 1; i < rated_callers_max; ++i) {
    ASSERT_FALSE(limiter.take(std::to_string(i), rate, start));
  }
  EXPECT_FALSE(limiter.take("the first too many", rate, start));
  EXPECT_TRUE(limiter.take("the second shares its bucket", rate, start));
  EXPECT_TRUE(limiter.take("ann", rate, start));
  EXPECT_FALSE(limiter.take("later there is room again", rate, start + 1min));
}

TEST(RatedServiceTest, too_much_is_429_with_the_time_to_wait) {
  Options options = testing::seed_options();
  const auto clock = std::make_shared<wire::ManualClock>(start);
  options.clock = clock;
  options.policy = testing::policy_of(
      R"({"anonymous": true, "rate": {"per_minute": 6, "burst": 2}, "rules": [
          {"name": "r", "callers": ["anonymous"], "may": ["GET"], "buckets": ["b"],
           "key": "{path}"}]})");
  SigningService service(std::move(options));
  const std::string question = R"({"method":"GET","key":"a","expires":9})";
  const auto status = [&] { return testing::ask(service, "POST", "/presign", question).status; };
  EXPECT_EQ(status(), 200U);
  EXPECT_EQ(status(), 200U);
  const testing::Answer refused = testing::ask(service, "POST", "/presign", question);
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.field("Retry-After"), "10");
  EXPECT_EQ(refused.json().at("error").at("code").as_string(), "TooManyRequests");
  EXPECT_EQ(testing::ask(service, "GET", "/health").status, 200U);
  clock->advance(10s);
  EXPECT_EQ(status(), 200U);
  EXPECT_EQ(status(), 429U);
}

}  // namespace
}  // namespace pail::signer::service
