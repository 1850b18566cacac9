#include <gtest/gtest.h>

#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;

constexpr std::string_view clock_path = "worlds/default/clock";

TEST(Clock, IsTheMachinesAtFirst) {
  Api api;
  const Answer clock = api.call("GET", clock_path);
  EXPECT_EQ(clock.text("/mode"), "system");
  EXPECT_EQ(clock.text("/now"), "2026-03-01T12:00:00Z");
}

TEST(Clock, RunsAheadOrBehindByAnOffset) {
  Api api;
  const Answer clock = api.call("PUT", clock_path, R"({"mode":"offset","seconds":-960})");
  EXPECT_EQ(clock.json().at("seconds"), -960);
  EXPECT_EQ(clock.text("/now"), "2026-03-01T11:44:00Z");
  api.clock().advance(std::chrono::seconds(1));
  EXPECT_EQ(api.call("GET", clock_path).text("/now"), "2026-03-01T11:44:01Z");
}

TEST(Clock, StandsWhereItIsPutToTheMicrosecond) {
  Api api;
  for (const std::string_view now :
       {"2013-02-06T00:57:45Z", "2013-02-06T00:57:45.250000Z", "2013-02-06T00:57:45.000001Z"}) {
    const Answer clock =
        api.call("PUT", clock_path, R"({"mode":"fixed","now":")" + std::string(now) + R"("})");
    EXPECT_EQ(clock.text("/now"), now);
  }
  api.clock().advance(std::chrono::hours(1));
  EXPECT_EQ(api.call("GET", clock_path).text("/now"), "2013-02-06T00:57:45.000001Z");
}

TEST(Clock, AdvanceMovesAStandingOneAndShiftsARunningOne) {
  Api api;
  api.call("PUT", clock_path, R"({"mode":"fixed","now":"2013-02-06T00:57:45Z"})");
  const Answer standing = api.call("POST", "worlds/default/clock/advance", R"({"seconds":86400})");
  EXPECT_EQ(standing.text("/now"), "2013-02-07T00:57:45Z");
  EXPECT_EQ(standing.text("/mode"), "fixed");
  api.call("PUT", clock_path, R"({"mode":"system"})");
  const Answer running = api.call("POST", "worlds/default/clock/advance", R"({"seconds":0.5})");
  EXPECT_EQ(running.text("/mode"), "offset");
  EXPECT_EQ(running.text("/now"), "2026-03-01T12:00:00.500000Z");
  EXPECT_EQ(running.json().at("seconds"), 0.5);
}

TEST(Clock, IsWhatRequestsAreJudgedBy) {
  Api api;
  api.call("PUT", clock_path, R"({"mode":"offset","seconds":901})");
  const Answer skewed = api.s3(Api::default_keys(), "GET", "/");
  EXPECT_EQ(skewed.status, 403U);
  EXPECT_NE(skewed.body.find("<Code>RequestTimeTooSkewed</Code>"), std::string::npos);
  api.call("PUT", clock_path, R"({"mode":"system"})");
  EXPECT_EQ(api.s3(Api::default_keys(), "GET", "/").status, 200U);
}

struct Refused {
  std::string_view document;
  std::string_view message;
};

TEST(Clock, DocumentsAreReadStrictly) {
  Api api;
  const Refused cases[] = {
      {"{}", "mode: is missing"},
      {R"({"mode":"sundial"})", "mode: must be one of system offset fixed"},
      {R"({"mode":"system","seconds":1})", "seconds: unknown; there are mode"},
      {R"({"mode":"offset","seconds":"1"})", "seconds: must be a number"},
      {R"({"mode":"offset","seconds":1e300})", "seconds: must be less than 8,000 years"},
      {R"({"mode":"fixed","now":"yesterday"})", "now: must be a date like 2013-02-06T00:57:45Z"},
      {R"({"mode":"fixed","now":"2013-02-06T00:57:45+01:00"})",
       "now: must be a date like 2013-02-06T00:57:45Z"},
  };
  for (const Refused& refused : cases) {
    const Answer answer = api.call("PUT", clock_path, refused.document);
    EXPECT_EQ(answer.status, 400U) << refused.document;
    EXPECT_EQ(answer.message(), refused.message) << refused.document;
  }
  const Answer beyond =
      api.call("POST", "worlds/default/clock/advance", R"({"seconds":253402300799})");
  EXPECT_EQ(beyond.message(), "seconds: leads out of the years 1970 to 9999");
  EXPECT_EQ(api.call("GET", clock_path).text("/mode"), "system") << "nothing came of it";
}

}  // namespace
}  // namespace pail::control
