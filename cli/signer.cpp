// `pail signer`: the signing service, which owns the secret.
#include <fmt/format.h>
#include <spdlog/logger.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "cli/clock_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "cli/keys.hpp"
#include "cli/listen.hpp"
#include "cli/version.hpp"
#include "emulator/model/model.hpp"
#include "net/origin.hpp"
#include "signer/service/service.hpp"
#include "signer/service/static_files.hpp"

namespace pail::cli {
namespace {

namespace service = signer::service;

constexpr std::uint16_t default_port = 9001;

struct SignerOptions {
  ListenOptions listen;
  ClockOptions clock;
  std::string bucket;
  std::string endpoint = "http://s3.localhost:9000";
  std::string region = "us-east-1";
  std::string credentials_file;
  std::string allow_origin;
  std::string static_folder;
};

signer::Credentials find_keys(const SignerOptions& options) {
  if (!options.credentials_file.empty()) {
    auto keys = keys_of_file(options.credentials_file);
    if (keys.size() == 1) return std::move(keys.front());
    fail_usage("the credentials file of a signer must hold one identity; '" +
               options.credentials_file + "' holds " + std::to_string(keys.size()));
  }
  if (auto keys = keys_of_environment(pail_variables)) return std::move(*keys);
  if (auto keys = keys_of_environment(aws_variables)) return std::move(*keys);
  fail_usage(
      "no key to sign with: set PAIL_ACCESS_KEY and PAIL_SECRET_KEY (or AWS_ACCESS_KEY_ID and "
      "AWS_SECRET_ACCESS_KEY), or give --credentials FILE");
}

std::string normal_endpoint(const std::string& text) {
  const auto url = net::parse_url(text);
  if (!url || url.value().target != "/") {
    fail_usage("--endpoint: not like http://s3.localhost:9000: '" + text + "'");
  }
  const net::Origin& origin = url.value().origin;
  return (origin.tls ? "https://" : "http://") + net::host_field(origin);
}

service::Place find_place(const SignerOptions& options) {
  if (!model::is_valid_bucket_name(options.bucket)) {
    fail_usage("--bucket: no bucket can have the name '" + options.bucket + "'");
  }
  return {options.bucket, options.region, normal_endpoint(options.endpoint)};
}

std::optional<service::StaticFiles> find_files(const SignerOptions& options,
                                               net::Service& signing) {
  if (options.static_folder.empty()) return std::nullopt;
  auto files = service::StaticFiles::open(options.static_folder, signing);
  if (!files) fail_usage("--static: " + std::string(files.error().message().value_or("")));
  return std::move(files.value());
}

void log(spdlog::logger& logger, const service::Finished& done) {
  const auto or_dash = [](std::string_view text) { return text.empty() ? "-" : printable(text); };
  logger.info("{} {} {} {} {}", or_dash(done.peer), or_dash(done.method), or_dash(done.path),
              done.status, or_dash(done.error_code));
}

void announce(const SignerOptions& options, const std::string& url, const service::Place& place,
              const std::string& access_key) {
  if (options.listen.ready_json()) {
    const boost::json::object line{{"event", "listening"},          {"endpoint", url},
                                   {"access_key", access_key},      {"bucket", place.bucket},
                                   {"s3_endpoint", place.endpoint}, {"region", place.region}};
    fmt::print("{}\n", boost::json::serialize(line));
  } else if (!options.listen.quiet) {
    fmt::print(
        "pail {} signs for bucket {} at {} with key {}.\n"
        "\n"
        "  curl -d '{{\"content_type\":\"text/plain\",\"filename\":\"foo.txt\"}}' {}/sign\n"
        "  pail put --signer {} foo.txt s3://{}/foo.txt\n",
        version, place.bucket, place.endpoint, access_key, url, url, place.bucket);
  }
  std::fflush(stdout);
}

void run(const SignerOptions& options) {
  const StopSignals signals;
  service::Options what;
  what.credentials = find_keys(options);
  what.place = find_place(options);
  what.clock = make_clock(options.clock);
  what.allow_origin = options.allow_origin;
  what.on_finished = [logger = make_logger(options.listen)](const service::Finished& done) {
    log(*logger, done);
  };
  const std::string access_key = what.credentials.access_key;
  const service::Place place = what.place;
  service::SigningService signing(std::move(what));
  auto files = find_files(options, signing);
  net::Server server = listen(options.listen, files ? *files : static_cast<net::Service&>(signing));
  announce(options, url_of(server.endpoint()), place, access_key);
  signals.wait();
  server.stop();
}

}  // namespace

void add_signer(CLI::App& app) {
  auto options = std::make_shared<SignerOptions>();
  options->listen.port = default_port;
  CLI::App* command =
      app.add_subcommand("signer", "Run the web service that owns the secret and signs uploads");
  add_listen_options(*command, options->listen);
  command->add_option("--bucket", options->bucket, "The bucket to sign for (required)")
      ->required()
      ->option_text("NAME");
  command
      ->add_option("--endpoint", options->endpoint,
                   "Where S3 is, as the phone sees it (" + options->endpoint + ")")
      ->option_text("URL");
  command->add_option("--region", options->region, "Region of V4 signatures (us-east-1)")
      ->option_text("NAME");
  command
      ->add_option("--credentials", options->credentials_file,
                   "The key, like ~/.aws/credentials with one section\n"
                   "(PAIL_ACCESS_KEY and PAIL_SECRET_KEY, else AWS_ACCESS_KEY_ID and so on)")
      ->option_text("FILE");
  command
      ->add_option("--allow-origin", options->allow_origin,
                   "Let pages of this origin ask (CORS): http://localhost:8080, or *")
      ->option_text("ORIGIN");
  command
      ->add_option("--static", options->static_folder,
                   "Serve the files of this folder too: the page that uploads")
      ->option_text("DIR");
  add_clock_options(*command, options->clock);
  command->footer(
      "Example:\n"
      "  PAIL_ACCESS_KEY=AKIDEXAMPLE PAIL_SECRET_KEY=my_s3_secret pail signer --bucket photos\n"
      "\n"
      "It answers, in JSON:\n"
      "  POST /sign     {\"content_type\":\"text/plain\",\"filename\":\"foo.txt\"}\n"
      "  POST /presign  "
      "{\"method\":\"PUT\",\"key\":\"foo.txt\",\"expires\":300,\"signature\":\"v4\"}\n"
      "  GET  /health\n"
      "The secret is in no answer and no log line.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
