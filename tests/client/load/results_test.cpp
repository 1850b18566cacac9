#include "client/load/results.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <pugixml.hpp>

#include "client/load/plot.hpp"
#include "client/load/report.hpp"
#include "client/load/worker.hpp"

namespace pail::client::load {
namespace {

using namespace std::chrono_literals;

const net::LoadMoment zero{};

Row row_of(std::uint64_t requests, std::chrono::microseconds took) {
  Row row;
  row.requests = requests;
  for (std::uint64_t i = 0; i < requests; ++i) row.latencies.add(took);
  return row;
}

TEST(TimelineTest, CountsIntoTheIntervalInWhichSomethingHappened) {
  Timeline timeline(zero, 1s);
  timeline.add(zero + 2500ms, row_of(3, 1ms));
  timeline.add(zero + 100ms, row_of(1, 1ms));
  timeline.add(zero + 2999ms, row_of(4, 1ms));
  const std::vector<Row> rows = timeline.take();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].requests, 1u);
  EXPECT_EQ(rows[1].requests, 0u);
  EXPECT_EQ(rows[2].requests, 7u);
}

TEST(TimelineTest, ALongLoadHasLongerIntervalsAndLosesNothing) {
  Timeline timeline(zero, 1s);
  for (int second = 0; second < 5000; ++second) {
    timeline.add(zero + std::chrono::seconds(second), row_of(1, 1ms));
  }
  EXPECT_EQ(timeline.length(), Timeline::Length(16s));
  std::uint64_t requests = 0;
  const std::vector<Row> rows = timeline.take();
  EXPECT_LE(rows.size(), Timeline::intervals_max);
  for (const Row& row : rows) requests += row.requests;
  EXPECT_EQ(requests, 5000u);
}

TEST(TallyTest, ErrorsAreCountedByCodeAndTheirLatencyOnlyWhereNothingCame) {
  Timeline timeline(zero, 1s);
  Tally tally(timeline, 1s);
  tally.add({Kind::get, zero + 1ms, 10us, 100, {}, false});
  tally.add({Kind::get, zero + 2ms, 99s, 0, "SlowDown", false});
  tally.add({Kind::put, zero + 3ms, 5s, 0, net::load_failure::silence, true});
  tally.flush();
  const Row& get = tally.rows()[static_cast<std::size_t>(Kind::get)];
  EXPECT_EQ(get.requests, 1u);
  EXPECT_EQ(get.errors, 1u);
  EXPECT_EQ(get.bytes, 100u);
  EXPECT_EQ(get.latencies.max(), 10us);
  EXPECT_EQ(tally.rows()[static_cast<std::size_t>(Kind::put)].latencies.max(), 5s);
  EXPECT_EQ(tally.errors(), (ErrorCodes{{"NoAnswerInTime", 1}, {"SlowDown", 1}}));
  EXPECT_EQ(timeline.take().front().errors, 2u);
}

TEST(ElementTextTest, IsWhatStandsInTheFirstOfThatName) {
  EXPECT_EQ(element_text("<Error><Code>SlowDown</Code><Code>x</Code></Error>", "Code"), "SlowDown");
  EXPECT_EQ(element_text("<Error><CodeX>a</CodeX></Error>", "Code"), "");
  EXPECT_EQ(element_text("<Code>cut o", "Code"), "");
  EXPECT_EQ(element_text("no xml", "Code"), "");
}

Report some_report() {
  Report report;
  report.plan.job = Job::mixed;
  report.server = "http://localhost:9000";
  report.signing = "v2";
  report.size = "1KiB";
  Measurement round;
  round.rows[0] = row_of(100, 1ms);
  round.rows[0].bytes = 102'400;
  round.rows[1] = row_of(300, 2ms);
  round.rows[1].errors = 5;
  round.errors["SlowDown"] = 5;
  round.seconds = 2;
  round.cpu_seconds = 0.5;
  round.intervals = {{0, 1, summary_of(row_of(150, 1ms))}, {1, 1, summary_of(row_of(250, 2ms))}};
  report.found.add(round);
  report.found.add(round);
  return report;
}

TEST(ReportTest, TheJsonHasWhatWasMeasured) {
  const boost::json::object object = json_of(some_report());
  EXPECT_EQ(object.at("job"), "mixed");
  EXPECT_EQ(object.at("requests"), 800u);
  EXPECT_EQ(object.at("errors"), 10u);
  EXPECT_EQ(object.at("seconds"), 4.0);
  EXPECT_EQ(object.at("cpu_seconds"), 1.0);
  EXPECT_EQ(object.at("per_second"), 200.0);
  EXPECT_EQ(object.at("bytes_per_second"), 51'200.0);
  EXPECT_EQ(boost::json::serialize(object.at("errors_by_code")), R"({"SlowDown":10})");
  EXPECT_EQ(object.at("operations").as_array().size(), 2u);
  EXPECT_EQ(object.at("rounds").as_array().size(), 2u);
  ASSERT_EQ(object.at("intervals").as_array().size(), 4u);
  const auto& third = object.at("intervals").as_array()[2].as_object();
  EXPECT_EQ(third.at("second"), 2.0) << "the second round comes after the first";
  EXPECT_EQ(third.at("requests"), 150u);
  for (const char* name : {"p50", "p90", "p99", "p999", "max"}) {
    EXPECT_TRUE(object.at("latency_us").as_object().contains(name)) << name;
  }
}

TEST(ReportTest, TheCsvHasALineForEachKindAndOneForAll) {
  const std::string text = csv_of(some_report());
  EXPECT_EQ(text,
            "operation,requests,errors,seconds,per_second,bytes_per_second,p50_us,p90_us,p99_us,"
            "p999_us,max_us\n"
            "put,200,0,4.000000,50.000,51200.0,1000,1000,1000,1000,1000\n"
            "get,600,10,4.000000,150.000,0.0,2000,2000,2000,2000,2000\n"
            "all,800,10,4.000000,200.000,51200.0,2000,2000,2000,2000,2000\n");
}

TEST(ReportTest, TheTableTellsTheErrors) {
  const std::string text = table_of(some_report());
  EXPECT_NE(text.find("\nget "), text.npos);
  EXPECT_NE(text.find("\nall "), text.npos);
  EXPECT_TRUE(text.ends_with("\nerrors: SlowDown 10")) << text;
}

TEST(PlotTest, IsAPictureThatNeedsNothingElse) {
  const Report report = some_report();
  const std::string svg =
      plot_of("a <title> & more", {{"one & \"two\"", report.found.intervals}, {"<b>", {}}});
  pugi::xml_document document;
  const auto parsed = document.load_string(svg.c_str());
  ASSERT_TRUE(parsed) << parsed.description() << svg;
  const pugi::xml_node picture = document.child("svg");
  EXPECT_STREQ(picture.child("title").text().get(), "a <title> & more");
  // p50, p90, p99 and the throughput, of each series.
  EXPECT_EQ(picture.select_nodes("//polyline").size(), 8u);
  EXPECT_NE(svg.find("prefers-color-scheme:dark"), svg.npos);
  EXPECT_EQ(svg.find("href"), svg.npos);
  EXPECT_EQ(svg.find("nan"), svg.npos);
  EXPECT_EQ(svg.find("inf"), svg.npos);
}

TEST(PlotTest, OfNothingIsAPictureToo) {
  pugi::xml_document document;
  const std::string svg = plot_of("nothing", {{"none", {}}});
  EXPECT_TRUE(document.load_string(svg.c_str())) << svg;
  EXPECT_EQ(svg.find("nan"), svg.npos) << svg;
}

}  // namespace
}  // namespace pail::client::load
