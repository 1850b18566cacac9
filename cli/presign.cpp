// `pail presign`: a URL that works without keys for a while.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "client/standalone.hpp"

namespace pail::cli {
namespace {

struct PresignCommand {
  std::string method;
  std::string url;
  std::int64_t expires_s = 3600;
  ClientOptions client;
};

void run(const PresignCommand& command) {
  const client::S3Url url = read_object_url(command.url);
  const client::Config config = make_config(command.client);
  const client::Moment moment{make_clock(command.client.clock)->now(),
                              std::chrono::seconds(command.expires_s)};
  const auto signed_url =
      client::presigned_url(config, upper(command.method), url.bucket, url.key, moment);
  if (!signed_url) fail_usage(signed_url.error().message().value_or(""));
  fmt::print("{}\n", signed_url.assume_value());
}

}  // namespace

void add_presign(CLI::App& app) {
  auto options = std::make_shared<PresignCommand>();
  CLI::App* const command =
      app.add_subcommand("presign", "Make a URL that works without keys for a while");
  command->add_option("method", options->method, "GET, PUT, HEAD or DELETE")->required();
  command->add_option("url", options->url, "s3://bucket/key")->required();
  command->add_option("--expires", options->expires_s, "Seconds it works: 604800 at most with v4")
      ->capture_default_str();
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail presign GET s3://my-bucket/photo.jpg --expires 300\n"
      "  curl --upload-file photo.jpg \"$(pail presign PUT s3://my-bucket/photo.jpg)\"");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
