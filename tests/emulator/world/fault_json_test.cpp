// Rules as JSON: what is taken, how it comes back, and what a mistake is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/world/faults.hpp"

namespace pail::world {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using wire::Errc;

std::string then(std::string_view json) {
  return "{\"then\":" + std::string(json) + "}";
}

FaultAction action(std::string_view json) {
  const auto rule = parse_fault(then(json));
  EXPECT_TRUE(rule) << json << ": " << wire::describe(rule.error());
  return rule ? rule.value().then : FaultAction{};
}

TEST(FaultJson, ReadsTheIssuesExample) {
  const auto rule = parse_fault(R"({
    "match": {"operation": "PutObject", "bucket": "b", "key_prefix": "photos/", "access_key": "A"},
    "when": {"skip": 1, "times": 2, "probability": 0.5, "seed": 7},
    "then": {"error": "SlowDown"}})");
  ASSERT_TRUE(rule) << wire::describe(rule.error());
  EXPECT_EQ(rule.value().match, (FaultMatch{"PutObject", "b", "photos/", "A"}));
  EXPECT_EQ(rule.value().when, (FaultTrigger{1, 2, 0.5, 7}));
  EXPECT_EQ(rule.value().then, (FaultAction{.error = FaultError{.code = Errc::SlowDown}}));
}

TEST(FaultJson, ReadsEveryAction) {
  using Shape = FaultDelay::Shape;
  const std::pair<std::string_view, FaultAction> cases[] = {
      {R"({"error":"NoSuchKey"})", {.error = FaultError{.code = Errc::NoSuchKey}}},
      {R"({"error":{"code":"SlowDown","message":"m","retry_after_seconds":3}})",
       {.error = FaultError{Errc::SlowDown, "m", 3s}}},
      {R"({"error":{}})", {.error = FaultError{}}},
      {R"({"status":418})", {.status = 418}},
      {R"({"delay_ms":40})", {.delay = FaultDelay{Shape::fixed, 40ms, 0ms}}},
      {R"({"delay_ms":{"distribution":"uniform","min":1,"max":2}})",
       {.delay = FaultDelay{Shape::uniform, 1ms, 2ms}}},
      {R"({"delay_ms":{"distribution":"normal","mean":1,"deviation":2}})",
       {.delay = FaultDelay{Shape::normal, 1ms, 2ms}}},
      {R"({"delay_ms":{"distribution":"exponential","mean":5}})",
       {.delay = FaultDelay{Shape::exponential, 5ms, 0ms}}},
      {R"({"bandwidth_bytes_per_second":9})", {.bandwidth = FaultBandwidth{9, 9}}},
      {R"({"bandwidth_bytes_per_second":{"up":9}})", {.bandwidth = FaultBandwidth{9, 0}}},
      {R"({"bandwidth_bytes_per_second":{"down":9}})", {.bandwidth = FaultBandwidth{0, 9}}},
      {R"({"close":{"when":"before_response","how":"fin"}})", {.close = FaultClose{}}},
      {R"({"close":{"when":"after_request_bytes","bytes":7,"how":"rst"}})",
       {.close = FaultClose{FaultClose::When::after_request_bytes, 7, true}}},
      {R"({"close":{"when":"after_response_bytes","bytes":0,"how":"fin"}})",
       {.close = FaultClose{FaultClose::When::after_response_bytes, 0, false}}},
      {R"({"stall_ms":10})", {.stall = FaultStall{10ms, std::nullopt}}},
      {R"({"stall_ms":{"length":10,"after_bytes":4}})", {.stall = FaultStall{10ms, 4}}},
      {R"({"corrupt_response":{"offset":12}})", {.corrupt_response_at = 12}},
      {R"({"wrong_etag":true})", {.wrong_etag = true}},
      {R"({"error_in_200":"InternalError"})", {.error_in_200 = FaultError{}}},
      {R"({"commit_then_fail":"SlowDown"})",
       {.commit_then_fail = FaultError{.code = Errc::SlowDown}}},
      {R"({"commit_then_fail":"reset"})", {.commit_then_reset = true}},
      {R"({"clock_offset_seconds":-960})", {.clock_offset = -960s}},
      {R"({"redirect":{"status":301,"endpoint":"s3.other.test","region":"eu-west-1"}})",
       {.redirect = FaultRedirect{301, "s3.other.test", "eu-west-1"}}},
      {R"({"redirect":{"status":307}})", {.redirect = FaultRedirect{}}},
      {R"({"delay_ms":1,"stall_ms":2,"clock_offset_seconds":3})",
       {.delay = FaultDelay{.a = 1ms}, .stall = FaultStall{2ms, {}}, .clock_offset = 3s}},
  };
  for (const auto& [json, expected] : cases) {
    SCOPED_TRACE(json);
    EXPECT_EQ(action(json), expected);
    const auto again = parse_fault(to_json(FaultRule{.then = expected}));
    ASSERT_TRUE(again) << to_json(FaultRule{.then = expected});
    EXPECT_EQ(again.value().then, expected) << "what is given back means the same";
  }
}

TEST(FaultJson, ShortFormsMeanTheLongOnes) {
  EXPECT_EQ(action(R"({"commit_then_fail":true})"), action(R"({"commit_then_fail":{}})"));
  EXPECT_EQ(action(R"({"close":{}})"), action(R"({"close":{"when":"before_response"}})"));
  EXPECT_EQ(action(R"({"corrupt_response":{}})"), action(R"({"corrupt_response":{"offset":0}})"));
}

TEST(FaultJson, MistakesNameTheirMember) {
  const std::pair<std::string, std::string_view> cases[] = {
      {"", "not JSON: line 1"},
      {"[]", "must be an object"},
      {"{}", "then: says nothing"},
      {R"({"than":{}})", "than: unknown; there are match when then"},
      {R"({"then":{}})", "then: says nothing"},
      {R"({"then":{"wrong_etag":false}})", "then: says nothing"},
      {R"({"match":[],"then":{"status":500}})", "match: must be an object"},
      {R"({"match":{"opreation":"PutObject"},"then":{"status":500}})", "match.opreation: unknown"},
      {R"({"match":{"bucket":5},"then":{"status":500}})", "match.bucket: must be a string"},
      {R"({"when":{"skip":-1},"then":{"status":500}})", "when.skip: must be a whole number"},
      {R"({"when":{"times":1.5},"then":{"status":500}})", "when.times: must be a whole number"},
      {R"({"when":{"probability":2},"then":{"status":500}})", "when.probability: must be"},
      {R"({"when":{"probability":"1"},"then":{"status":500}})", "when.probability: must be"},
      {then(R"({"error":"SlowDwon"})"), "then.error: S3 has no error code \"SlowDwon\""},
      {then(R"({"error":{"code":"x"}})"), "then.error.code: S3 has no"},
      {then(R"({"error":{"retry_after":1}})"), "then.error.retry_after: unknown"},
      {then(R"({"error_in_200":{"retry_after_seconds":1}})"),
       "then.error_in_200.retry_after_seconds: unknown"},
      {then(R"({"status":99})"), "then.status: must be a whole number from 200"},
      {then(R"({"delay_ms":-1})"), "then.delay_ms: must be a whole number from 0"},
      {then(R"({"delay_ms":{"distribution":"pareto"}})"),
       "then.delay_ms.distribution: must be one of uniform normal exponential"},
      {then(R"({"delay_ms":{"distribution":"uniform","min":1}})"), "then.delay_ms.max: is missing"},
      {then(R"({"delay_ms":{"distribution":"uniform","min":2,"max":1}})"),
       "then.delay_ms.max: is below min"},
      {then(R"({"delay_ms":{"distribution":"exponential","mean":1,"max":1}})"),
       "then.delay_ms.max: unknown"},
      {then(R"({"bandwidth_bytes_per_second":0})"), "then.bandwidth_bytes_per_second: must be"},
      {then(R"({"bandwidth_bytes_per_second":{}})"), "needs up or down"},
      {then(R"({"close":{"when":"later"}})"), "then.close.when: must be one of"},
      {then(R"({"close":{"how":"gently"}})"), "then.close.how: must be one of fin rst"},
      {then(R"({"close":{"bytes":1}})"), "then.close.bytes: unknown"},
      {then(R"({"stall_ms":{"after_bytes":1}})"), "then.stall_ms.length: is missing"},
      {then(R"({"corrupt_response":true})"), "then.corrupt_response: must be an object"},
      {then(R"({"wrong_etag":1})"), "then.wrong_etag: must be true or false"},
      {then(R"({"commit_then_fail":"resat"})"), "then.commit_then_fail: S3 has no"},
      {then(R"({"clock_offset_seconds":"1"})"), "then.clock_offset_seconds: must be"},
      {then(R"({"redirect":{"status":302}})"), "then.redirect.status: must be 301 or 307"},
      {then(R"({"error":"SlowDown","status":503})"), "then.status: cannot go with then.error"},
  };
  for (const auto& [json, expected] : cases) {
    SCOPED_TRACE(json);
    const auto rule = parse_fault(json);
    ASSERT_FALSE(rule);
    EXPECT_EQ(rule.error().code(), Errc::InvalidArgument);
    EXPECT_THAT(wire::describe(rule.error()), HasSubstr(expected));
  }
}

TEST(FaultJson, RuleInForceTellsItsCounts) {
  const ActiveFault fault{"f3", {.match = {.bucket = "b"}, .then = {.status = 503}}, 5, 2};
  EXPECT_EQ(
      to_json(fault),
      R"({"id":"f3","matched":5,"hits":2,"match":{"bucket":"b"},"when":{},"then":{"status":503}})");
}

TEST(FaultJson, SeveralRulesInEveryForm) {
  const std::string rule = R"({"then":{"status":500}})";
  for (const std::string& json : {rule, "[" + rule + "]", "{\"rules\":[" + rule + "]}",
                                  R"({"description":"d","rules":[)" + rule + "]}"}) {
    SCOPED_TRACE(json);
    const auto rules = parse_faults(json);
    ASSERT_TRUE(rules);
    EXPECT_THAT(rules.value(), ElementsAre(FaultRule{.then = {.status = 500}}));
  }
  EXPECT_EQ(parse_faults(R"({"profile":"slow-3g"})").value(), fault_profile("slow-3g").value());
  const auto wrong = parse_faults("[" + rule + R"(,{"then":{"close":{"how":"x"}}}])");
  EXPECT_THAT(wire::describe(wrong.error()), HasSubstr("rules[1]: then.close.how: must be"));
  EXPECT_FALSE(parse_faults(R"({"profile":"slow-3g","rules":[]})"));
}

TEST(FaultProfiles, AreThoseOfTheDocumentation) {
  EXPECT_THAT(fault_profiles(),
              ElementsAre("clock-skewed-phone", "flaky-1-percent", "region-failover", "slow-3g",
                          "throttled", "truncated-downloads"));
}

TEST(FaultProfiles, EachIsInForceAsAWhole) {
  for (const std::string_view name : fault_profiles()) {
    SCOPED_TRACE(name);
    Faults faults;
    const auto ids = faults.add_profile(name);
    ASSERT_TRUE(ids) << wire::describe(ids.error());
    EXPECT_FALSE(ids.value().empty());
    for (const ActiveFault& fault : faults.list()) EXPECT_EQ(fault.rule.profile, name);
  }
  const auto unknown = Faults().add_profile("fast-3g");
  EXPECT_THAT(wire::describe(unknown.error()), HasSubstr("slow-3g"));
}

TEST(FaultProfiles, FlakyHitsOneInAHundred) {
  Faults faults;
  ASSERT_TRUE(faults.add_profile("flaky-1-percent"));
  int hits = 0;
  for (int i = 0; i < 20'000; ++i) hits += faults.judge({.operation = "GetObject"}) ? 1 : 0;
  EXPECT_NEAR(hits, 200, 30);
}

TEST(FaultProfiles, RegionsFailOverInOrder) {
  Faults faults;
  ASSERT_TRUE(faults.add_profile("region-failover"));
  const FaultSubject put{.operation = "PutObject"};
  EXPECT_TRUE(faults.judge(put)->action.close);
  EXPECT_TRUE(faults.judge(put)->action.error);
  EXPECT_TRUE(faults.judge(put)->action.redirect);
  EXPECT_EQ(faults.judge(put), nullptr);
}

}  // namespace
}  // namespace pail::world
