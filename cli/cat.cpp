// `pail cat`: objects, one after the other, on standard output.
#include <unistd.h>

#include <CLI/App.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "cli/selection_options.hpp"
#include "client/transfer/transfer.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

struct CatCommand {
  std::vector<std::string> urls;
  client::jobs::Selection selection;
  std::string version_id;
  std::string range;
  ClientOptions client;
};

client::Result<client::ObjectInfo> print_object(client::BlockingClient& s3,
                                                const CatCommand& command,
                                                const std::string& bucket, const std::string& key) {
  client::StreamSink out(STDOUT_FILENO, "standard output");
  client::transfer::DownloadOptions options;
  options.get.version_id = command.version_id;
  // A piece is one request; the whole may be many.
  if (!command.range.empty()) {
    options.get.range = "bytes=" + command.range;
    return s3.get_object(bucket, key, out, options.get);
  }
  return s3.wait(client::transfer::download_stream(s3.async(), bucket, key, out, options));
}

void print(client::BlockingClient& s3, const CatCommand& command, const client::S3Url& url,
           Tally& tally) {
  client::jobs::Finder finder(s3.async(), url, command.selection);
  for (;;) {
    const auto found = s3.wait(finder.next());
    if (!found) return tally.failed("cat " + url_text(url.bucket, url.key), found.error());
    if (found.assume_value().empty()) return;
    for (const client::jobs::Source& source : found.assume_value()) {
      const auto printed = print_object(s3, command, url.bucket, source.path);
      if (printed) {
        tally.done();
      } else {
        tally.failed("cat " + url_text(url.bucket, source.path), printed.error());
      }
    }
  }
}

// S3 answers a range that it cannot read with all of the object.
bool is_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == text.npos) return false;
  const std::string_view from = text.substr(0, dash);
  const std::string_view to = text.substr(dash + 1);
  const auto first = wire::parse_unsigned(from);
  const auto last = wire::parse_unsigned(to);
  if (from.empty()) return last.has_value();
  return first && (to.empty() || (last && *first <= *last));
}

void check_options(const CatCommand& command, const std::vector<client::S3Url>& urls) {
  if (!command.range.empty() && !is_range(command.range)) {
    fail_usage("--range: not of the form FIRST-LAST, FIRST- or -LENGTH: " + command.range);
  }
  const bool one = urls.size() == 1 && !is_many(urls.front(), command.selection);
  if (!command.version_id.empty() && !one) fail_usage("--version-id is for one object");
}

void run(const CatCommand& command) {
  std::vector<client::S3Url> urls;
  for (const std::string& text : command.urls) urls.push_back(read_object_url(text));
  check_options(command, urls);
  const Output out(command.client.output);
  Tally tally(out);
  Connection s3(command.client);
  for (const client::S3Url& url : urls) print(s3, command, url, tally);
  tally.finish();
}

}  // namespace

void add_cat(CLI::App& app) {
  auto options = std::make_shared<CatCommand>();
  CLI::App* const command = app.add_subcommand("cat", "Print objects");
  command->add_option("urls", options->urls, "s3://bucket/key, with globs")
      ->option_text("URL...")
      ->required();
  command->add_option("--range", options->range, "Bytes FIRST-LAST from 0, FIRST- or -LENGTH")
      ->option_text("RANGE");
  add_glob_option(*command, options->selection);
  command->add_option("--version-id", options->version_id, "This version of it")->option_text("ID");
  add_client_options(*command, options->client);
  command->footer(std::string("Examples:\n"
                              "  pail cat s3://my-bucket/notes.txt\n"
                              "  pail cat 's3://my-bucket/logs/2026-01-*.gz' | zcat | grep ERROR\n"
                              "  pail cat --range 0-99 s3://my-bucket/big.iso | xxd\n"
                              "\n"
                              "Under --json the objects stay as they are; errors are JSON.\n"
                              "\n") +
                  glob_help);
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
