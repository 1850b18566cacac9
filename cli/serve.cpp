// `pail serve`: the S3 server.
#include <fmt/format.h>
#include <spdlog/logger.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/clock_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "cli/fault_options.hpp"
#include "cli/keys.hpp"
#include "cli/listen.hpp"
#include "cli/notify.hpp"
#include "cli/oidc.hpp"
#include "cli/operations.hpp"
#include "cli/parent.hpp"
#include "cli/seed_option.hpp"
#include "cli/serve_control.hpp"
#include "cli/version.hpp"
#include "emulator/emulator.hpp"
#include "emulator/store/disk.hpp"

namespace pail::cli {
namespace {

constexpr std::uint16_t default_port = 9000;

struct ServeOptions {
  ListenOptions listen;
  ClockOptions clock;
  std::string region{emulator::default_region};
  std::string credentials_file;
  std::vector<std::string> domains;
  bool operations = false;
  bool open_buckets = false;
  std::string auth = "verify";
  std::vector<std::string> compat;
  std::vector<std::string> oidc;
  NotifyOptions notify;
  std::optional<bool> explain;  // nullopt: as the address says
  std::string data;             // empty: in memory
  std::string durability = "sync";
  std::vector<std::string> faults;  // profiles and files
  std::vector<std::string> seeds;
  ControlOptions control;
};

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1";
}

emulator::AuthMode auth_mode(std::string_view name) {
  if (name == "warn") return emulator::AuthMode::warn;
  return name == "off" ? emulator::AuthMode::off : emulator::AuthMode::verify;
}

// Null without --data: memory, and SQLite is not touched.
std::unique_ptr<store::Engine> engine(const ServeOptions& options,
                                      const std::shared_ptr<spdlog::logger>& logger) {
  if (options.data.empty()) return nullptr;
  const auto durability =
      options.durability == "none" ? store::Durability::none : store::Durability::sync;
  auto engine = store::open_disk_engine(
      {.directory = options.data, .durability = durability, .report = [logger](auto sentence) {
         logger->error("data: {}", printable(sentence));
       }});
  if (!engine) fail(wire::sentence(engine.error()));
  return std::move(engine.value());
}

// Said at every start, --quiet or not: nobody should believe a test that ran like this.
void warn_of_leniency(spdlog::logger& logger, const ServeOptions& options) {
  if (options.auth == "warn") {
    logger.warn("--auth=warn: requests that S3 would refuse are served; each has a line here");
  }
  if (options.auth == "off") {
    logger.warn("--auth=off: no signature is verified; everybody is let in");
  }
  for (const std::string& source : options.faults) {
    logger.warn("--fault={}: requests go wrong on purpose", source);
  }
  for (const std::string& name : options.compat) {
    logger.warn("--compat={}: signatures that S3 would refuse are accepted", name);
  }
}

std::vector<signer::Credentials> identities(const ServeOptions& options) {
  if (!options.credentials_file.empty()) return keys_of_file(options.credentials_file);
  if (auto keys = keys_of_environment(pail_variables)) return {std::move(*keys)};
  return {{std::string(emulator::default_access_key), std::string(emulator::default_secret_key)}};
}

void log(spdlog::logger& logger, const emulator::Finished& done) {
  const bool warned = !done.auth_warning.empty();
  const auto calm = warned ? spdlog::level::warn : spdlog::level::info;
  const auto level = done.status >= 500 ? spdlog::level::err : calm;
  if (!logger.should_log(level)) return;
  const auto or_dash = [](std::string_view text) { return text.empty() ? "-" : printable(text); };
  logger.log(level, "{} {} {} {} {} {} {} [{}] {}{}{}", done.peer, or_dash(done.method),
             or_dash(done.target), done.status, or_dash(done.operation), or_dash(done.error_code),
             or_dash(done.access_key), or_dash(done.scheme), done.request_id,
             warned ? " served in spite of " : "", printable(done.auth_warning));
  if (!done.explanation.empty()) {
    logger.log(level, "[{}] {}", done.request_id, printable(done.explanation));
  }
}

emulator::Options emulator_options(const ServeOptions& options,
                                   const std::vector<signer::Credentials>& keys,
                                   std::shared_ptr<spdlog::logger> logger) {
  emulator::Options result;
  result.region = options.region;
  result.identities = keys;
  result.domains = options.domains;
  result.auth = auth_mode(options.auth);
  result.compat.boto_v2 = !options.compat.empty();  // the only one there is
  result.oidc = oidc_sources(options.oidc);
  result.notify = destinations(options.notify);
  result.open_buckets = options.open_buckets;
  result.explain = options.explain.value_or(is_loopback(options.listen.host));
  result.clock = make_clock(options.clock);
  result.engine = engine(options, logger);
  result.on_finished = [logger = std::move(logger)](const emulator::Finished& done) {
    log(*logger, done);
  };
  return result;
}

std::string ready_json(std::string_view url, std::string_view control_url, std::string_view region,
                       const signer::Credentials& keys) {
  return boost::json::serialize(boost::json::object{{"event", "listening"},
                                                    {"endpoint", url},
                                                    {"control", control_url},
                                                    {"access_key", keys.access_key},
                                                    {"secret_key", keys.secret_key},
                                                    {"region", region}});
}

// One word for a POSIX shell, whatever a key is made of.
std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::string where_data_is(const ServeOptions& options) {
  if (options.data.empty()) return "Everything is in memory and goes with it.";
  const auto directory = std::filesystem::absolute(options.data).lexically_normal().string();
  return options.durability == "sync"
             ? fmt::format("Everything is kept in {}.", directory)
             : fmt::format("Everything is kept in {}, and not safe from a power cut.", directory);
}

std::string greeting(std::string_view url, std::string_view control_url,
                     const ServeOptions& options, const signer::Credentials& keys) {
  const std::string& region = options.region;
  return fmt::format(
      "pail {} answers S3 requests.\n"
      "\n"
      "  endpoint    {}\n"
      "  access key  {}\n"
      "  secret key  {}\n"
      "  region      {}\n"
      "  control     {}\n"
      "\n"
      "Paste one of these into another terminal:\n"
      "\n"
      "  curl --aws-sigv4 aws:amz:{}:s3 --user {}"
      " -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' {}/\n"
      "  AWS_ACCESS_KEY_ID={} AWS_SECRET_ACCESS_KEY={} AWS_DEFAULT_REGION={}"
      " aws --endpoint-url {} s3 mb s3://my-bucket\n"
      "\n"
      "Ctrl-C stops it. {}\n",
      version, url, keys.access_key, keys.secret_key, region, control_url, region,
      shell_word(keys.access_key + ":" + keys.secret_key), url, shell_word(keys.access_key),
      shell_word(keys.secret_key), region, url, where_data_is(options));
}

void announce(const ServeOptions& options, const std::string& url, const std::string& control_url,
              const signer::Credentials& keys) {
  if (options.listen.ready_json()) {
    fmt::print("{}\n", ready_json(url, control_url, options.region, keys));
  } else if (!options.listen.quiet) {
    fmt::print("{}", greeting(url, control_url, options, keys));
  }
  std::fflush(stdout);
}

void put_in_force(const std::vector<std::string>& sources, world::Faults& faults) {
  for (const std::string& source : sources) {
    for (world::FaultRule& rule : fault_rules(source)) {
      if (const auto id = faults.add(std::move(rule)); !id) {
        fail_usage("--fault: " + source + ": " + wire::sentence(id.error()));
      }
    }
  }
}

void serve(const ServeOptions& options) {
  if (options.operations) return print_operations();
  const StopSignals signals;
  std::optional<Parent> parent;
  if (options.listen.exit_with_parent) parent.emplace();
  const std::vector<signer::Credentials> keys = identities(options);
  const std::shared_ptr<spdlog::logger> logger = make_logger(options.listen);
  emulator::Emulator emulator(emulator_options(options, keys, logger));
  put_in_force(options.faults, emulator.worlds().default_world().faults());
  apply_seeds(options.seeds, emulator, *logger);
  ControlPoint control(emulator, options.control, options.domains);
  net::Server server = listen(options.listen, control.service());
  const std::string url = url_of(server.endpoint());
  const std::string control_url = control.open(options.listen, url);
  warn_of_leniency(*logger, options);
  announce(options, url, control_url, keys.front());
  signals.wait(parent ? &*parent : nullptr);
  control.stop();
  server.stop();
}

}  // namespace

void add_serve(CLI::App& app) {
  auto options = std::make_shared<ServeOptions>();
  options->listen.port = default_port;
  CLI::App* command = app.add_subcommand("serve", "Run a local S3 server");
  add_listen_options(*command, options->listen);
  command->add_option("--region", options->region, "Region of V4 signatures (us-east-1)")
      ->option_text("NAME");
  command
      ->add_option("--credentials", options->credentials_file,
                   "Keys to accept, like ~/.aws/credentials: each section one identity\n"
                   "(PAIL_ACCESS_KEY and PAIL_SECRET_KEY, else the public example pair)")
      ->option_text("FILE");
  command
      ->add_option("--data", options->data,
                   "Keep everything in this directory; it is made when there is none\n"
                   "(without it: in memory)")
      ->option_text("DIR");
  command
      ->add_option(
          "--durability", options->durability,
          "What --data promises of a write it has acknowledged: sync, it survives a power\n"
          "cut (the default); none, it survives the process")
      ->check(CLI::IsMember({"sync", "none"}))
      ->option_text("sync|none");
  command
      ->add_option("--domain", options->domains,
                   "A further name of this server, for BUCKET.<name>; may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME");
  command
      ->add_option("--auth", options->auth,
                   "What to do about authentication: verify it as S3 does (the default); warn,\n"
                   "which serves what S3 would refuse and logs why; or off, which looks at none")
      ->check(CLI::IsMember({"verify", "warn", "off"}))
      ->option_text("verify|warn|off");
  command
      ->add_option("--compat", options->compat,
                   "Accept a client's own way of signing that S3 refuses. boto-v2: boto3 with\n"
                   "signature_version='s3', which signs buckets in another form than it asks for")
      ->delimiter(',')
      ->check(CLI::IsMember({"boto-v2"}))
      ->option_text("NAME,...");
  command
      ->add_option("--oidc", options->oidc,
                   "An identity provider for AssumeRoleWithWebIdentity: what its tokens say in\n"
                   "iss, and a file with its key set (JWKS); may be repeated")
      ->allow_extra_args(false)
      ->option_text("ISSUER=FILE");
  CLI::Option* explain = command->add_flag_callback(
      "--explain", [options] { options->explain = true; },
      "Tell clients why their signature is wrong: PailMistake and PailExplanation in the\n"
      "error document. On by default when listening on loopback, off otherwise, since it\n"
      "helps an attacker as well; the log says it in any case");
  command
      ->add_flag_callback(
          "--no-explain", [options] { options->explain = false; },
          "Answer errors byte for byte as S3 does")
      ->excludes(explain);
  command->add_flag("--open-buckets", options->open_buckets,
                    "New buckets have ACLs and no Public Access Block, as S3 made them before\n"
                    "April 2023; without it they are as S3 makes them today");
  add_fault_option(*command, options->faults);
  add_notify_options(*command, options->notify);
  command->add_flag("--operations", options->operations,
                    "Print the S3 operations this server has, and exit");
  add_control_options(*command, options->control);
  add_seed_option(*command, options->seeds);
  add_clock_options(*command, options->clock);
  command->footer(
      "Examples:\n"
      "  pail serve\n"
      "  pail serve --data ./s3                    what was stored is there at the next start\n"
      "  pail serve --port 0 --ready json          for scripts: a free port, told in one line\n"
      "  pail serve --now 2013-02-06T00:57:45Z     its clock stands still\n"
      "  pail serve --clock-offset 901             its clock is 15 minutes and a second ahead\n"
      "  pail serve --fault flaky-1-percent        one request in a hundred fails\n"
      "\n"
      "With --ready json exactly one line goes to stdout once requests are answered:\n"
      "  {\"event\":\"listening\",\"endpoint\":...,\"control\":...,\"access_key\":...,\n"
      "   \"secret_key\":...,\"region\":...}\n"
      "SIGTERM and SIGINT stop it with exit code 0; requests under way have a second to finish.");
  command->callback([options] { serve(*options); });
}

}  // namespace pail::cli
