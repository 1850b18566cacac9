// `pail complete`: what the completion scripts ask (completion_script.hpp). Hidden.
#include <CLI/App.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/complete.hpp"
#include "client/blocking.hpp"

namespace pail::cli {
namespace {

// Ours: more are no help, and a listing of one page comes before anybody waits for it.
constexpr std::size_t candidates_max = 200;
constexpr std::chrono::milliseconds patience{500};

// Those of the line that say where and as whom; the rest does not matter here.
void take_option(ClientOptions& options, const std::string& name, const std::string& value) {
  if (name == "--endpoint-url") options.endpoint_url = value;
  if (name == "--profile") options.profile = value;
  if (name == "--region") options.region = value;
  if (name == "--ca-file") options.ca_file = value;
  if (name == "--proxy") options.proxy = value;
  if (name == "--signer") options.signer = value;
  if (name == "--signer-token") options.signer_token = value;
}

ClientOptions options_of(const std::vector<std::string>& words) {
  ClientOptions options;
  options.retries = 0;
  options.exchange_time_max = patience;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals != std::string::npos) {
      take_option(options, words[i].substr(0, equals), words[i].substr(equals + 1));
    } else {
      take_option(options, words[i], words[i + 1]);
    }
    if (words[i] == "--no-sign-request") options.no_sign_request = true;
    if (words[i] == "--virtual-host") options.virtual_host = true;
    if (words[i] == "--no-verify-tls") options.no_verify_tls = true;
  }
  return options;
}

void add_buckets(client::BlockingClient& s3, const std::string& typed, Completion& to) {
  const auto buckets = s3.list_buckets();
  if (!buckets) return;
  for (const client::BucketEntry& bucket : buckets.assume_value()) {
    const std::string word = "s3://" + bucket.name + "/";
    if (word.starts_with(typed)) to.candidates.push_back({word, {}});
  }
}

void add_keys(client::BlockingClient& s3, const client::S3Url& url, Completion& to) {
  client::ListOptions options;
  options.prefix = url.key;
  options.delimiter = "/";
  options.keys_max = candidates_max;
  const auto page = s3.list_objects(url.bucket, options);
  if (!page) return;
  const std::string before = "s3://" + url.bucket + "/";
  for (const std::string& prefix : page.assume_value().common_prefixes) {
    to.candidates.push_back({before + prefix, {}});
  }
  for (const client::ObjectEntry& object : page.assume_value().objects) {
    to.candidates.push_back({before + object.key, {}});
  }
}

void add_s3(const std::vector<std::string>& words, Completion& to) {
  const std::string& typed = words.back();
  const ClientOptions options = options_of(words);
  client::BlockingClient s3(make_config(options), make_clock(options.clock));
  const auto url = client::parse_s3_url(typed);
  if (url && typed.find('/', std::string("s3://").size()) != std::string::npos) {
    add_keys(s3, url.assume_value(), to);
  } else {
    add_buckets(s3, typed, to);
  }
  to.no_space = std::any_of(to.candidates.begin(), to.candidates.end(),
                            [](const Candidate& one) { return one.word.ends_with('/'); });
}

void run(const std::vector<std::string>& words) {
  Completion found = complete(program_page(), words);
  if (found.s3) add_s3(words, found);
  Output({}).text(completion_text(found));
}

}  // namespace

void add_complete(CLI::App& app) {
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* const command = app.add_subcommand("complete", "What could stand next in a line");
  command->add_option("words", *words, "The words behind pail, behind --; the last is unfinished");
  command->footer("Example:\n  pail complete -- put --content-");
  command->callback([words] { run(*words); });
}

}  // namespace pail::cli
