#include "client/load/report.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <vector>

namespace pail::client::load {
namespace {

struct Line {
  std::string_view name;
  Summary summary;
  double per_second = 0;
  double bytes_per_second = 0;
};

Line line_of(std::string_view name, const Summary& summary, double seconds) {
  const double time = seconds > 0 ? seconds : 1;
  return {name, summary, static_cast<double>(summary.requests) / time,
          static_cast<double>(summary.bytes) / time};
}

// Of the kinds that were asked for; several have a sum below them.
std::vector<Line> lines_of(const Measurement& found) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < kind_count; ++i) {
    const Row& row = found.rows[i];
    if (row.requests + row.errors > 0) {
      lines.push_back(line_of(kind_names[i], summary_of(row), found.seconds));
    }
  }
  if (lines.size() != 1) {
    lines.push_back(line_of("all", summary_of(found.all()), found.seconds));
  }
  return lines;
}

boost::json::object latency_of(const Summary& summary) {
  return {{"p50", summary.p50},
          {"p90", summary.p90},
          {"p99", summary.p99},
          {"p999", summary.p999},
          {"max", summary.max}};
}

void add_line(boost::json::object& object, const Line& line) {
  object["requests"] = line.summary.requests;
  object["errors"] = line.summary.errors;
  object["per_second"] = line.per_second;
  object["bytes_per_second"] = line.bytes_per_second;
  object["latency_us"] = latency_of(line.summary);
}

boost::json::array samples_of(const std::vector<Sample>& samples) {
  boost::json::array list;
  for (const Sample& sample : samples) {
    const Summary& summary = sample.summary;
    const Line line = line_of({}, summary, sample.seconds);
    list.push_back(boost::json::object{{"second", sample.second},
                                       {"seconds", sample.seconds},
                                       {"requests", summary.requests},
                                       {"errors", summary.errors},
                                       {"bytes", summary.bytes},
                                       {"per_second", line.per_second},
                                       {"p50_us", summary.p50},
                                       {"p90_us", summary.p90},
                                       {"p99_us", summary.p99},
                                       {"p999_us", summary.p999},
                                       {"max_us", summary.max}});
  }
  return list;
}

boost::json::object plan_of(const Report& report) {
  const Plan& plan = report.plan;
  const auto seconds = [](std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
  };
  return {{"server", report.server},
          {"bucket", plan.bucket},
          {"signature", report.signing},
          {"presigned", plan.presigned},
          {"concurrency", plan.concurrency},
          {"threads", plan.threads},
          {"objects", plan.objects},
          {"size", report.size},
          {"duration_seconds", seconds(plan.duration)},
          {"warm_up_seconds", seconds(plan.warm_up)},
          {"rate", plan.rate},
          {"seed", plan.seed},
          {"prepared", plan.prepared}};
}

double milliseconds(std::uint64_t microseconds) {
  return static_cast<double>(microseconds) / 1000;
}

std::string errors_text(const ErrorCodes& errors) {
  std::string text;
  for (const auto& [code, count] : errors) {
    text += fmt::format("{}{} {}", text.empty() ? "errors: " : ", ", code, count);
  }
  return text;
}

}  // namespace

boost::json::object json_of(const Report& report) {
  const Measurement& found = report.found;
  boost::json::object object{{"job", job_names[static_cast<std::size_t>(report.plan.job)]}};
  add_line(object, line_of({}, summary_of(found.all()), found.seconds));
  object["seconds"] = found.seconds;
  object["cpu_seconds"] = found.cpu_seconds;
  boost::json::object errors;
  for (const auto& [code, count] : found.errors) errors[code] = count;
  object["errors_by_code"] = std::move(errors);
  boost::json::array operations;
  for (const Line& line : lines_of(found)) {
    if (line.name == "all") continue;
    boost::json::object operation{{"operation", line.name}};
    add_line(operation, line);
    operations.push_back(std::move(operation));
  }
  object["operations"] = std::move(operations);
  object["settings"] = plan_of(report);
  if (!report.interleaved.empty()) object["interleaved"] = report.interleaved;
  if (found.was_interrupted) object["interrupted"] = true;
  object["rounds"] = samples_of(found.rounds);
  object["intervals"] = samples_of(found.intervals);
  return object;
}

std::string csv_of(const Report& report) {
  std::string text =
      "operation,requests,errors,seconds,per_second,bytes_per_second,p50_us,p90_us,p99_us,p999_us,"
      "max_us\n";
  for (const Line& line : lines_of(report.found)) {
    const Summary& s = line.summary;
    text += fmt::format("{},{},{},{:.6f},{:.3f},{:.1f},{},{},{},{},{}\n", line.name, s.requests,
                        s.errors, report.found.seconds, line.per_second, line.bytes_per_second,
                        s.p50, s.p90, s.p99, s.p999, s.max);
  }
  return text;
}

std::string table_of(const Report& report) {
  std::string text =
      fmt::format("{:<9}{:>11}{:>9}{:>12}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}", "", "requests",
                  "errors", "req/s", "MB/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms");
  for (const Line& line : lines_of(report.found)) {
    const Summary& s = line.summary;
    text += fmt::format(
        "\n{:<9}{:>11}{:>9}{:>12.1f}{:>10.2f}{:>10.3f}{:>10.3f}{:>10.3f}{:>10.3f}"
        "{:>10.3f}",
        line.name, s.requests, s.errors, line.per_second, line.bytes_per_second / 1e6,
        milliseconds(s.p50), milliseconds(s.p90), milliseconds(s.p99), milliseconds(s.p999),
        milliseconds(s.max));
  }
  const std::string errors = errors_text(report.found.errors);
  if (!errors.empty()) text += "\n" + errors;
  return text;
}

std::string rate_text(const Row& row, double seconds) {
  const Summary summary = summary_of(row);
  const Line line = line_of({}, summary, seconds);
  std::string text = fmt::format("{:.0f} req/s  {:.1f} MB/s  p50 {:.2f} ms  p99 {:.2f} ms",
                                 line.per_second, line.bytes_per_second / 1e6,
                                 milliseconds(summary.p50), milliseconds(summary.p99));
  if (summary.errors > 0) text += fmt::format("  {} errors", summary.errors);
  return text;
}

}  // namespace pail::client::load
