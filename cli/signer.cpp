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
#include <vector>

#include "cli/audit_file.hpp"
#include "cli/clock_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "cli/keys.hpp"
#include "cli/listen.hpp"
#include "cli/parent.hpp"
#include "cli/policy_file.hpp"
#include "cli/signer_signals.hpp"
#include "cli/version.hpp"
#include "cli/way_options.hpp"
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
  std::vector<std::string> allow_origins;
  std::string static_folder;
  std::string policy_file;
  std::string checked_policy;
  std::string audit_file;
  std::string own_endpoint;
  WayOptions way;
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

net::Origin read_endpoint(const std::string& option, const std::string& text) {
  const auto url = net::parse_url(text);
  if (url && url.value().target == "/") return url.value().origin;
  fail_usage(option + ": not like http://s3.localhost:9000: '" + text + "'");
}

std::string normal_endpoint(const std::string& text) {
  const net::Origin origin = read_endpoint("--endpoint", text);
  return (origin.tls ? "https://" : "http://") + net::host_field(origin);
}

service::Place find_place(const SignerOptions& options) {
  if (options.bucket.empty() && options.policy_file.empty()) {
    fail_usage("give --policy FILE, or --bucket NAME to sign whatever is asked for");
  }
  if (!options.bucket.empty() && !model::is_valid_bucket_name(options.bucket)) {
    fail_usage("--bucket: no bucket can have the name '" + options.bucket + "'");
  }
  return {options.bucket, options.region, normal_endpoint(options.endpoint)};
}

// Without a policy anybody who gets here gets what he asks for.
void require_loopback(const SignerOptions& options) {
  if (!options.policy_file.empty() || net::is_loopback(options.listen.host)) return;
  fail_usage("--host " + options.listen.host +
             ": without --policy this signs whatever anybody asks for, and so listens on loopback "
             "addresses only");
}

service::Policy require_policy(const std::string& path) {
  auto policy = read_policy_file(path);
  if (!policy) fail_usage(policy.error().message().value_or(""));
  return std::move(policy.value());
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

void announce_in_json(const SignerOptions& options, const std::string& url,
                      const service::Place& place, const std::string& access_key) {
  boost::json::object line{{"event", "listening"},          {"endpoint", url},
                           {"access_key", access_key},      {"bucket", place.bucket},
                           {"s3_endpoint", place.endpoint}, {"region", place.region}};
  if (!options.policy_file.empty()) line["policy"] = options.policy_file;
  fmt::print("{}\n", boost::json::serialize(line));
}

void announce(const SignerOptions& options, const std::string& url, const service::Place& place,
              const std::string& access_key) {
  if (options.listen.ready_json()) {
    announce_in_json(options, url, place, access_key);
  } else if (!options.listen.quiet && !options.policy_file.empty()) {
    fmt::print("pail {} signs by policy {} for {} with key {}: {}\n", version, options.policy_file,
               place.endpoint, access_key, url);
  } else if (!options.listen.quiet) {
    fmt::print(
        "pail {} signs for bucket {} at {} with key {}.\n"
        "No policy: whatever anybody on this machine asks for is signed. For development only.\n"
        "\n"
        "  curl -d '{{\"content_type\":\"text/plain\",\"filename\":\"foo.txt\"}}' {}/sign\n"
        "  pail put --signer {} foo.txt s3://{}/foo.txt\n",
        version, place.bucket, place.endpoint, access_key, url, url, place.bucket);
  }
  std::fflush(stdout);
}

// The service's own requests. Endpoint, region and keys are the options', whatever the environment
// says.
client::Config own_config(const SignerOptions& options) {
  client::ConfigRequest request;
  request.endpoint_url = options.endpoint;
  request.region = options.region;
  request.anonymous = true;
  return load_config(request, options.way);
}

service::Options service_options(const SignerOptions& options,
                                 const std::shared_ptr<spdlog::logger>& logger, AuditFile* audit) {
  service::Options what;
  what.credentials = find_keys(options);
  what.place = find_place(options);
  what.clock = make_clock(options.clock);
  what.allow_origins = options.allow_origins;
  if (!options.policy_file.empty()) what.policy = require_policy(options.policy_file);
  if (!options.own_endpoint.empty()) {
    what.own_endpoint = read_endpoint("--own-endpoint", options.own_endpoint);
  }
  what.s3 = own_config(options);
  what.on_finished = [logger](const service::Finished& done) { log(*logger, done); };
  if (audit != nullptr) {
    what.audit = [audit, logger](const std::string& line) {
      if (!audit->write(line)) logger->error("the audit log cannot be written");
    };
  }
  return what;
}

// A file that will not do changes nothing.
void reload(const SignerOptions& options, service::SigningService& signing, AuditFile* audit,
            spdlog::logger& logger) {
  if (audit != nullptr && !audit->reopen()) logger.error("the audit log cannot be opened again");
  if (options.policy_file.empty()) return;
  auto policy = read_policy_file(options.policy_file);
  if (policy) {
    signing.replace_policy(std::move(policy.value()));
    logger.info("the policy was read again");
  } else {
    logger.error("the policy stays as it was: {}", policy.error().message().value_or(""));
  }
}

void check(const std::string& path) {
  const auto policy = read_policy_file(path);
  if (!policy) fail(policy.error().message().value_or(""));
  fmt::print("{}: {} rules for {} callers, {} issuers of JWTs{}\n", path,
             policy.value().rules.size(),
             policy.value().tokens.size() + policy.value().subjects.size(),
             policy.value().jwts.size(), policy.value().anonymous ? ", and for anybody" : "");
}

void run(const SignerOptions& options) {
  if (!options.checked_policy.empty()) return check(options.checked_policy);
  require_loopback(options);
  const SignerSignals signals;
  std::optional<Parent> parent;
  if (options.listen.exit_with_parent) parent.emplace();
  const auto logger = make_logger(options.listen);
  std::optional<AuditFile> file;
  if (!options.audit_file.empty()) file.emplace(options.audit_file);
  AuditFile* const audit = file ? &*file : nullptr;
  service::Options what = service_options(options, logger, audit);
  const std::string access_key = what.credentials.access_key;
  const service::Place place = what.place;
  service::SigningService signing(std::move(what));
  auto files = find_files(options, signing);
  net::Server server = listen(options.listen, files ? *files : static_cast<net::Service&>(signing));
  announce(options, url_of(server.endpoint()), place, access_key);
  const Parent* const watched = parent ? &*parent : nullptr;
  while (signals.wait(watched) == SignerSignals::Wish::reload) {
    reload(options, signing, audit, *logger);
  }
  server.stop();
}

void add_policy_options(CLI::App& command, SignerOptions& options) {
  command
      .add_option("--policy", options.policy_file,
                  "Who may have what signed (docs/signing-service.md);\nread again on SIGHUP")
      ->option_text("FILE");
  command
      .add_option("--check-policy", options.checked_policy,
                  "Say whether this policy file will do, and end")
      ->option_text("FILE");
  command
      .add_option(
          "--audit", options.audit_file,
          "Append a line of JSON for each decision; - for standard output.\nOpened again on "
          "SIGHUP")
      ->option_text("FILE");
}

}  // namespace

void add_signer(CLI::App& app) {
  auto options = std::make_shared<SignerOptions>();
  options->listen.port = default_port;
  CLI::App* command =
      app.add_subcommand("signer", "Run the web service that owns the secret and signs uploads");
  add_listen_options(*command, options->listen);
  add_policy_options(*command, *options);
  command
      ->add_option("--bucket", options->bucket, "Without a policy: the bucket to sign anything for")
      ->option_text("NAME");
  command
      ->add_option("--endpoint", options->endpoint,
                   "Where S3 is, as the phone sees it (" + options->endpoint + ")")
      ->option_text("URL");
  command
      ->add_option("--own-endpoint", options->own_endpoint,
                   "Where S3 is for this service itself, if elsewhere (the --endpoint)")
      ->option_text("URL");
  command->add_option("--region", options->region, "Region of V4 signatures (us-east-1)")
      ->option_text("NAME");
  command
      ->add_option("--credentials", options->credentials_file,
                   "The key, like ~/.aws/credentials with one section\n"
                   "(PAIL_ACCESS_KEY and PAIL_SECRET_KEY, else AWS_ACCESS_KEY_ID and so on)")
      ->option_text("FILE");
  command
      ->add_option(
          "--allow-origin", options->allow_origins,
          "Let pages of this origin ask (CORS): http://localhost:8080, or *;\nmay be given "
          "several times")
      ->option_text("ORIGIN");
  command
      ->add_option("--static", options->static_folder,
                   "Serve the files of this folder too: the page that uploads")
      ->option_text("DIR");
  add_way_options(*command, options->way, "Requests of its own to S3 and STS");
  add_clock_options(*command, options->clock);
  command->footer(
      "Example:\n"
      "  PAIL_ACCESS_KEY=AKIDEXAMPLE PAIL_SECRET_KEY=my_s3_secret pail signer --bucket photos\n"
      "\n"
      "It answers, in JSON:\n"
      "  POST /sign     {\"content_type\":\"text/plain\",\"filename\":\"foo.txt\"}\n"
      "  POST /presign  "
      "{\"method\":\"PUT\",\"key\":\"foo.txt\",\"expires\":300,\"signature\":\"v4\"}\n"
      "  POST /post-policy, /credentials, /multipart, /complete, /abort, /upload\n"
      "  GET  /health\n"
      "The secret is in no answer and no log line.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
