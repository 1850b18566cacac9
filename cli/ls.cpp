// `pail ls`: the buckets, or what is in one.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/amount.hpp"
#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "client/progress_line.hpp"
#include "client/sync/expand.hpp"
#include "client/sync/glob.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

struct LsCommand {
  std::vector<std::string> urls;
  bool recursive = false;
  bool versions = false;
  bool bytes = false;
  bool summarize = false;
  bool globs = true;
  ClientOptions client;
};

// Columns of the lines; what is listed comes as it arrives, so they cannot be measured first.
constexpr std::size_t date_columns = 20;
constexpr std::size_t size_columns = 12;
constexpr std::size_t version_columns = 32;

class Lister {
 public:
  explicit Lister(const LsCommand& command)
      : command_(command), out_(command.client.output), s3_(command.client) {}

  void run() {
    if (command_.urls.empty()) return list_buckets();
    Tally tally(out_);
    for (const std::string& text : command_.urls) {
      if (text == "s3://") {
        list_buckets();
        continue;
      }
      const client::S3Url url = read_s3_url(text);
      const auto listed = command_.versions ? list_versions(url) : list_objects(url);
      if (listed) {
        tally.done();
      } else {
        tally.failed("ls " + wire::printable(text), listed.error());
      }
    }
    if (command_.summarize) tell_summary();
    tally.finish();
  }

 private:
  void list_buckets() {
    const auto buckets = s3_.list_buckets();
    if (!buckets) out_.fail("ls", buckets.error());
    for (const client::BucketEntry& bucket : buckets.assume_value()) {
      const std::string created = wire::format_iso_extended(bucket.created);
      if (out_.json()) {
        out_.line({{"bucket", json_text(bucket.name)}, {"created", created}});
      } else {
        out_.line(fmt::format("{}  {}", created,
                              out_.painted(Paint::folder, "s3://" + wire::printable(bucket.name))));
      }
    }
  }

  client::Result<void> list_objects(const client::S3Url& url) {
    client::sync::ObjectPages pages(s3_.async(), url.bucket, range_of(url));
    while (!pages.at_end()) {
      PAIL_TRY(const auto page, s3_.wait(pages.next()));
      if (!is_glob(url)) {
        for (const std::string& prefix : page->common_prefixes) tell_prefix(url, prefix);
      }
      for (const client::ObjectEntry& object : page->objects) {
        if (fits(url, object.key)) tell(url, object);
      }
    }
    return wire::ok();
  }

  client::Result<void> list_versions(const client::S3Url& url) {
    client::sync::VersionPages pages(s3_.async(), url.bucket, range_of(url));
    while (!pages.at_end()) {
      PAIL_TRY(const auto page, s3_.wait(pages.next()));
      if (!is_glob(url)) {
        for (const std::string& prefix : page->common_prefixes) tell_prefix(url, prefix);
      }
      for (const client::ops::VersionEntry& version : page->versions) {
        if (fits(url, version.key)) tell(url, version);
      }
    }
    return wire::ok();
  }

  bool is_glob(const client::S3Url& url) const {
    return command_.globs && client::sync::is_glob(url.key);
  }
  client::sync::KeyRange range_of(const client::S3Url& url) const {
    if (is_glob(url)) return client::sync::KeyRange::of_glob(url.key, false);
    client::sync::KeyRange range;
    range.prefix = url.key;
    range.delimiter = command_.recursive ? "" : "/";
    return range;
  }
  bool fits(const client::S3Url& url, const std::string& key) const {
    return !is_glob(url) || client::sync::glob_matches(url.key, key);
  }

  void tell_prefix(const client::S3Url& url, const std::string& prefix) {
    if (out_.json()) return out_.line({{"prefix", json_text(prefix)}, {"bucket", url.bucket}});
    const std::string gap(command_.versions ? version_columns + 2 : 0, ' ');
    out_.line(fmt::format("{:>{}}  {}{}", "folder", date_columns + 2 + size_columns, gap,
                          out_.painted(Paint::folder, wire::printable(prefix))));
  }

  void tell(const client::S3Url& url, const client::ObjectEntry& object) {
    count(object.size);
    const std::string changed = wire::format_iso_extended(object.last_modified);
    if (!out_.json()) {
      return out_.line(fmt::format("{}  {:>{}}  {}", changed, size(object.size), size_columns,
                                   wire::printable(object.key)));
    }
    out_.line({{"key", json_text(object.key)},
               {"bucket", url.bucket},
               {"size", object.size},
               {"last_modified", changed},
               {"etag", json_text(object.etag)},
               {"storage_class", json_text(object.storage_class)}});
  }

  void tell(const client::S3Url& url, const client::ops::VersionEntry& version) {
    count(version.size);
    const std::string changed = wire::format_iso_extended(version.last_modified);
    if (out_.json()) return out_.line(json_of(url, version, changed));
    const std::string what = version.is_delete_marker ? "deleted" : size(version.size);
    out_.line(fmt::format("{}  {:>{}}  {:<{}}  {}{}", changed, what, size_columns,
                          wire::printable(version.version_id), version_columns,
                          wire::printable(version.key), version.is_latest ? "" : "  (older)"));
  }

  static boost::json::object json_of(const client::S3Url& url,
                                     const client::ops::VersionEntry& version,
                                     const std::string& changed) {
    boost::json::object object{{"key", json_text(version.key)},
                               {"bucket", url.bucket},
                               {"version_id", json_text(version.version_id)},
                               {"is_latest", version.is_latest},
                               {"delete_marker", version.is_delete_marker},
                               {"last_modified", changed}};
    if (version.is_delete_marker) return object;
    object["size"] = version.size;
    object["etag"] = json_text(version.etag);
    object["storage_class"] = json_text(version.storage_class);
    return object;
  }

  std::string size(std::uint64_t bytes) const {
    return command_.bytes ? std::to_string(bytes) : client::human_bytes(bytes);
  }

  void count(std::uint64_t bytes) {
    ++objects_;
    bytes_ += bytes;
  }

  void tell_summary() const {
    if (out_.json()) {
      return out_.line({{"summary", {{"objects", objects_}, {"size", bytes_}}}});
    }
    out_.line(
        fmt::format("{} object{}, {}", grouped(objects_), objects_ == 1 ? "" : "s", size(bytes_)));
  }

  const LsCommand& command_;
  Output out_;
  Connection s3_;
  std::uint64_t objects_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

void add_ls(CLI::App& app) {
  auto options = std::make_shared<LsCommand>();
  CLI::App* const command = app.add_subcommand("ls", "List buckets, or the objects of one");
  command
      ->add_option("urls", options->urls,
                   "s3://bucket, s3://bucket/prefix or a glob; none: the buckets")
      ->option_text("[URL...]");
  command->add_flag("-r,--recursive", options->recursive,
                    "Every key, instead of one level up to the next slash");
  command->add_flag("--versions", options->versions, "Every version and delete marker");
  command->add_flag("--bytes", options->bytes, "Sizes as exact numbers of bytes");
  command->add_flag("--summarize", options->summarize, "At the end, how many and how large");
  command->add_flag("!--no-glob", options->globs, "Take *, ? and [ of a URL as they are");
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail ls\n"
      "  pail ls s3://my-bucket/photos/\n"
      "  pail ls 's3://my-bucket/logs/2026-*.gz' --summarize\n"
      "  pail ls -r s3://my-bucket --json | jq -r .key\n"
      "\n"
      "A line per key: last change (UTC), size, key; control characters are shown as \\xNN.\n"
      "A prefix that nothing starts with lists nothing and is no error: pail stat asks for one "
      "object.");
  command->callback([options] { Lister(*options).run(); });
}

}  // namespace pail::cli
