// `pail rm`: deletes objects, and their versions.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "cli/removal_report.hpp"
#include "cli/selection_options.hpp"
#include "client/jobs/removal.hpp"
#include "client/ops/objects.hpp"

namespace pail::cli {
namespace {

struct RmCommand {
  std::vector<std::string> urls;
  client::jobs::Selection selection;
  std::string version_id;
  bool dry_run = false;
  ClientOptions client;
};

// A whole bucket is emptied only by who says so with a slash.
client::S3Url read_url(const RmCommand& command, const std::string& text) {
  if (!command.selection.recursive) return read_object_url(text);
  client::S3Url url = read_s3_url(text);
  if (url.key.empty() && !text.ends_with('/')) {
    fail_usage(
        fmt::format("'{0}' is the whole bucket: say {0}/ to delete all that is in it, or "
                    "pail rb --force {0} to delete it, too",
                    text));
  }
  return url;
}

void remove_one(client::BlockingClient& s3, const RmCommand& command, const client::S3Url& url,
                RemovalReport& report) {
  client::ops::DeleteOptions options;
  options.version_id = command.version_id;
  const auto deleted = s3.call(client::ops::delete_object(url.bucket, url.key, options));
  if (!deleted) return report.failed(url.key, deleted.error());
  client::DeletedObject done;
  done.key = url.key;
  done.version_id = command.version_id;
  report.done(done);
}

void remove(client::BlockingClient& s3, const RmCommand& command, const client::S3Url& url,
            RemovalReport& report) {
  if (!is_many(url, command.selection) && !command.dry_run) {
    return remove_one(s3, command, url, report);
  }
  client::jobs::Finder finder(s3.async(), url, command.selection);
  const auto ended = command.dry_run
                         ? report.would_be(s3, std::move(finder))
                         : s3.wait(client::jobs::remove(s3.async(), url.bucket, std::move(finder),
                                                        report.watcher()));
  if (!ended) report.failed(url.key, ended.error());
}

void run(const RmCommand& command) {
  if (!command.version_id.empty() && (command.urls.size() > 1 || command.selection.recursive)) {
    fail_usage("--version-id is for one object");
  }
  std::vector<client::S3Url> urls;
  for (const std::string& text : command.urls) urls.push_back(read_url(command, text));
  const Output out(command.client.output);
  Tally tally(out);
  Connection s3(command.client);
  for (const client::S3Url& url : urls) {
    RemovalReport report("rm", url.bucket, out, tally);
    remove(s3, command, url, report);
  }
  tally.finish();
}

}  // namespace

void add_rm(CLI::App& app) {
  auto options = std::make_shared<RmCommand>();
  CLI::App* const command = app.add_subcommand("rm", "Delete objects");
  command->add_option("urls", options->urls, "s3://bucket/key, with globs")
      ->option_text("URL...")
      ->required();
  command->add_flag("-r,--recursive", options->selection.recursive,
                    "The object and all that is below its key and a slash");
  add_rule_options(*command, options->selection.rules);
  add_glob_option(*command, options->selection);
  command->add_flag("--versions", options->selection.versions,
                    "Every version and delete marker of them, for good");
  command->add_option("--version-id", options->version_id, "This version of the one object")
      ->option_text("ID");
  command->add_flag("-n,--dry-run", options->dry_run, "Say what would go, and delete nothing");
  add_client_options(*command, options->client);
  add_quiet_option(*command, options->client.output);
  command->footer(
      std::string("Examples:\n"
                  "  pail rm s3://my-bucket/photo.jpg\n"
                  "  pail rm 's3://my-bucket/logs/2025-*.gz' --dry-run\n"
                  "  pail rm -r s3://my-bucket/tmp\n"
                  "  pail rm -r s3://my-bucket/                        all that is in the bucket\n"
                  "\n"
                  "Nothing is asked; see what would go with --dry-run. As on S3, deleting a key "
                  "that is not there succeeds, and a bucket with versioning keeps the versions.\n"
                  "\n") +
      glob_help);
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
