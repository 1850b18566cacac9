// `pail post-policy`: the form with which a browser uploads without keys.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "client/request.hpp"
#include "client/standalone.hpp"
#include "signer/post_policy_draft.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::cli {
namespace {

struct PostPolicyCommand {
  signer::UploadTerms terms;
  std::string key;
  std::string key_prefix;
  std::string content_type;
  std::string sizes;
  std::vector<std::string> conditions;
  std::string expires = "1h";
  std::string format = "json";
  ClientOptions client;
};

// What is to be posted, and where to.
struct SignedForm {
  std::string url;
  std::vector<wire::NamedText> fields;
  std::string expires_at;
};

signer::UploadTerms::Sizes read_sizes(std::string_view text) {
  const std::size_t comma = text.find(',');
  const auto bytes_min = wire::parse_unsigned(text.substr(0, comma));
  const auto bytes_max =
      comma == std::string_view::npos ? std::nullopt : wire::parse_unsigned(text.substr(comma + 1));
  if (!bytes_min || !bytes_max || *bytes_min > *bytes_max) {
    fail_usage("--content-length-range takes two numbers of bytes: MIN,MAX");
  }
  return {*bytes_min, *bytes_max};
}

signer::UploadTerms terms_of(const PostPolicyCommand& command) {
  signer::UploadTerms terms = command.terms;
  if (command.key.empty() == command.key_prefix.empty()) {
    fail_usage("one of --key and --key-prefix is needed");
  }
  terms.key_is_prefix = command.key.empty();
  terms.key = terms.key_is_prefix ? command.key_prefix : command.key;
  if (!command.content_type.empty()) terms.content_type = command.content_type;
  if (!command.sizes.empty()) terms.sizes = read_sizes(command.sizes);
  return terms;
}

std::chrono::seconds lifetime_of(const PostPolicyCommand& command, client::Signature signature) {
  const std::int64_t most = signature == client::Signature::v4 ? wire::limits::presign_v4_max_s
                                                               : wire::limits::expires_v2_max;
  const auto lifetime =
      std::chrono::floor<std::chrono::seconds>(read_duration("--expires", command.expires));
  if (lifetime.count() >= 1 && lifetime.count() <= most) return lifetime;
  fail_usage(fmt::format("--expires must be from 1 to {} seconds", most));
}

std::string url_of(const client::Config& config, const std::string& bucket) {
  client::Request request;
  request.method = "POST";
  request.level = client::Level::bucket;
  request.bucket = bucket;
  const auto draft = client::address(config.endpoint.value_or(client::default_endpoint()),
                                     config.addressing, std::move(request));
  if (!draft) fail_usage(draft.error().message().value_or(""));
  return client::to_url(draft.assume_value());
}

SignedForm sign(const PostPolicyCommand& command) {
  const client::Config config = make_signing_config(command.client);
  const wire::Time now = make_clock(command.client.clock)->now();
  const wire::Time end =
      std::chrono::floor<std::chrono::seconds>(now) + lifetime_of(command, config.signature);
  const signer::UploadTerms terms = terms_of(command);
  signer::PostPolicyDraft draft(terms, end);
  for (const std::string& condition : command.conditions) {
    const auto added = draft.add_condition(condition);
    if (!added) {
      fail_usage(
          fmt::format("--condition {}: {}", condition, added.error().message().value_or("")));
    }
  }
  if (!config.credentials) fail_usage("there are no keys to sign with");
  const signer::Key key(*config.credentials);
  return {url_of(config, terms.bucket),
          config.signature == client::Signature::v2 ? draft.sign_v2(key)
                                                    : draft.sign_v4(key, config.region, now),
          wire::format_iso_extended(end)};
}

std::string as_json(const SignedForm& form) {
  boost::json::object fields;
  for (const auto& [name, value] : form.fields) fields[name] = value;
  return boost::json::serialize(boost::json::object{{"url", form.url},
                                                    {"method", "POST"},
                                                    {"fields", std::move(fields)},
                                                    {"expires_at", form.expires_at}});
}

// --form-string, because --form reads a file where a value begins with '@'.
std::string as_curl(const SignedForm& form) {
  std::string line = "curl";
  for (const auto& [name, value] : form.fields) {
    line += " --form-string " + client::shell_quoted(name + "=" + value);
  }
  return line + " -F 'file=@FILE' " + client::shell_quoted(form.url);
}

std::string attribute(std::string_view name, std::string_view value) {
  std::string text = fmt::format(" {}=\"", name);
  wire::append_xml_escaped(text, value);
  return text + "\"";
}

std::string as_html(const SignedForm& form) {
  std::string page = fmt::format("<form{} method=\"post\" enctype=\"multipart/form-data\">\n",
                                 attribute("action", form.url));
  for (const auto& [name, value] : form.fields) {
    page += fmt::format("  <input type=\"hidden\"{}{}>\n", attribute("name", name),
                        attribute("value", value));
  }
  return page +
         "  <input type=\"file\" name=\"file\">\n"
         "  <input type=\"submit\" value=\"Upload\">\n"
         "</form>";
}

void run(const PostPolicyCommand& command) {
  const SignedForm form = sign(command);
  const std::string format = command.client.output.json ? "json" : command.format;
  fmt::print("{}\n", format == "curl"   ? as_curl(form)
                     : format == "html" ? as_html(form)
                                        : as_json(form));
}

void add_options(CLI::App& command, PostPolicyCommand& options) {
  command.add_option("--bucket", options.terms.bucket, "Bucket to upload into")->required();
  command.add_option("--key", options.key, "Key of the object");
  command.add_option("--key-prefix", options.key_prefix,
                     "What the key begins with; the file's name comes behind it");
  command
      .add_option("--expires", options.expires,
                  "How long it works, e.g. 300, 15m or 7d, which is the most with v4")
      ->option_text("TIME")
      ->capture_default_str();
  command.add_option("--content-type", options.content_type, "Content-Type of the object");
  command.add_option("--content-length-range", options.sizes, "MIN,MAX: bytes of the file")
      ->type_name("MIN,MAX");
  command
      .add_option("--condition", options.conditions,
                  R"(More of the policy, as JSON: '{"acl": "private"}'; may be repeated)")
      ->allow_extra_args(false);
  command.add_option("--success-status", options.terms.success_status, "Answer to an upload")
      ->check(CLI::IsMember({"200", "201", "204"}));
  command.add_option("--redirect", options.terms.redirect, "Where the browser goes afterwards");
  command.add_option("--format", options.format, "What to print")
      ->check(CLI::IsMember({"json", "curl", "html"}))
      ->capture_default_str();
}

}  // namespace

void add_post_policy(CLI::App& app) {
  auto options = std::make_shared<PostPolicyCommand>();
  CLI::App* const command =
      app.add_subcommand("post-policy", "Make a form that uploads without keys for a while");
  add_options(*command, *options);
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail post-policy --bucket my-bucket --key photo.jpg --format curl\n"
      "  pail post-policy --bucket my-bucket --key-prefix user/ --content-type image/jpeg \\\n"
      "    --content-length-range 1,10485760 --format html");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
