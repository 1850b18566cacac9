// `pail explain`: why S3 refuses a request somebody kept.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/clock_options.hpp"
#include "cli/command.hpp"
#include "cli/explain_report.hpp"
#include "cli/fail.hpp"
#include "cli/keys.hpp"
#include "signer/explain/capture.hpp"
#include "signer/explain/retrial.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

namespace explain = signer::explain;

// Ours: a HAR file of a long session; what is larger is no request of a person's.
constexpr std::size_t capture_bytes_max = 64 * 1024 * 1024;

struct ExplainCommand {
  std::string file;
  std::string curl;
  std::string har;
  std::size_t entry = 0;
  std::string credentials_file;
  std::string profile;
  std::string region;
  std::vector<std::string> domains;
  std::string now;
  bool at_request_time = false;
  bool json = false;
  bool list = false;
};

class Ring final : public signer::KeyRing {
 public:
  explicit Ring(std::vector<signer::Credentials> pairs) {
    for (signer::Credentials& pair : pairs) {
      keys_.push_back(std::make_shared<const signer::Key>(std::move(pair)));
    }
  }
  std::shared_ptr<const signer::Key> find(std::string_view access_key) const override {
    for (const auto& key : keys_) {
      if (key->access_key() == access_key) return key;
    }
    return nullptr;
  }
  const std::vector<std::shared_ptr<const signer::Key>>& all() const noexcept { return keys_; }

 private:
  std::vector<std::shared_ptr<const signer::Key>> keys_;
};

std::string read_all(std::istream& in, const std::string& name) {
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.size() > capture_bytes_max) fail_usage("'" + name + "' is larger than 64 MiB");
  return text;
}

std::string read_file(const std::string& name) {
  if (name.empty() || name == "-") return read_all(std::cin, "standard input");
  std::ifstream file(name, std::ios::binary);
  if (!file) fail_usage("cannot open '" + name + "'");
  return read_all(file, name);
}

bool looks_like_curl(std::string_view text) {
  text = wire::trim(text);
  return text.starts_with("curl ") || text.starts_with("$ curl ") || text.starts_with("curl\t");
}

explain::CapturedRequest captured(const ExplainCommand& command) {
  auto request = [&] {
    if (!command.har.empty()) return explain::capture_har(read_file(command.har), command.entry);
    if (!command.curl.empty()) return explain::capture_curl(command.curl);
    const std::string text = read_file(command.file);
    return looks_like_curl(text) ? explain::capture_curl(text) : explain::capture_http(text);
  }();
  if (!request) fail_usage(request.error().message().value_or(""));
  return std::move(request.value());
}

// The names under which `pail serve` and S3 itself answer.
std::vector<std::string> own_names(const std::vector<std::string>& domains,
                                   const std::string& region) {
  std::vector<std::string> names = {"localhost",
                                    "s3.localhost",
                                    "s3.amazonaws.com",
                                    "s3." + region + ".amazonaws.com",
                                    "s3-" + region + ".amazonaws.com",
                                    "s3.dualstack." + region + ".amazonaws.com"};
  for (const std::string& domain : domains) names.push_back(wire::host_name(domain));
  return names;
}

struct Judge {
  std::vector<signer::Credentials> keys;
  std::string region;
};

Judge judge_of(const ExplainCommand& command) {
  ClientOptions options;
  options.profile = command.profile;
  options.region = command.region;
  if (!command.credentials_file.empty()) {
    return {keys_of_file(command.credentials_file),
            command.region.empty() ? std::string(client::default_region) : command.region};
  }
  client::Config config = make_config(options);
  return {{std::move(*config.credentials)}, config.region};
}

void run(const ExplainCommand& command) {
  if (command.list) {
    fmt::print("{}", command.json ? mistakes_json() + "\n" : mistakes_text());
    return;
  }
  const explain::CapturedRequest request = captured(command);
  Judge judge = judge_of(command);
  const Ring ring(std::move(judge.keys));
  const auto names = own_names(command.domains, judge.region);
  explain::Bench bench{.keys = ring,
                       .all_keys = ring.all(),
                       .region = judge.region,
                       .own_names = names,
                       .machine_time = make_clock({})->now()};
  if (!command.now.empty()) bench.now = make_clock({.now = command.now})->now();
  const auto retrial = explain::retry(request, bench);
  if (!retrial) fail_usage("the target of the request is no URI that S3 reads");
  fmt::print("{}", command.json ? explain_json(request, retrial.value()) + "\n"
                                : explain_text(request, retrial.value()));
  if (!retrial.value().good()) throw CLI::RuntimeError(exit_failed);
}

void add_input_options(CLI::App& command, ExplainCommand& options) {
  auto* const file = command.add_option(
      "file", options.file, "Raw HTTP, or a curl command line; standard input without it");
  auto* const curl = command.add_option("--curl", options.curl, "A curl command line, in quotes")
                         ->option_text("LINE")
                         ->excludes(file);
  auto* const har = command.add_option("--har", options.har, "A HAR file, as browsers save it")
                        ->option_text("FILE")
                        ->excludes(file)
                        ->excludes(curl);
  command
      .add_option("--entry", options.entry,
                  "Which request of the HAR file, from 1 (the first with a signature)")
      ->option_text("N")
      ->needs(har);
}

void add_judge_options(CLI::App& command, ExplainCommand& options) {
  auto* const file = command.add_option("--credentials", options.credentials_file,
                                        "Keys to know, like ~/.aws/credentials");
  file->option_text("FILE");
  command
      .add_option("--profile", options.profile,
                  "Profile to take the keys from (else as pail presign finds them)")
      ->excludes(file);
  command.add_option("--region", options.region, "The server's region (default: as pail presign)");
  command
      .add_option("--domain", options.domains,
                  "A name of the server, for BUCKET.<name>; may be repeated")
      ->allow_extra_args(false);
  auto* const now =
      command.add_option("--now", options.now, "Judge at this moment, e.g. 2013-02-06T00:57:45Z");
  now->option_text("DATE");
  command
      .add_flag("--at-request-time", options.at_request_time,
                "Judge at the request's own date, so that an old capture is not just too old "
                "(the default)")
      ->excludes(now);
}

}  // namespace

void add_explain(CLI::App& app) {
  auto options = std::make_shared<ExplainCommand>();
  CLI::App* const command =
      app.add_subcommand("explain", "Say why S3 refuses a request, and what it signs instead");
  add_input_options(*command, *options);
  add_judge_options(*command, *options);
  command->add_flag("--json", options->json, "Print one JSON object");
  command->add_flag("--list", options->list, "Print the mistakes it knows, and exit");
  command->footer(
      "Examples:\n"
      "  pail explain --curl \"curl -X PUT -H 'Date: ...' -H 'Authorization: ...' http://...\"\n"
      "  curl -v ... 2>&1 | pail explain            what curl sent, in its lines with '>'\n"
      "  pail explain --har session.har --entry 3 --profile work\n"
      "\n"
      "Exit codes: 0 the signature is good, 1 it is not, 2 called wrongly. No secret is printed.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
