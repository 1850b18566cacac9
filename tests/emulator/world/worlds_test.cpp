#include "emulator/world/worlds.hpp"

#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view mars_key = "AKIAMARS000000000000";
constexpr std::string_view mars_secret = "mars/secret";

world::WorldOptions mars(std::shared_ptr<const wire::Clock> clock) {
  return {"mars", "eu-west-1", {{std::string(mars_key), std::string(mars_secret)}}, clock};
}

TEST(Worlds, HaveTheirOwnBucketsClocksRegionsAndKeys) {
  const auto clock =
      std::make_shared<wire::ManualClock>(test_time() + std::chrono::hours(24 * 365));
  Options options;
  options.worlds = {mars(clock)};
  Harness s3(std::move(options));
  const auto on_mars = [&](std::string method, std::string target, std::string body = {}) {
    return s3.send({.method = std::move(method),
                    .target = std::move(target),
                    .body = std::move(body),
                    .access_key = std::string(mars_key),
                    .secret_key = std::string(mars_secret),
                    .region = "eu-west-1",
                    .skew_s = 365 * 24 * 3600});
  };
  s3.make_bucket("bucket");
  s3.put("bucket/key", "earth");
  ASSERT_EQ(on_mars("GET", "/bucket/key").code(), "NoSuchBucket");
  const std::string eu =
      "<CreateBucketConfiguration><LocationConstraint>EU</LocationConstraint>"
      "</CreateBucketConfiguration>";
  ASSERT_EQ(on_mars("PUT", "/bucket", eu).status, 200U);
  ASSERT_EQ(on_mars("PUT", "/bucket/key", "mars").status, 200U);
  EXPECT_EQ(s3.get("bucket/key"), "earth");
  const Answer answer = on_mars("GET", "/bucket/key");
  EXPECT_EQ(answer.body, "mars");
  EXPECT_EQ(answer.header("Last-Modified"), "Mon, 01 Mar 2027 12:00:00 GMT");
  EXPECT_EQ(answer.header("Date"), "Mon, 01 Mar 2027 12:00:00 GMT");
  EXPECT_EQ(on_mars("DELETE", "/bucket/key").status, 204U);
  EXPECT_EQ(on_mars("DELETE", "/bucket").status, 204U);
  EXPECT_EQ(s3.get("bucket/key"), "earth");
}

TEST(Worlds, JudgeSkewByTheirOwnClock) {
  Options options;
  options.worlds = {mars(std::make_shared<wire::ManualClock>(test_time() + std::chrono::hours(1)))};
  Harness s3(std::move(options));
  const Answer late = s3.send({.target = "/bucket",
                               .access_key = std::string(mars_key),
                               .secret_key = std::string(mars_secret),
                               .region = "eu-west-1"});
  EXPECT_EQ(late.code(), "RequestTimeTooSkewed");
  EXPECT_EQ(late.element("ServerTime"), "2026-03-01T13:00:00Z");
}

TEST(Worlds, RequestsWithoutAKnownKeyBelongToTheDefaultOne) {
  Options options;
  options.worlds = {mars(nullptr)};
  Harness s3(std::move(options));
  EXPECT_EQ(s3.send({.target = "/", .access_key = "AKIANOBODY"}).code(), "InvalidAccessKeyId");
  EXPECT_EQ(s3.send({.target = "/none/k", .signing = Signing::none}).code(), "NoSuchBucket");
}

TEST(Worlds, MayNotShareANameOrAKey) {
  const auto clock = std::make_shared<wire::SystemClock>();
  const auto open = [&](world::WorldOptions a, world::WorldOptions b) {
    return world::Worlds::open(store::make_memory_engine(), {std::move(a), std::move(b)});
  };
  world::WorldOptions moon{"moon", "r", {{"AKIAMOON", "s"}}, clock};
  EXPECT_TRUE(open(mars(clock), moon));
  world::WorldOptions same_key = moon;
  same_key.identities = {{std::string(mars_key), "other secret"}};
  EXPECT_EQ(wire::describe(open(mars(clock), same_key).error()),
            "InvalidArgument: World moon: name or access key belongs to mars");
  world::WorldOptions same_name = moon;
  same_name.name = "mars";
  EXPECT_FALSE(open(mars(clock), same_name));
  Options options;
  options.identities = {{std::string(mars_key), "s"}};
  options.worlds = {mars(nullptr)};
  EXPECT_THROW(Emulator{std::move(options)}, std::invalid_argument);
}

}  // namespace
}  // namespace pail::emulator::testing
