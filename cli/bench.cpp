// `pail bench`: how fast a server answers, or this machine signs.
#include "cli/bench.hpp"

#include <CLI/App.hpp>
#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "client/sink.hpp"
#include "wire/limits.hpp"

namespace pail::cli {
namespace {

namespace load = client::load;

constexpr unsigned threads_max = 256;  // ours: more than there are processors never helps
constexpr unsigned rounds_max = 1000;  // ours
constexpr double rate_max = 10e6;      // a second; ours: beyond what a machine can send

constexpr const char* const load_group = "Load";
constexpr const char* const result_group = "Result";

void run(const BenchCommand& command) {
  if (command.csv && command.client.output.json) fail_usage("--csv and --json: one of them");
  if (command.job == "compare") return run_bench_compare(command);
  if (command.targets.size() > 1) fail_usage("bench " + command.job + ": one URL is enough");
  if (command.job == "sign" || command.job == "verify") return run_bench_signatures(command);
  run_bench_load(command);
}

std::vector<std::string> all_jobs() {
  std::vector<std::string> jobs(load::job_names.begin(), load::job_names.end());
  jobs.insert(jobs.end(), {"sign", "verify", "compare"});
  return jobs;
}

void add_what(CLI::App& command, BenchCommand& options) {
  command.add_option("job", options.job, "What is measured; compare reads results instead")
      ->required()
      ->check(CLI::IsMember(all_jobs()));
  command.add_option("url", options.targets,
                     "s3://bucket or s3://bucket/prefix to work in (default: a bucket made for "
                     "it); of compare the files");
  command.add_option("--objects", options.objects, "How many objects are written, read or deleted")
      ->check(CLI::Range(std::uint64_t{1}, load::objects_max))
      ->option_text("N")
      ->capture_default_str()
      ->group(load_group);
  command
      .add_option("--size", options.size,
                  "Of each object: 64KiB, or 1KiB..1MiB spread evenly by the logarithm, or "
                  "4KiB=70,64KiB=25,5MiB=5 by weights")
      ->option_text("SIZES")
      ->capture_default_str()
      ->group(load_group);
  command.add_option("--part-size", options.part_size, "Of multipart: the parts of each object")
      ->option_text("BYTES")
      ->capture_default_str()
      ->group(load_group);
  command
      .add_option("--mix", options.mix,
                  "Of mixed: how often each of put, get, head, list, "
                  "delete")
      ->option_text("put=N,get=N,...")
      ->capture_default_str()
      ->group(load_group);
  command.add_flag("--presigned", options.presigned, "Sign URLs instead of headers")
      ->group(load_group);
  command
      .add_flag("--unsigned-payload", options.unsigned_payload, "Version 4: do not hash the bodies")
      ->group(load_group);
  command
      .add_flag("--prepared", options.prepared,
                "The objects are there, as PREFIX and seven digits: none is written beforehand "
                "or removed afterwards")
      ->group(load_group);
  command
      .add_option("--seed", options.seed,
                  "The same seed gives the same operations, keys, sizes and bytes")
      ->option_text("N")
      ->capture_default_str()
      ->group(load_group);
}

void add_pace(CLI::App& command, BenchCommand& options) {
  command.add_option("--concurrency", options.concurrency, "Connections, each with a request")
      ->check(CLI::Range(1U, static_cast<unsigned>(wire::limits::connections_max)))
      ->option_text("N")
      ->capture_default_str()
      ->group(load_group);
  command.add_option("--threads", options.threads, "That send, or sign")
      ->check(CLI::Range(1U, threads_max))
      ->option_text("N")
      ->capture_default_str()
      ->group(load_group);
  command.add_option("--duration", options.duration, "How long to measure, in each round")
      ->option_text("TIME")
      ->capture_default_str()
      ->group(load_group);
  command.add_option("--requests", options.requests, "Measure so many instead (0: by the time)")
      ->option_text("N")
      ->group(load_group);
  command.add_option("--warm-up", options.warm_up, "Before each round, not measured")
      ->option_text("TIME")
      ->capture_default_str()
      ->group(load_group);
  command
      .add_option("--rate", options.rate,
                  "Requests a second, whatever the server does: latency counts from when each "
                  "was to begin (0: as fast as answers come)")
      ->check(CLI::Range(0.0, rate_max))
      ->option_text("N")
      ->group(load_group);
  command.add_option("--rounds", options.rounds, "How often to measure")
      ->check(CLI::Range(1U, rounds_max))
      ->option_text("N")
      ->capture_default_str()
      ->group(load_group);
  command
      .add_option("--against", options.against,
                  "Measure something else in turn with it, and compare: another server's URL, "
                  "v2, v4, presigned, header, concurrency=N; several with commas")
      ->option_text("WHAT")
      ->group(load_group);
}

void add_result(CLI::App& command, BenchCommand& options) {
  command.add_flag("--csv", options.csv, "Print a line for each kind of request")
      ->group(result_group);
  command.add_option("--plot", options.plot, "Draw latency and throughput over time as SVG")
      ->option_text("FILE")
      ->group(result_group);
  command.add_option("--save", options.save, "Write the result as JSON, for compare")
      ->option_text("FILE")
      ->group(result_group);
  command.add_option("--save-against", options.save_against, "The same for --against")
      ->option_text("FILE")
      ->group(result_group);
  command
      .add_flag("--check", options.check,
                "Of compare and --against: end with 1 when one is slower than the first by more "
                "than noise")
      ->group(result_group);
}

}  // namespace

void write_whole_file(const std::string& path, std::string_view text) {
  const auto file = client::FileSink::create(path);
  if (!file) fail_with("bench", file.error());
  wire::Result<void> done = file.assume_value()->write(wire::as_bytes(text));
  if (done) done = file.assume_value()->commit();
  if (!done) fail_with("bench", done.error());
}

void add_bench(CLI::App& app) {
  auto options = std::make_shared<BenchCommand>();
  CLI::App* const command = app.add_subcommand("bench", "Measure how fast a server answers");
  add_what(*command, *options);
  add_pace(*command, *options);
  add_result(*command, *options);
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail bench get --size 1KiB --signature v2\n"
      "  pail bench put s3://my-bucket --size 1KiB..1MiB --concurrency 8 --duration 30s\n"
      "  pail bench mixed --mix put=1,get=8,delete=1 --json | jq .latency_us\n"
      "  pail bench get --rate 2000 --plot latency.svg\n"
      "  pail bench get --rounds 5 --against http://other:9000\n"
      "  pail bench sign --signature v4 --threads 2\n"
      "  pail bench compare before.json after.json\n"
      "\n"
      "What each job does:\n"
      "  put        writes objects in turn, again from the first when all were written\n"
      "  get, head  of any of the objects, which are written before\n"
      "  list       a page of up to 1000 keys from any of them on\n"
      "  delete     each of the objects, once; it ends when all are gone\n"
      "  mixed      reads those that were written before, puts and deletes as many others in turn\n"
      "  multipart  creates an upload, sends its parts one by one, completes it; on each "
      "connection\n"
      "  sign       signatures in this process, without a network\n"
      "  verify     the same, from the parsed request to the identity, as the server does it\n"
      "\n"
      "Every request is made and signed anew, and sent once: what fails is counted, by S3's code. "
      "What is stored goes below a name of its own, and is deleted afterwards, also when the bench "
      "is interrupted. Latencies are of requests that succeeded, or that got no answer. One thread "
      "is enough for most servers.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
