// `pail stat`: what is known of an object or a bucket.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/amount.hpp"
#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "client/ops/bucket_settings.hpp"
#include "client/ops/objects.hpp"
#include "client/progress_line.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

struct StatCommand {
  std::vector<std::string> urls;
  std::string version_id;
  ClientOptions client;
};

// One name and value of the table; the JSON has the values in their own types.
class Facts {
 public:
  void add(std::string name, const std::string& key, const std::string& text) {
    if (text.empty()) return;
    add(std::move(name), key, text, boost::json::value(json_text(text)));
  }
  void add(std::string name, const std::string& key, const std::string& text,
           boost::json::value value) {
    rows_.emplace_back(std::move(name), text);
    object_[key] = std::move(value);
  }
  void print(const Output& out) const {
    if (out.json()) return out.line(object_);
    std::size_t width = 0;
    for (const auto& [name, text] : rows_) width = std::max(width, name.size());
    for (const auto& [name, text] : rows_) {
      const std::string label = fmt::format("{:<{}}", name, width);
      out.line(out.painted(Paint::faint, label) + "  " + wire::printable(text));
    }
  }

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
  boost::json::object object_;
};

void add_metadata(Facts& facts, const client::ObjectInfo& info) {
  if (info.metadata.empty()) return;
  boost::json::object all;
  std::string text;
  for (const auto& [name, value] : info.metadata) {
    all[json_text(name)] = json_text(value);
    text.append(text.empty() ? "" : ", ").append(name).append("=").append(value);
  }
  facts.add("Metadata", "metadata", text, std::move(all));
}

Facts facts_of(const client::S3Url& url, const client::ObjectInfo& info) {
  Facts facts;
  facts.add("Object", "url", "s3://" + url.bucket + "/" + url.key);
  facts.add("Size", "size",
            fmt::format("{} ({} bytes)", client::human_bytes(info.size), grouped(info.size)),
            info.size);
  facts.add("Last change", "last_modified", wire::format_iso_extended(info.last_modified));
  facts.add("Content type", "content_type", info.content_type);
  facts.add("ETag", "etag", info.etag);
  facts.add("Version", "version_id", info.version_id);
  facts.add("Storage class", "storage_class",
            info.storage_class.empty() ? "STANDARD" : info.storage_class);
  if (info.checksum) {
    const std::string name(wire::name(info.checksum->algorithm));
    facts.add("Checksum", "checksum", name + " " + info.checksum->value,
              boost::json::object{{"algorithm", name}, {"value", info.checksum->value}});
  }
  facts.add("Cache control", "cache_control", info.cache_control);
  facts.add("Disposition", "content_disposition", info.content_disposition);
  facts.add("Encoding", "content_encoding", info.content_encoding);
  facts.add("Language", "content_language", info.content_language);
  facts.add("Expires", "expires", info.expires);
  if (info.tag_count > 0) {
    facts.add("Tags", "tag_count", std::to_string(info.tag_count), info.tag_count);
  }
  add_metadata(facts, info);
  return facts;
}

client::Result<Facts> stat_object(client::BlockingClient& s3, const client::S3Url& url,
                                  const std::string& version_id) {
  client::GetOptions options;
  options.version_id = version_id;
  options.checksum = true;
  PAIL_TRY(const client::ObjectInfo info, s3.head_object(url.bucket, url.key, options));
  return facts_of(url, info);
}

std::string_view text_of(client::ops::Versioning versioning) noexcept {
  switch (versioning) {
    case client::ops::Versioning::enabled:
      return "enabled";
    case client::ops::Versioning::suspended:
      return "suspended";
    case client::ops::Versioning::unversioned:
      return "off";
  }
  return "";
}

client::Result<Facts> stat_bucket(client::BlockingClient& s3, const std::string& bucket) {
  PAIL_TRY(const client::ops::BucketInfo info, s3.call(client::ops::head_bucket(bucket)));
  PAIL_TRY(const auto versioning, s3.call(client::ops::get_bucket_versioning(bucket)));
  Facts facts;
  facts.add("Bucket", "url", "s3://" + bucket);
  facts.add("Region", "region", info.region);
  facts.add("Versioning", "versioning", std::string(text_of(versioning)));
  // Who may not see this, or asks a server that does not know it, sees the rest.
  const auto block = s3.call(client::ops::get_public_access_block(bucket));
  const auto code = block ? wire::Errc::UnknownError : block.error().code();
  if (code == wire::Errc::NetworkFailure || code == wire::Errc::Cancelled) return block.error();
  if (block) {
    const client::ops::PublicAccessBlock& is = block.assume_value();
    const bool all = is.block_public_acls && is.ignore_public_acls && is.block_public_policy &&
                     is.restrict_public_buckets;
    facts.add("Public access", "public_access_blocked", all ? "blocked" : "not wholly blocked",
              all);
  }
  return facts;
}

void run(const StatCommand& command) {
  const Output out(command.client.output);
  Tally tally(out);
  std::vector<client::S3Url> urls;
  for (const std::string& text : command.urls) urls.push_back(read_s3_url(text));
  const bool one_object = urls.size() == 1 && !urls.front().key.empty();
  if (!command.version_id.empty() && !one_object) fail_usage("--version-id is for one object");
  Connection s3(command.client);
  for (const client::S3Url& url : urls) {
    const auto facts =
        url.key.empty() ? stat_bucket(s3, url.bucket) : stat_object(s3, url, command.version_id);
    if (facts) {
      facts.assume_value().print(out);
      tally.done();
    } else {
      tally.failed("stat " + url_text(url.bucket, url.key), facts.error());
    }
  }
  tally.finish();
}

}  // namespace

void add_stat(CLI::App& app) {
  auto options = std::make_shared<StatCommand>();
  CLI::App* const command = app.add_subcommand("stat", "Say what is known of objects and buckets");
  command->add_option("urls", options->urls, "s3://bucket/key or s3://bucket")
      ->option_text("URL...")
      ->required();
  command->add_option("--version-id", options->version_id, "This version of the object")
      ->option_text("ID");
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail stat s3://my-bucket/photo.jpg\n"
      "  pail stat s3://my-bucket --json | jq -r .region\n"
      "  pail stat s3://my-bucket/lock > /dev/null 2>&1 || echo 'not there, or not to be seen'\n"
      "\n"
      "Ends with 4 when there is no such object or bucket, so that a script can ask. Times are "
      "UTC.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
