#include "emulator/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/threads.hpp"

namespace pail::emulator {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The samples of one metric, a line each.
std::vector<std::string> samples(const Metrics& metrics, const std::string& name,
                                 const Metrics::Gauges& gauges = {}) {
  std::istringstream text(metrics.text(gauges));
  std::vector<std::string> found;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with(name + "{") || line.starts_with(name + " ")) found.push_back(line);
  }
  return found;
}

class MetricsTest : public ::testing::Test {
 protected:
  Metrics metrics_{{"GetObject", "PutObject"}};
};

TEST_F(MetricsTest, CountsRequestsByOperationStatusAndCode) {
  metrics_.count({.operation = "GetObject", .status = 200});
  metrics_.count({.operation = "GetObject", .status = 200});
  metrics_.count({.operation = "GetObject", .status = 206});
  metrics_.count({.operation = "GetObject", .status = 404, .code = "NoSuchKey"});
  metrics_.count({.operation = "PutObject", .status = 200});
  EXPECT_THAT(samples(metrics_, "pail_requests_total"),
              ElementsAre(R"(pail_requests_total{operation="GetObject",status="200",code=""} 2)",
                          R"(pail_requests_total{operation="GetObject",status="206",code=""} 1)",
                          "pail_requests_total{operation=\"GetObject\",status=\"404\","
                          "code=\"NoSuchKey\"} 1",
                          R"(pail_requests_total{operation="PutObject",status="200",code=""} 1)"));
}

TEST_F(MetricsTest, CountsWhatHasNoOperationUnderNoName) {
  metrics_.count({.operation = "", .status = 400, .code = "BadRequest"});
  metrics_.count({.operation = "NeverHeardOf", .status = 400, .code = "BadRequest"});
  EXPECT_THAT(samples(metrics_, "pail_requests_total"),
              ElementsAre(R"(pail_requests_total{operation="",status="400",code="BadRequest"} 2)"));
}

TEST_F(MetricsTest, CodesThatNobodyKnowsAreOneSeries) {
  metrics_.count({.operation = "GetObject", .status = 500, .code = "MadeUp"});
  metrics_.count({.operation = "GetObject", .status = 500, .code = "MadeUpToo"});
  EXPECT_THAT(
      samples(metrics_, "pail_requests_total"),
      ElementsAre(R"(pail_requests_total{operation="GetObject",status="500",code="other"} 2)"));
}

TEST_F(MetricsTest, KindsOfAnswersHaveALimitAndNoneIsLost) {
  for (unsigned status = 200; status < 300; ++status) {
    metrics_.count({.operation = "GetObject", .status = status});
  }
  const auto counted = samples(metrics_, "pail_requests_total");
  EXPECT_EQ(counted.size(), 25U);
  EXPECT_EQ(counted.back(),
            R"(pail_requests_total{operation="GetObject",status="other",code="other"} 76)");
}

TEST_F(MetricsTest, AddsUpBytesByOperation) {
  metrics_.count({.operation = "PutObject", .status = 200, .bytes_in = 1000});
  metrics_.count({.operation = "PutObject", .status = 200, .bytes_in = 24});
  metrics_.count({.operation = "GetObject", .status = 200, .bytes_out = 7});
  EXPECT_THAT(samples(metrics_, "pail_request_bytes_total"),
              ElementsAre(R"(pail_request_bytes_total{operation="PutObject"} 1024)"));
  EXPECT_THAT(samples(metrics_, "pail_response_bytes_total"),
              ElementsAre(R"(pail_response_bytes_total{operation="GetObject"} 7)"));
}

TEST_F(MetricsTest, HistogramCountsEachDurationInEveryBucketThatHoldsIt) {
  for (const auto duration : {50us, 51us, 2'000'000us, 60'000'000us}) {
    metrics_.count({.operation = "GetObject", .status = 200, .duration = duration});
  }
  const auto buckets = samples(metrics_, "pail_request_duration_seconds_bucket");
  const std::pair<std::string, int> expected[] = {{"0.00005", 1}, {"0.0001", 2}, {"1", 2},
                                                  {"2.5", 3},     {"10", 3},     {"+Inf", 4}};
  for (const auto& [bound, count] : expected) {
    EXPECT_THAT(buckets, Contains("pail_request_duration_seconds_bucket{operation=\"GetObject\","
                                  "le=\"" +
                                  bound + "\"} " + std::to_string(count)));
  }
  EXPECT_EQ(buckets.size(), 18U);
  EXPECT_THAT(samples(metrics_, "pail_request_duration_seconds_sum"),
              ElementsAre("pail_request_duration_seconds_sum{operation=\"GetObject\"} 62.000101"));
  EXPECT_THAT(samples(metrics_, "pail_request_duration_seconds_count"),
              ElementsAre("pail_request_duration_seconds_count{operation=\"GetObject\"} 4"));
}

TEST_F(MetricsTest, ClockThatGoesBackCountsAsNoTime) {
  metrics_.count({.operation = "GetObject", .status = 200, .duration = -5s});
  EXPECT_THAT(samples(metrics_, "pail_request_duration_seconds_sum"),
              ElementsAre("pail_request_duration_seconds_sum{operation=\"GetObject\"} 0.000000"));
}

TEST_F(MetricsTest, CountsVerdictsByScheme) {
  metrics_.count({.operation = "GetObject",
                  .status = 200,
                  .scheme = signer::Scheme::v4a_query,
                  .judgement = Judgement::accepted});
  metrics_.count({.operation = "GetObject", .status = 403, .judgement = Judgement::refused});
  metrics_.count({.operation = "", .status = 400});  // not judged at all
  EXPECT_THAT(samples(metrics_, "pail_verdicts_total"),
              ElementsAre(R"(pail_verdicts_total{scheme="",verdict="refused"} 1)",
                          R"(pail_verdicts_total{scheme="V4A query",verdict="accepted"} 1)"));
}

TEST_F(MetricsTest, CountsFaultsAndShowsGauges) {
  metrics_.count({.operation = "GetObject", .status = 500, .faults = 2});
  const Metrics::Gauges gauges = {
      .worlds = 3, .journal_entries = 42, .uptime = 61'500ms, .version = "1.\"2\\3\n"};
  EXPECT_THAT(samples(metrics_, "pail_faults_total", gauges), ElementsAre("pail_faults_total 2"));
  EXPECT_THAT(samples(metrics_, "pail_worlds", gauges), ElementsAre("pail_worlds 3"));
  EXPECT_THAT(samples(metrics_, "pail_journal_entries", gauges),
              ElementsAre("pail_journal_entries 42"));
  EXPECT_THAT(samples(metrics_, "pail_uptime_seconds", gauges),
              ElementsAre("pail_uptime_seconds 61.500000"));
  EXPECT_THAT(samples(metrics_, "pail_build_info", gauges),
              ElementsAre(R"(pail_build_info{version="1.\"2\\3\n"} 1)"));
}

TEST_F(MetricsTest, EveryMetricSaysWhatItIsOnce) {
  metrics_.count({.operation = "GetObject", .status = 200});
  const std::string text = metrics_.text({});
  for (const std::string name :
       {"pail_requests_total counter", "pail_request_bytes_total counter",
        "pail_response_bytes_total counter", "pail_request_duration_seconds histogram",
        "pail_verdicts_total counter", "pail_faults_total counter", "pail_worlds gauge",
        "pail_journal_entries gauge", "pail_uptime_seconds gauge", "pail_build_info gauge"}) {
    const std::string line = "# TYPE " + name + "\n";
    EXPECT_THAT(text, HasSubstr(line));
    EXPECT_THAT(text.substr(text.find(line) + line.size()), Not(HasSubstr(line)));
  }
}

TEST_F(MetricsTest, NoCountIsLostBetweenThreads) {
  constexpr int threads = 6;
  constexpr unsigned kinds = 20;
  constexpr int rounds = 100;
  testing::on_threads(threads, [this](int) {
    for (int round = 0; round < rounds; ++round) {
      for (unsigned kind = 0; kind < kinds; ++kind) {
        metrics_.count({.operation = "GetObject", .status = 200 + kind, .bytes_out = 1});
      }
    }
  });
  const auto counted = samples(metrics_, "pail_requests_total");
  EXPECT_EQ(counted.size(), kinds);
  for (const std::string& line : counted) EXPECT_THAT(line, ::testing::EndsWith(" 600"));
  EXPECT_THAT(samples(metrics_, "pail_response_bytes_total"),
              ElementsAre(R"(pail_response_bytes_total{operation="GetObject"} 12000)"));
}

}  // namespace
}  // namespace pail::emulator
