// `pail ls`: the buckets, or what is in one.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/listen.hpp"
#include "client/blocking.hpp"
#include "wire/date.hpp"

namespace pail::cli {
namespace {

struct LsCommand {
  std::string url;
  bool recursive = false;
  ClientOptions client;
};

// Date and size stand in columns of this width.
constexpr std::size_t date_columns = 20;
constexpr std::size_t size_columns = 12;

void list_buckets(client::BlockingClient& s3) {
  const auto buckets = s3.list_buckets();
  if (!buckets) fail_with("ls", buckets.error());
  for (const client::BucketEntry& bucket : buckets.assume_value()) {
    fmt::print("{}  {}\n", wire::format_iso_extended(bucket.created), printable(bucket.name));
  }
}

bool print_page(const client::ListPage& page) {
  for (const std::string& prefix : page.common_prefixes) {
    fmt::print("{:>{}}  {}\n", "PREFIX", date_columns + 2 + size_columns, printable(prefix));
  }
  for (const client::ObjectEntry& object : page.objects) {
    fmt::print("{}  {:>{}}  {}\n", wire::format_iso_extended(object.last_modified), object.size,
               size_columns, printable(object.key));
  }
  return true;
}

void run(const LsCommand& command) {
  client::BlockingClient s3(make_config(command.client), make_clock(command.client.clock));
  if (command.url.empty() || command.url == "s3://") return list_buckets(s3);
  const client::S3Url url = read_s3_url(command.url);
  client::ListOptions options;
  options.prefix = url.key;
  options.delimiter = command.recursive ? "" : "/";
  const auto listed = s3.each_page(url.bucket, options, print_page);
  std::fflush(stdout);
  if (!listed) fail_with("ls " + command.url, listed.error());
}

}  // namespace

void add_ls(CLI::App& app) {
  auto options = std::make_shared<LsCommand>();
  CLI::App* const command = app.add_subcommand("ls", "List buckets, or the objects of one");
  command->add_option("url", options->url, "s3://bucket or s3://bucket/prefix; none: the buckets");
  command->add_flag("--recursive,-r", options->recursive,
                    "Every key, instead of one level up to the next slash");
  add_client_options(*command, options->client);
  command->footer(
      "A line per key: last change (UTC), bytes, key; control characters are shown as \\xNN.\n"
      "A prefix that nothing starts with lists nothing and is no error.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
