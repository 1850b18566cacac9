// `pail bench`: how fast a server answers.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "cli/amount.hpp"
#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "client/jobs/bench.hpp"
#include "client/progress_line.hpp"
#include "wire/random.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

namespace jobs = client::jobs;
using std::chrono::microseconds;

constexpr unsigned concurrency_max = 1024;  // ours: a client of one thread is the limit long before
constexpr std::uint64_t size_max = 1024 * 1024 * 1024;  // ours: a body is held in memory

struct BenchCommand {
  std::string url;
  unsigned objects = 100;
  std::string size = "64KiB";
  unsigned concurrency = 32;
  std::string duration = "10s";
  std::string mix = "put=1,get=4";
  ClientOptions client;
};

std::array<unsigned, 3> read_mix(const std::string& text) {
  std::array<unsigned, 3> mix{};
  std::string_view rest = text;
  unsigned all = 0;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    const std::size_t equals = word.find('=');
    const auto name =
        std::find(jobs::bench_names.begin(), jobs::bench_names.end(), word.substr(0, equals));
    const auto weight = equals == word.npos ? std::optional<std::uint64_t>(1)
                                            : wire::parse_unsigned(word.substr(equals + 1));
    if (name == jobs::bench_names.end() || !weight || *weight > 1000) {
      fail_usage("--mix: not of the form put=1,get=4,list=1: " + text);
    }
    all += mix[static_cast<std::size_t>(name - jobs::bench_names.begin())] =
        static_cast<unsigned>(*weight);
  }
  if (all == 0) fail_usage("--mix: nothing to do");
  return mix;
}

std::string some_name(std::size_t characters) {
  wire::SystemRandom random;
  return wire::lower(wire::random_text(random, wire::base32_alphabet, characters));
}

jobs::BenchOptions options_of(const BenchCommand& command) {
  jobs::BenchOptions options;
  options.objects = command.objects;
  options.size = read_bytes("--size", command.size);
  if (options.size > size_max) fail_usage("--size: at most 1GiB");
  options.concurrency = command.concurrency;
  options.duration = read_duration("--duration", command.duration);
  if (options.duration.count() == 0) fail_usage("--duration: nothing is measured in no time");
  options.mix = read_mix(command.mix);
  options.elapsed = [] {
    return std::chrono::duration_cast<microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
  };
  if (command.url.empty()) {
    options.makes_bucket = true;
    options.bucket = "pail-bench-" + some_name(12);
    return options;
  }
  client::S3Url url = read_s3_url(command.url);
  if (!url.key.empty() && !url.key.ends_with('/')) url.key += '/';
  options.bucket = url.bucket;
  options.prefix = url.key + "pail-bench-" + some_name(12) + "/";
  return options;
}

double seconds(microseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

double milliseconds(microseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

boost::json::object json_of(const jobs::BenchRow& row, std::string_view name, double took) {
  const auto count = static_cast<double>(row.latencies.count());
  return {{"operation", name},
          {"requests", row.latencies.count()},
          {"errors", row.errors},
          {"requests_per_second", count / took},
          {"bytes_per_second", static_cast<double>(row.bytes) / took},
          {"p50_ms", milliseconds(row.latencies.percentile(0.5))},
          {"p99_ms", milliseconds(row.latencies.percentile(0.99))},
          {"max_ms", milliseconds(row.latencies.max())}};
}

std::string line_of(const jobs::BenchRow& row, std::string_view name, double took) {
  const auto count = static_cast<double>(row.latencies.count());
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(row.bytes) / took);
  return fmt::format(
      "{:<6}{:>10}{:>12.1f}{:>16}{:>10.2f}{:>10.2f}{:>10.2f}{:>8}", name, row.latencies.count(),
      count / took, client::human_bytes(rate) + "/s", milliseconds(row.latencies.percentile(0.5)),
      milliseconds(row.latencies.percentile(0.99)), milliseconds(row.latencies.max()), row.errors);
}

bool was_asked(const jobs::BenchRow& row) {
  return row.latencies.count() + row.errors > 0;
}

void print(const Output& out, const jobs::BenchOptions& options, const jobs::BenchResult& result) {
  const double took = seconds(result.took);
  boost::json::array rows;
  std::string text =
      fmt::format("{:<6}{:>10}{:>12}{:>16}{:>10}{:>10}{:>10}{:>8}", "", "requests", "per second",
                  "throughput", "p50 ms", "p99 ms", "max ms", "errors");
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    if (!was_asked(result.rows[i])) continue;
    rows.push_back(json_of(result.rows[i], jobs::bench_names[i], took));
    text += "\n" + line_of(result.rows[i], jobs::bench_names[i], took);
  }
  if (!result.first_error.empty()) {
    text += "\nfirst error: " + wire::printable(result.first_error);
  }
  boost::json::object object{{"seconds", took},
                             {"objects", options.objects},
                             {"size", options.size},
                             {"concurrency", options.concurrency},
                             {"operations", std::move(rows)}};
  if (!result.first_error.empty()) object["first_error"] = json_text(result.first_error);
  out.done(text, object);
}

void run(const BenchCommand& command) {
  const jobs::BenchOptions options = options_of(command);
  const Output out(command.client.output);
  Connection s3(command.client);
  const std::string what = "bench " + url_text(options.bucket, options.prefix);
  const auto result = s3.wait(jobs::bench(s3.async(), options));
  if (!result) out.fail(what, result.error());
  print(out, options, result.assume_value());
  std::uint64_t good = 0;
  std::uint64_t errors = 0;
  for (const jobs::BenchRow& row : result.assume_value().rows) {
    good += row.latencies.count();
    errors += row.errors;
  }
  if (errors > 0) throw CLI::RuntimeError(good > 0 ? exit_partly : exit_failed);
}

void add_options(CLI::App& command, BenchCommand& options) {
  command.add_option(
      "url", options.url,
      "s3://bucket or s3://bucket/prefix to work in (default: a bucket made for it)");
  command.add_option("--mix", options.mix, "Of put, get and list, how often each in turn")
      ->option_text("put=N,get=N,list=N")
      ->capture_default_str();
  command.add_option("--objects", options.objects, "How many objects are written and read")
      ->check(CLI::Range(1U, 1'000'000U))
      ->option_text("N")
      ->capture_default_str();
  command.add_option("--size", options.size, "Of each object")
      ->option_text("BYTES")
      ->capture_default_str();
  command.add_option("--concurrency", options.concurrency, "Requests at once")
      ->check(CLI::Range(1U, concurrency_max))
      ->option_text("N")
      ->capture_default_str();
  command.add_option("--duration", options.duration, "How long to measure")
      ->option_text("TIME")
      ->capture_default_str();
}

}  // namespace

void add_bench(CLI::App& app) {
  auto options = std::make_shared<BenchCommand>();
  CLI::App* const command = app.add_subcommand("bench", "Measure how fast a server answers");
  add_options(*command, *options);
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail bench\n"
      "  pail bench s3://my-bucket --mix put=1 --size 1MiB --concurrency 8 --duration 30s\n"
      "  pail bench --mix get=9,list=1 --json | jq '.operations[] | {operation, p99_ms}'\n"
      "\n"
      "What it stores it deletes. Latencies are those of requests that succeeded, with their "
      "retries; --retries 0 shows every failure. One thread sends them: for the limits of a "
      "strong server run several.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
