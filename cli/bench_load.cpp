// `pail bench` against a server: sides, progress, and what is said of the result.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/amount.hpp"
#include "cli/bench.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "cli/status_line.hpp"
#include "client/load/bench.hpp"
#include "client/load/compare.hpp"
#include "client/load/plot.hpp"
#include "client/load/report.hpp"
#include "wire/random.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

namespace load = client::load;

std::string some_name() {
  wire::SystemRandom random;
  return wire::lower(wire::random_text(random, wire::base32_alphabet, 12));
}

// Below a name of its own, unless the objects are there: what is deleted afterwards is then
// nobody else's.
void take_place(load::Plan& plan, const BenchCommand& command) {
  plan.prefix.clear();
  if (command.targets.empty()) {
    if (plan.prepared) fail_usage("--prepared: where? An s3:// URL is needed");
    plan.makes_bucket = true;
    plan.bucket = "pail-bench-" + some_name();
    return;
  }
  client::S3Url url = read_s3_url(command.targets.front());
  plan.bucket = url.bucket;
  plan.prefix = url.key;
  if (plan.prepared) return;
  if (!plan.prefix.empty() && !plan.prefix.ends_with('/')) plan.prefix += '/';
  plan.prefix += "pail-bench-" + some_name() + "/";
}

client::Config config_of(const ClientOptions& options) {
  return options.no_sign_request ? make_config(options) : make_signing_config(options);
}

std::string_view signing_of(const client::Config& config) {
  if (!config.credentials) return "none";
  return config.signature == client::Signature::v2 ? "v2" : "v4";
}

struct Sides {
  std::vector<load::Side> sides;
  std::vector<load::Report> reports;     // without what was found
  std::optional<client::Config> second;  // of the second side's client
  std::shared_ptr<const wire::Clock> clock;

  void add(const BenchCommand& command, load::Plan plan, client::Client* s3) {
    client::Config config = config_of(command.client);
    plan.presigned = command.presigned;
    plan.concurrency = command.concurrency;
    load::SignatureOptions signing;
    if (config.credentials) signing.key = std::make_shared<signer::Key>(*config.credentials);
    signing.version = config.signature;
    signing.presigned = command.presigned;
    signing.region = config.region;
    const net::Origin server = config.endpoint.value_or(client::default_endpoint());
    auto course = load::find_course(config, plan, std::move(signing), clock);
    if (!course) Output(command.client.output).fail("bench", course.error());
    load::Report report;
    report.plan = plan;
    report.server = net::to_string(server);
    report.signing = signing_of(config);
    report.size = command.size;
    reports.push_back(std::move(report));
    sides.emplace_back(s3, std::move(plan), std::move(course.assume_value()));
    if (s3 == nullptr) second = std::move(config);
  }
};

// In what each differs from the other.
std::string name_of(const load::Report& one, const load::Report& other,
                    std::string_view otherwise) {
  std::string name;
  const auto add = [&](bool differs, std::string_view word) {
    if (!differs) return;
    if (!name.empty()) name += ' ';
    name += word;
  };
  add(one.server != other.server, one.server);
  add(one.signing != other.signing, one.signing);
  add(one.plan.presigned != other.plan.presigned, one.plan.presigned ? "presigned" : "header");
  add(one.plan.concurrency != other.plan.concurrency,
      "concurrency=" + std::to_string(one.plan.concurrency));
  return name.empty() ? std::string(otherwise) : name;
}

class ProgressTeller {
 public:
  ProgressTeller(const Sides& sides, bool wanted) : sides_(sides), line_(wanted) {}

  void tell(const load::Standing& standing) {
    if (!line_.is_due()) return;
    const load::Report& report = sides_.reports[standing.side];
    const load::Plan& plan = report.plan;
    const std::string_view job = load::job_names[static_cast<std::size_t>(plan.job)];
    if (standing.progress == nullptr) {
      return line_.show(fmt::format("{}: {} of {} objects written", job, grouped(standing.prepared),
                                    grouped(plan.objects)));
    }
    const load::Progress& progress = *standing.progress;
    std::string text = fmt::format("{}  ", job);
    text += progress.is_warming_up
                ? "warming up"
                : load::rate_text(progress.latest,
                                  std::chrono::duration<double>(progress.interval).count());
    if (progress.whole > progress.elapsed) {
      const auto left = std::chrono::ceil<std::chrono::seconds>(progress.whole - progress.elapsed);
      text += "  " + short_duration(left) + " left";
    }
    if (plan.rounds > 1) text += fmt::format("  round {} of {}", standing.round + 1, plan.rounds);
    if (sides_.sides.size() > 1) text += "  " + report.server;
    line_.show(text);
  }
  void clear() { line_.clear(); }

 private:
  const Sides& sides_;
  StatusLine line_;
};

client::Task<void> bench_all(Sides& sides, std::function<void(const load::Standing&)> watch) {
  std::optional<client::Client> second;
  if (sides.second) {
    const auto executor = co_await boost::asio::this_coro::executor;
    second.emplace(executor, *sides.second, sides.clock);
    sides.sides.back().s3 = &*second;
  }
  co_return co_await load::bench(sides.sides, std::move(watch));
}

load::Comparison compared(const Sides& sides) {
  std::vector<load::Recorded> recorded;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string name =
        name_of(sides.reports[i], sides.reports[1 - i], i == 0 ? "the first" : "the second");
    auto one = load::read_result(name, load::json_of(sides.reports[i]));
    if (!one) fail_with("bench", one.error());
    recorded.push_back(std::move(one.assume_value()));
    // They were asked for.
    recorded.back().settings.clear();
  }
  auto comparison = load::compare(recorded[0], recorded[1]);
  if (!comparison) fail_with("bench", comparison.error());
  return std::move(comparison.assume_value());
}

void write_files(const BenchCommand& command, const Sides& sides) {
  if (!command.save.empty()) {
    write_whole_file(command.save, boost::json::serialize(json_of(sides.reports[0])) + "\n");
  }
  if (!command.save_against.empty()) {
    write_whole_file(command.save_against,
                     boost::json::serialize(json_of(sides.reports[1])) + "\n");
  }
  if (command.plot.empty()) return;
  std::vector<load::Series> series;
  for (const load::Report& report : sides.reports) {
    const std::string name = sides.reports.size() == 1
                                 ? report.server
                                 : name_of(report, sides.reports[series.empty() ? 1 : 0],
                                           series.empty() ? "the first" : "the second");
    series.push_back({name, report.found.intervals});
  }
  write_whole_file(command.plot, load::plot_of("pail bench " + command.job, series));
}

// Whether the second side is worse.
bool print_both(const Output& out, const Sides& sides) {
  boost::json::array results;
  std::string text;
  for (std::size_t i = 0; i < 2; ++i) {
    const load::Report& report = sides.reports[i];
    results.push_back(json_of(report));
    text += name_of(report, sides.reports[1 - i], i == 0 ? "the first" : "the second");
    text += "\n" + load::table_of(report) + "\n";
  }
  const load::Comparison comparison = compared(sides);
  for (const std::string& sentence : comparison.sentences) text += "\n" + sentence;
  out.done(text, {{"results", std::move(results)}, {"comparison", json_of(comparison)}});
  return comparison.is_worse();
}

bool has_samples(const Sides& sides) {
  return std::all_of(sides.reports.begin(), sides.reports.end(),
                     [](const load::Report& report) { return report.found.all().requests > 0; });
}

void print(const BenchCommand& command, const Output& out, const load::Report& report) {
  command.csv ? out.text(csv_of(report)) : out.done(table_of(report), json_of(report));
}

// Something went wrong on the way, or somebody had enough of it.
void print_so_far(const BenchCommand& command, const Output& out, const Sides& sides) {
  for (const load::Report& report : sides.reports) {
    if (!report.found.rounds.empty()) print(command, out, report);
  }
}

void finish(const BenchCommand& command, const Output& out, const Sides& sides) {
  write_files(command, sides);
  bool is_worse = false;
  if (sides.reports.size() == 2 && has_samples(sides)) {
    is_worse = print_both(out, sides);
  } else {
    for (const load::Report& report : sides.reports) print(command, out, report);
  }
  std::uint64_t good = 0;
  std::uint64_t errors = 0;
  for (const load::Report& report : sides.reports) {
    good += report.found.all().requests;
    errors += report.found.all().errors;
  }
  if (errors > 0) throw CLI::RuntimeError(good > 0 ? exit_partly : exit_failed);
  if (command.check && is_worse) throw CLI::RuntimeError(exit_failed);
}

void check(const BenchCommand& command) {
  if (command.against.empty() && !command.save_against.empty()) {
    fail_usage("--save-against: there is no --against");
  }
  if (!command.against.empty() && command.csv) fail_usage("--csv: of one result, not of --against");
}

}  // namespace

void run_bench_load(const BenchCommand& command) {
  check(command);
  load::Plan plan = read_plan(command);
  take_place(plan, command);
  std::optional<BenchCommand> other;
  if (!command.against.empty()) other = other_side(command);
  const Output out(command.client.output);
  Connection s3(command.client);
  Sides sides;
  sides.clock = make_clock(command.client.clock);
  sides.add(command, plan, &s3.async());
  if (other) {
    load::Plan elsewhere = plan;
    take_place(elsewhere, *other);
    sides.add(*other, std::move(elsewhere), nullptr);
  }
  ProgressTeller progress(sides, !out.quiet() && !out.json() && !command.csv);
  const std::string what = "bench " + url_text(plan.bucket, plan.prefix);
  const auto done = s3.wait(
      bench_all(sides, [&progress](const load::Standing& standing) { progress.tell(standing); }));
  progress.clear();
  const std::string interleaved = sides.sides.size() > 1 ? some_name() : "";
  for (std::size_t i = 0; i < sides.sides.size(); ++i) {
    sides.reports[i].found = std::move(sides.sides[i].result);
    sides.reports[i].interleaved = interleaved;
  }
  if (done && s3.why_stopped() == nullptr) return finish(command, out, sides);
  print_so_far(command, out, sides);
  out.fail(what, done ? *s3.why_stopped() : done.error());
}

}  // namespace pail::cli
