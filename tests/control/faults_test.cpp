#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;
using ::testing::HasSubstr;

constexpr std::string_view faults = "worlds/default/faults";
constexpr std::string_view slow_down =
    R"({"match":{"operation":"ListBuckets"},"when":{"times":1},"then":{"error":"SlowDown"}})";

TEST(Faults, HappenAsOftenAsTheRuleSaysAndAreCounted) {
  Api api;
  const Answer added = api.call("POST", faults, slow_down);
  EXPECT_EQ(added.status, 201U);
  EXPECT_EQ(added.text("/faults/0/id"), "f1");
  EXPECT_EQ(api.s3(Api::default_keys(), "GET", "/").status, 503U);
  EXPECT_EQ(api.s3(Api::default_keys(), "GET", "/").status, 200U);
  const auto counted = api.call("GET", std::string(faults) + "/f1").json();
  EXPECT_EQ(counted.at("matched"), 2);
  EXPECT_EQ(counted.at("hits"), 1);
}

TEST(Faults, ComeOneByOneAsAListOrAsAProfile) {
  Api api;
  api.call("POST", faults, slow_down);
  const std::string list = "[" + std::string(slow_down) + "," + std::string(slow_down) + "]";
  EXPECT_EQ(api.call("POST", faults, list).json().at("faults").as_array().size(), 2U);
  const Answer profile = api.call("POST", faults, R"({"profile":"throttled"})");
  EXPECT_EQ(profile.status, 201U);
  EXPECT_EQ(profile.text("/faults/0/profile"), "throttled");
  EXPECT_GT(api.call("GET", faults).json().at("faults").as_array().size(), 3U);
}

TEST(Faults, AreReplacedAndTakenAway) {
  Api api;
  api.call("POST", faults, slow_down);
  const Answer replaced =
      api.call("PUT", std::string(faults) + "/f1", R"({"then":{"status":418}})");
  EXPECT_EQ(replaced.status, 200U);
  EXPECT_EQ(replaced.json().at("then").at("status"), 418);
  EXPECT_EQ(api.s3(Api::default_keys(), "GET", "/").status, 418U);
  EXPECT_EQ(api.call("DELETE", std::string(faults) + "/f1").status, 204U);
  EXPECT_EQ(api.s3(Api::default_keys(), "GET", "/").status, 200U);
  api.call("POST", faults, slow_down);
  EXPECT_EQ(api.call("DELETE", faults).status, 204U);
  EXPECT_TRUE(api.call("GET", faults).json().at("faults").as_array().empty());
}

TEST(Faults, UnknownOnesAreAnsweredWithThoseThereAre) {
  Api api;
  api.call("POST", faults, slow_down);
  for (const std::string_view method : {"GET", "DELETE"}) {
    const Answer refused = api.call(method, std::string(faults) + "/f9");
    EXPECT_EQ(refused.code(), "UnknownFault");
    EXPECT_EQ(refused.message(), "There is no fault 'f9'. There is: f1.");
  }
  EXPECT_EQ(api.call("PUT", std::string(faults) + "/f9", slow_down).status, 404U);
}

TEST(Faults, MistakesAreNamed) {
  Api api;
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "JSON"},
      {"{}", "then"},
      {R"({"then":{"error":"NoSuchError"}})", "NoSuchError"},
      {R"({"then":{"eror":"SlowDown"}})", "eror"},
      {R"({"when":{"probability":2},"then":{"error":"SlowDown"}})", "probability"},
      {R"({"profile":"none-such"})", "slow-3g"},
  };
  for (const auto& [document, message] : cases) {
    const Answer refused = api.call("POST", faults, document);
    EXPECT_EQ(refused.status, 400U) << document;
    EXPECT_THAT(refused.message(), HasSubstr(std::string(message))) << document;
  }
  EXPECT_TRUE(api.call("GET", faults).json().at("faults").as_array().empty());
}

TEST(Faults, ProfilesAreTold) {
  Api api;
  std::vector<std::string> names;
  const auto answer = api.call("GET", "profiles").json();
  for (const auto& profile : answer.at("profiles").as_array()) {
    names.emplace_back(profile.at("name").as_string());
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf({"slow-3g", "flaky-1-percent", "throttled",
                                              "clock-skewed-phone", "region-failover",
                                              "truncated-downloads"}));
}

}  // namespace
}  // namespace pail::control
