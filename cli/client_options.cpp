#include "cli/client_options.hpp"

#include <CLI/App.hpp>
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <utility>

#include "cli/amount.hpp"
#include "cli/fail.hpp"
#include "cli/keys.hpp"
#include "client/advice.hpp"
#include "client/credentials/provider.hpp"
#include "client/credentials/vended.hpp"
#include "emulator/emulator.hpp"
#include "net/run.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

constexpr const char* connection = "Connection";

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

client::ConfigRequest request_of(const ClientOptions& options) {
  client::ConfigRequest request;
  request.endpoint_url = given(options.endpoint_url);
  request.region = given(options.region);
  request.profile = given(options.profile);
  request.signing_service_url = given(options.signer);
  request.signing_service_token = given(options.signer_token);
  if (options.signature == "v2") request.signature = client::Signature::v2;
  if (options.signature == "v4") request.signature = client::Signature::v4;
  if (options.path_style) request.addressing = client::Addressing::path;
  if (options.virtual_host) request.addressing = client::Addressing::virtual_host;
  request.anonymous = options.no_sign_request;
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
  if (config.credentials || config.source) return config.credentials;
  // Who names a profile wants its keys and no others.
  if (!options.profile.empty()) return std::nullopt;
  if (auto keys = keys_of_environment(pail_variables)) return keys;
  if (!is_this_machine(*config.endpoint)) return std::nullopt;
  return signer::Credentials(std::string(emulator::default_access_key),
                             std::string(emulator::default_secret_key));
}

// Of a role, or a container's: what its provider answers now.
signer::Credentials fetched_keys(const client::Config& config, wire::Time now) {
  boost::asio::io_context loop{1};
  const auto provider = client::credentials::make_provider(
      *config.source, {loop.get_executor(), config.http, *config.endpoint, config.retry});
  const auto key = net::run_blocking(loop, provider->key(now));
  if (!key) Output({}).fail("fetching keys", key.error());
  signer::Credentials keys;
  const signer::Key& found = *key.assume_value();
  found.lend_secret([&](std::string_view secret) {
    keys = signer::Credentials(std::string(found.access_key()), std::string(secret),
                               std::string(found.session_token()));
  });
  return keys;
}

// What helps against a server that cannot be reached would not help here.
wire::Error without_phase(const wire::Error& error) {
  if (error.code() != wire::Errc::NetworkFailure) return error;
  return wire::Error(error.code(), std::string(error.message().value_or("")));
}

// Keys that the service gives, and where they work, unless somebody has said that.
void take_vended_keys(const ClientOptions& options, client::Config& config) {
  client::credentials::Vendor vendor{*config.signing_service, config.signing_service_token, {}, {}};
  boost::asio::io_context loop{1};
  const client::credentials::Surroundings around{loop.get_executor(), config.http,
                                                 vendor.service.origin, config.retry};
  auto vended = net::run_blocking(loop, client::credentials::ask_vendor(vendor, around));
  if (!vended) Output(options.output).fail("the signing service", without_phase(vended.error()));
  client::credentials::Vended& found = vended.assume_value();
  vendor.keys = std::move(found.keys.keys);
  vendor.keys_end = found.keys.ends;
  if (!config.endpoint) config.endpoint = found.endpoint;
  if (options.region.empty() && !found.region.empty()) config.region = found.region;
  config.source = client::credentials::Source{std::move(vendor)};
  config.signing_service.reset();
}

// An error's text as a line of a terminal: the server wrote it.
std::string text_of(const wire::Error& error) {
  std::string message = wire::printable(error.message().value_or(""));
  if (error.code() == wire::Errc::Cancelled) return message;
  // Failures of this machine have no code of S3's.
  if (error.code() != wire::Errc::UnknownError) {
    return std::string(error.code_text()) + ": " + message;
  }
  const std::string code = wire::printable(error.detail("Code"));
  return code.empty() ? message : code + ": " + message;
}

void add_place_options(CLI::App& command, ClientOptions& options) {
  command
      .add_option("--endpoint-url", options.endpoint_url,
                  "Where S3 is (default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the profile's, "
                  "else http://127.0.0.1:9000)")
      ->option_text("URL")
      ->group(connection);
  command
      .add_option("--region", options.region,
                  "Region of V4 signatures (default: AWS_REGION, AWS_DEFAULT_REGION, the "
                  "profile's, else us-east-1)")
      ->option_text("REGION")
      ->group(connection);
  auto* const path = command
                         .add_flag("--path-style", options.path_style,
                                   "Address buckets as host/bucket (the default but on AWS)")
                         ->group(connection);
  command
      .add_flag("--virtual-host", options.virtual_host,
                "Address buckets as bucket.host; names below localhost need no DNS")
      ->excludes(path)
      ->group(connection);
}

void add_key_options(CLI::App& command, ClientOptions& options) {
  auto* const profile =
      command
          .add_option("--profile", options.profile,
                      "Profile of ~/.aws/credentials and ~/.aws/config to take the keys from, "
                      "whatever the environment says")
          ->option_text("NAME")
          ->group(connection);
  auto* const signature =
      command
          .add_option("--signature", options.signature, "Signature version: v2 or v4 (default v4)")
          ->check(CLI::IsMember({"v2", "v4"}))
          ->group(connection);
  command
      .add_flag("--no-sign-request", options.no_sign_request,
                "Send requests unsigned, as a stranger")
      ->excludes(profile)
      ->excludes(signature)
      ->group(connection);
}

void add_signer_options(CLI::App& command, ClientOptions& options) {
  command
      .add_option("--signer", options.signer,
                  options.signs_each
                      ? "A signing service (`pail signer`) to get each signature from: no keys and "
                        "no right clock are needed here"
                      : "A signing service (`pail signer`) to get temporary keys from, again "
                        "before they end (default: PAIL_SIGNING_SERVICE, when there are no keys)")
      ->option_text("URL")
      ->excludes(command.get_option("--signature"))  // the service decides
      ->excludes(command.get_option("--no-sign-request"))
      ->group(connection);
  command
      .add_option("--signer-token", options.signer_token,
                  "What the signing service knows you by; others on this machine may see it, so "
                  "rather set PAIL_SIGNER_TOKEN")
      ->option_text("TOKEN")
      ->group(connection);
}

}  // namespace

void add_client_options(CLI::App& command, ClientOptions& options) {
  add_output_options(command, options.output);
  add_place_options(command, options);
  add_key_options(command, options);
  add_signer_options(command, options);
  add_way_options(command, options, connection);
  add_clock_options(command, options.clock);
}

bool is_signed_each(const ClientOptions& options) {
  return options.signs_each && load_config(request_of(options), options).signing_service;
}

client::Config make_config(const ClientOptions& options) {
  client::Config config = load_config(request_of(options), options);
  config.http.total_time_max = options.exchange_time_max;
  if (config.signing_service) {
    if (!options.signs_each) take_vended_keys(options, config);
    return config;
  }
  if (!config.endpoint) config.endpoint = local_endpoint(options);
  if (options.no_sign_request) return config;
  config.credentials = find_keys(options, config);
  if (!config.credentials && !config.source) {
    fail_usage("no keys for " + net::to_string(*config.endpoint) +
               ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile NAME, or "
               "--no-sign-request for what is public");
  }
  return config;
}

client::Config make_signing_config(const ClientOptions& options) {
  client::Config config = make_config(options);
  if (config.credentials) return config;
  if (!config.source) fail_usage("there are no keys to sign with");
  config.credentials = fetched_keys(config, make_clock(options.clock)->now());
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

client::S3Url read_bucket_url(const std::string& text) {
  client::S3Url url = read_s3_url(text);
  if (!url.key.empty()) fail_usage("'" + text + "' names a key; a bucket alone is needed");
  return url;
}

bool is_s3_url(std::string_view text) noexcept {
  return wire::istarts_with(text, "s3://");
}

std::string url_text(std::string_view bucket, std::string_view key) {
  return wire::printable("s3://" + std::string(bucket) + (key.empty() ? "" : "/") +
                         std::string(key));
}

std::chrono::milliseconds read_duration(std::string_view option, const std::string& text) {
  const auto duration = parse_duration(text);
  if (!duration) fail_usage(std::string(option) + ": not a time like 30s, 15m or 2h: " + text);
  return *duration;
}

std::uint64_t read_bytes(std::string_view option, const std::string& text) {
  const auto bytes = parse_bytes(text);
  if (!bytes) fail_usage(std::string(option) + ": not a size like 65536, 64k or 8MiB: " + text);
  return *bytes;
}

wire::NamedText read_header(const std::string& line) {
  const std::size_t colon = line.find(':');
  const std::string name(wire::trim(line.substr(0, colon)));
  if (colon == std::string::npos || name.empty()) {
    fail_usage("--header: not of the form 'Name: value': '" + line + "'");
  }
  return {name, std::string(wire::trim(line.substr(colon + 1)))};
}

wire::NamedText read_pair(std::string_view option, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    fail_usage(std::string(option) + ": not of the form name=value: '" + text + "'");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string error_text(std::string_view what, const wire::Error& error) {
  std::string message = std::string(what) + ": " + text_of(error);
  const std::string next = wire::printable(client::advice(error));
  if (!next.empty()) message += "\n" + next;
  return message;
}

void fail_with(std::string_view what, const wire::Error& error) {
  Output({}).fail(what, error);
}

}  // namespace pail::cli
