#include "cli/client_options.hpp"

#include <CLI/App.hpp>
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include "cli/fail.hpp"
#include "cli/keys.hpp"
#include "cli/listen.hpp"
#include "client/advice.hpp"
#include "emulator/emulator.hpp"

namespace pail::cli {
namespace {

std::optional<std::string> environment(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

client::ConfigRequest request_of(const ClientOptions& options, const std::string& signing_service) {
  client::ConfigRequest request;
  request.endpoint_url = given(options.endpoint_url);
  request.region = given(options.region);
  request.profile = given(options.profile);
  request.signing_service_url = given(signing_service);
  if (options.signature == "v2") request.signature = client::Signature::v2;
  if (options.signature == "v4") request.signature = client::Signature::v4;
  if (options.path_style) request.addressing = client::Addressing::path;
  if (options.virtual_host) request.addressing = client::Addressing::virtual_host;
  return request;
}

// Virtual-host style cannot be used with an address; the same server has a name, too.
net::Origin local_endpoint(const ClientOptions& options) {
  net::Origin origin = client::default_endpoint();
  if (options.virtual_host) origin.host = "localhost";
  return origin;
}

bool is_this_machine(const net::Origin& origin) {
  const std::string& host = origin.host;
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") ||
         host == "::1";
}

std::optional<signer::Credentials> find_keys(const ClientOptions& options,
                                             const client::Config& config) {
  if (config.credentials) return config.credentials;
  // Who names a profile wants its keys and no others.
  if (!options.profile.empty()) return std::nullopt;
  if (auto keys = keys_of_environment(pail_variables)) return keys;
  if (!is_this_machine(*config.endpoint)) return std::nullopt;
  return signer::Credentials(std::string(emulator::default_access_key),
                             std::string(emulator::default_secret_key));
}

// An error's text as a line of a terminal: the server wrote it.
std::string text_of(const wire::Error& error) {
  const std::string message = printable(error.message().value_or(""));
  // Failures of this machine have no code of S3's.
  if (error.code() != wire::Errc::UnknownError) {
    return std::string(error.code_text()) + ": " + message;
  }
  const std::string code = printable(error.detail("Code"));
  return code.empty() ? message : code + ": " + message;
}

}  // namespace

void add_client_options(CLI::App& command, ClientOptions& options) {
  command.add_option("--endpoint-url", options.endpoint_url,
                     "Where S3 is (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the profile's, "
                     "else http://127.0.0.1:9000)");
  command.add_option("--region", options.region,
                     "Region of V4 signatures (default: AWS_REGION, AWS_DEFAULT_REGION, the "
                     "profile's, else us-east-1)");
  command.add_option("--profile", options.profile,
                     "Profile of ~/.aws/credentials and ~/.aws/config to take the keys from, "
                     "whatever the environment says");
  command.add_option("--signature", options.signature, "Signature version: v2 or v4 (default v4)")
      ->check(CLI::IsMember({"v2", "v4"}));
  auto* const path = command.add_flag("--path-style", options.path_style,
                                      "Address buckets as host/bucket (the default but on AWS)");
  command
      .add_flag("--virtual-host", options.virtual_host,
                "Address buckets as bucket.host; names below localhost need no DNS")
      ->excludes(path);
  add_clock_options(command, options.clock);
}

client::Config make_config(const ClientOptions& options, const std::string& signing_service) {
  auto loaded = client::load_config(request_of(options, signing_service), environment);
  if (!loaded) fail_usage(loaded.error().message().value_or(""));
  client::Config config = std::move(loaded.assume_value());
  if (config.signing_service) return config;
  if (!config.endpoint) config.endpoint = local_endpoint(options);
  config.credentials = find_keys(options, config);
  if (!config.credentials) {
    fail_usage("no keys for " + net::to_string(*config.endpoint) +
               ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile NAME");
  }
  return config;
}

std::string upper(std::string_view method) {
  std::string text(method);
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

client::S3Url read_s3_url(const std::string& text) {
  auto url = client::parse_s3_url(text);
  if (!url) fail_usage(url.error().message().value_or(""));
  return std::move(url.assume_value());
}

client::S3Url read_object_url(const std::string& text) {
  client::S3Url url = read_s3_url(text);
  if (url.key.empty()) fail_usage("'" + text + "' names a bucket; a key is needed behind it");
  return url;
}

void fail_with(std::string_view what, const wire::Error& error) {
  std::string message = std::string(what) + ": " + text_of(error);
  const std::string next = printable(client::advice(error));
  if (!next.empty()) message += "\n" + next;
  fail(message);
}

}  // namespace pail::cli
