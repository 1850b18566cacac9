// `pail mb` and `pail rb`: buckets made and removed.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/removal_report.hpp"
#include "client/jobs/removal.hpp"
#include "client/ops/bucket_settings.hpp"

namespace pail::cli {
namespace {

struct MbCommand {
  std::vector<std::string> urls;
  bool versioning = false;
  bool ignore_existing = false;
  ClientOptions client;
};

struct RbCommand {
  std::vector<std::string> urls;
  bool force = false;
  bool dry_run = false;
  ClientOptions client;
};

std::vector<std::string> bucket_names(const std::vector<std::string>& urls) {
  std::vector<std::string> names;
  names.reserve(urls.size());
  for (const std::string& url : urls) names.push_back(read_bucket_url(url).bucket);
  return names;
}

void tell(const Output& out, const std::string& action, const std::string& bucket, bool dry_run) {
  boost::json::object object{{"action", action}, {"bucket", json_text(bucket)}};
  if (dry_run) object["dry_run"] = true;
  out.done(fmt::format("{}{}: {}", dry_run ? "(dry run) " : "", action, url_text(bucket)), object);
}

client::Result<void> make(client::BlockingClient& s3, const MbCommand& command,
                          const std::string& bucket) {
  auto made = s3.create_bucket(bucket);
  const bool is_there = !made && made.error().code() == wire::Errc::BucketAlreadyOwnedByYou;
  if (!made && !(is_there && command.ignore_existing)) return made;
  if (!command.versioning) return wire::ok();
  return s3.call(client::ops::put_bucket_versioning(bucket, client::ops::Versioning::enabled));
}

void run_mb(const MbCommand& command) {
  const std::vector<std::string> names = bucket_names(command.urls);
  const Output out(command.client.output);
  Tally tally(out);
  Connection s3(command.client);
  for (const std::string& bucket : names) {
    const auto made = make(s3, command, bucket);
    if (made) {
      tally.done();
      tell(out, "make bucket", bucket, false);
    } else {
      tally.failed("mb " + url_text(bucket), made.error());
    }
  }
  tally.finish();
}

client::Result<void> remove(client::BlockingClient& s3, const RbCommand& command,
                            const std::string& bucket, RemovalReport& report) {
  if (command.dry_run && command.force) {
    return report.would_be(s3, client::jobs::everything_in(s3.async(), bucket));
  }
  if (command.dry_run) return s3.head_bucket(bucket);
  if (!command.force) return s3.delete_bucket(bucket);
  return s3.wait(client::jobs::remove_bucket(s3.async(), bucket, report.watcher()));
}

void run_rb(const RbCommand& command) {
  const std::vector<std::string> names = bucket_names(command.urls);
  const Output out(command.client.output);
  Tally tally(out);
  Connection s3(command.client);
  for (const std::string& bucket : names) {
    RemovalReport report("rb", bucket, out, tally);
    const auto removed = remove(s3, command, bucket, report);
    if (removed) {
      tally.done();
      tell(out, "remove bucket", bucket, command.dry_run);
    } else {
      tally.failed("rb " + url_text(bucket), removed.error());
    }
  }
  tally.finish();
}

}  // namespace

void add_mb(CLI::App& app) {
  auto options = std::make_shared<MbCommand>();
  CLI::App* const command = app.add_subcommand("mb", "Make buckets");
  command->add_option("urls", options->urls, "s3://bucket")->option_text("URL...")->required();
  command->add_flag("-p,--ignore-existing", options->ignore_existing,
                    "One that is yours already is no failure");
  command->add_flag("--versioning", options->versioning, "Let them keep versions");
  add_client_options(*command, options->client);
  add_quiet_option(*command, options->client.output);
  command->footer(
      "Examples:\n"
      "  pail mb s3://my-bucket\n"
      "  pail mb -p --versioning s3://my-bucket --region eu-central-1\n"
      "\n"
      "A bucket is made in the region of --region.");
  command->callback([options] { run_mb(*options); });
}

void add_rb(CLI::App& app) {
  auto options = std::make_shared<RbCommand>();
  CLI::App* const command = app.add_subcommand("rb", "Remove buckets");
  command->add_option("urls", options->urls, "s3://bucket")->option_text("URL...")->required();
  command->add_flag("--force", options->force,
                    "With all their objects, versions and unfinished uploads");
  command->add_flag("-n,--dry-run", options->dry_run, "Say what would go, and remove nothing");
  add_client_options(*command, options->client);
  add_quiet_option(*command, options->client.output);
  command->footer(
      "Examples:\n"
      "  pail rb s3://my-bucket                    an empty one\n"
      "  pail rb --force s3://my-bucket --dry-run  what would go with it\n"
      "  pail rb --force s3://my-bucket");
  command->callback([options] { run_rb(*options); });
}

}  // namespace pail::cli
