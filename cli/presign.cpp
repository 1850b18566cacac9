// `pail presign`: a URL that works without keys for a while.
#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "client/standalone.hpp"
#include "wire/date.hpp"

namespace pail::cli {
namespace {

struct PresignCommand {
  std::vector<std::string> words;  // [METHOD] URL
  std::string method;
  std::string expires = "1h";
  ClientOptions client;
};

// Beside --method there is the older way to say it: `pail presign PUT s3://...`.
std::string method_of(const PresignCommand& command) {
  if (command.words.size() == 1) return command.method.empty() ? "GET" : upper(command.method);
  if (command.words.size() > 2) fail_usage("presign takes one URL");
  if (!command.method.empty()) fail_usage("the method is given twice");
  return upper(command.words.front());
}

void run(const PresignCommand& command) {
  const std::string method = method_of(command);
  const client::S3Url url = read_object_url(command.words.back());
  const auto lifetime =
      std::chrono::floor<std::chrono::seconds>(read_duration("--expires", command.expires));
  const client::Config config = make_signing_config(command.client);
  const client::Moment moment{make_clock(command.client.clock)->now(), lifetime};
  const auto signed_url = client::presigned_url(config, method, url.bucket, url.key, moment);
  if (!signed_url) fail_usage(signed_url.error().message().value_or(""));
  Output(command.client.output)
      .done(signed_url.assume_value(),
            {{"url", signed_url.assume_value()},
             {"method", method},
             {"expires_at", wire::format_iso_extended(moment.now + lifetime)}});
}

}  // namespace

void add_presign(CLI::App& app) {
  auto options = std::make_shared<PresignCommand>();
  CLI::App* const command =
      app.add_subcommand("presign", "Make a URL that works without keys for a while");
  command
      ->add_option("words", options->words,
                   "s3://bucket/key; GET, PUT, HEAD or DELETE may stand before it")
      ->option_text("[METHOD] URL")
      ->required();
  command->add_option("--method", options->method, "What the URL is for (default GET)")
      ->check(CLI::IsMember({"GET", "PUT", "HEAD", "DELETE"}, CLI::ignore_case));
  command
      ->add_option("--expires", options->expires,
                   "How long it works, e.g. 300, 15m or 7d, which is the most with v4")
      ->option_text("TIME")
      ->capture_default_str();
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail presign s3://my-bucket/photo.jpg --expires 5m\n"
      "  curl --upload-file photo.jpg \"$(pail presign PUT s3://my-bucket/photo.jpg)\"\n"
      "\n"
      "Nothing is asked of the server, which judges the URL when it is used.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
