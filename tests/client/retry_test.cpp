// When a request is sent again, and after how long: the rules, without a server.
#include <gtest/gtest.h>

#include "client/retry.hpp"
#include "net/failure.hpp"
#include "wire/date.hpp"

namespace pail::client {
namespace {

using namespace std::chrono_literals;
using wire::Errc;
using wire::Error;

Error network_failure(std::string_view phase, std::string_view cause = {}) {
  Error error = Error(Errc::NetworkFailure, "it broke").with(net::phase_element, phase);
  if (!cause.empty()) error.with(net::cause_element, cause);
  return error;
}

Kind kind(const Error& error, unsigned status, bool can_be_repeated = true) {
  return kind_of({.error = error, .status = status, .can_be_repeated = can_be_repeated});
}

Error foreign(std::string_view code) {
  return Error(Errc::UnknownError, "").with("Code", code);
}

TEST(RetryKinds, WhatTheWayOrTheServerSufferedIsTransient) {
  for (const unsigned status : {500U, 502U, 503U, 504U}) {
    EXPECT_EQ(kind(Errc::UnknownError, status), Kind::transient) << status;
  }
  EXPECT_EQ(kind(network_failure("body"), 0), Kind::transient);
  EXPECT_EQ(kind(Errc::RequestTimeout, 400), Kind::transient);
  EXPECT_EQ(kind(network_failure("head", net::cause_timeout), 0), Kind::timeout);
}

TEST(RetryKinds, TheSentenceOfAFailureDecidesNothing) {
  const Error late = Error(Errc::NetworkFailure, "it timed out").with("Phase", "head");
  EXPECT_EQ(kind(late, 0), Kind::transient);
  const Error strange = Error(Errc::NetworkFailure, "no good certificate").with("Phase", "tls");
  EXPECT_EQ(kind(strange, 0), Kind::transient);
}

TEST(RetryKinds, ThrottlingIsToldByCodeOrByStatus) {
  EXPECT_EQ(kind(Errc::SlowDown, 503), Kind::throttled);
  EXPECT_EQ(kind(Errc::UnknownError, 429), Kind::throttled);
  for (const auto* code : {"ThrottlingException", "RequestLimitExceeded",
                           "TooManyRequestsException", "ProvisionedThroughputExceededException"}) {
    EXPECT_EQ(kind(foreign(code), 400), Kind::throttled) << code;
  }
}

TEST(RetryKinds, WhatIsWrongWithTheRequestStaysWrong) {
  EXPECT_EQ(kind(Errc::AccessDenied, 403), Kind::final);
  EXPECT_EQ(kind(Errc::PreconditionFailed, 412), Kind::final);
  EXPECT_EQ(kind(Errc::NotImplemented, 501), Kind::final);
  EXPECT_EQ(kind(Errc::BadDigest, 400), Kind::final);
  EXPECT_EQ(kind(Errc::Cancelled, 0), Kind::final);
  EXPECT_EQ(kind(Errc::UnknownError, 0), Kind::final) << "a disk of ours";
  EXPECT_EQ(kind(network_failure("tls", net::cause_certificate), 0), Kind::final);
  EXPECT_EQ(kind(network_failure("tls"), 0), Kind::transient);
}

TEST(RetryKinds, WhatCannotBeRepeatedIsNotRepeated) {
  EXPECT_EQ(kind(Errc::InternalError, 500, false), Kind::final);
  EXPECT_EQ(kind(network_failure("send"), 0, false), Kind::final);
}

TEST(RetryKinds, AServerThatWasNotReachedOrRefusedOutrightDidNothing) {
  EXPECT_TRUE(had_no_effect(network_failure("connect"), 0));
  EXPECT_TRUE(had_no_effect(network_failure("resolve"), 0));
  EXPECT_TRUE(had_no_effect(network_failure("tls"), 0));
  EXPECT_TRUE(had_no_effect(network_failure("wait"), 0));
  EXPECT_TRUE(had_no_effect(Errc::SlowDown, 503));
  EXPECT_TRUE(had_no_effect(Errc::UnknownError, 429));
  EXPECT_TRUE(had_no_effect(Errc::RequestTimeout, 400));
  EXPECT_FALSE(had_no_effect(network_failure("send"), 0));
  EXPECT_FALSE(had_no_effect(network_failure("head"), 0));
  EXPECT_FALSE(had_no_effect(Errc::InternalError, 500));
}

// Draws the same bytes for ever.
class Always final : public wire::Random {
 public:
  explicit Always(std::byte byte) : byte_(byte) {}
  void fill(std::span<std::byte> out) override { std::fill(out.begin(), out.end(), byte_); }

 private:
  std::byte byte_;
};

class Waits : public ::testing::Test {
 protected:
  std::optional<std::chrono::milliseconds> wait(unsigned next, std::string_view retry_after = {}) {
    const Error error(Errc::SlowDown);
    return wait_before(next,
                       {.error = error, .status = 503, .retry_after = retry_after, .now = now},
                       options, *random);
  }
  wire::Time now = *wire::parse_iso_basic("20130206T005745Z");
  RetryOptions options;
  std::unique_ptr<wire::Random> random = std::make_unique<Always>(std::byte{0xFF});
};

TEST_F(Waits, TheLongestDoublesUpToItsEnd) {
  EXPECT_EQ(wait(2), 50ms);
  EXPECT_EQ(wait(3), 100ms);
  EXPECT_EQ(wait(4), 200ms);
  EXPECT_EQ(wait(100), 20s);
}

TEST_F(Waits, ChanceMayMakeItNothing) {
  random = std::make_unique<Always>(std::byte{0});
  EXPECT_EQ(wait(5), 0ms);
}

TEST_F(Waits, RetryAfterIsTheLeast) {
  EXPECT_EQ(wait(2, "7"), 7s);
  EXPECT_EQ(wait(2, "Wed, 06 Feb 2013 00:57:50 GMT"), 5s);
  EXPECT_EQ(wait(2, "0"), 50ms);
  EXPECT_EQ(wait(2, "Wed, 06 Feb 2013 00:00:00 GMT"), 50ms) << "it is over";
  EXPECT_EQ(wait(2, "soon"), 50ms);
}

TEST_F(Waits, ARetryAfterThatIsTooLongIsNotWaitedFor) {
  EXPECT_EQ(wait(2, "60"), 60s);
  EXPECT_EQ(wait(2, "61"), std::nullopt);
  EXPECT_EQ(wait(2, "99999999999999999999"), 50ms) << "no number";
  EXPECT_EQ(wait(2, "9999999999999999999"), std::nullopt);
}

TEST(RetryQuotas, HundredRetriesInARowAreAllThereIs) {
  RetryQuota quota;
  for (int i = 0; i < 100; ++i) ASSERT_EQ(quota.take(false), 5U);
  EXPECT_EQ(quota.take(false), std::nullopt);
  EXPECT_EQ(quota.left(), 0U);
}

TEST(RetryQuotas, ATimeOutCostsTwice) {
  RetryQuota quota;
  EXPECT_EQ(quota.take(true), 10U);
  EXPECT_EQ(quota.left(), 490U);
}

TEST(RetryQuotas, ASuccessGivesBackWhatItsRetryTookOrOne) {
  RetryQuota quota;
  quota.take(true);
  quota.take(false);
  quota.give_back(0);
  EXPECT_EQ(quota.left(), 486U);
  quota.give_back(5);
  EXPECT_EQ(quota.left(), 491U);
  quota.give_back(10);
  EXPECT_EQ(quota.left(), 500U) << "never more than there was";
}

}  // namespace
}  // namespace pail::client
