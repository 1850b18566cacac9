#include "cli/way_options.hpp"

#include <CLI/App.hpp>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/client_options.hpp"
#include "cli/fail.hpp"

namespace pail::cli {
namespace {

constexpr int retries_max = 100;  // ours: with backoff that is an hour

// The process's; --proxy is read as the variables are.
client::Environment environment_with(const WayOptions& options) {
  return [proxy = options.proxy](std::string_view name) -> std::optional<std::string> {
    const bool is_proxy = name == "http_proxy" || name == "https_proxy";
    if (!proxy.empty() && is_proxy) return proxy;
    const char* const value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

void apply(const WayOptions& options, client::Config& config) {
  if (!options.ca_file.empty()) config.http.tls.ca_file = options.ca_file;
  if (options.no_verify_tls) config.http.tls.verify = false;
  if (options.retries >= 0) {
    config.retry.attempts_max = static_cast<unsigned>(options.retries) + 1;
  }
  if (!options.connect_timeout.empty()) {
    config.http.connect_time_max = read_duration("--connect-timeout", options.connect_timeout);
  }
}

}  // namespace

void add_way_options(CLI::App& command, WayOptions& options, const std::string& group) {
  command
      .add_option("--ca-file", options.ca_file,
                  "Trust the certificates of this PEM file (default: AWS_CA_BUNDLE, else the "
                  "system's)")
      ->option_text("FILE")
      ->group(group);
  command
      .add_flag("--no-verify-tls", options.no_verify_tls,
                "Trust any certificate: whoever is in between can read along")
      ->group(group);
  command
      .add_option("--proxy", options.proxy,
                  "HTTP proxy (default: http_proxy, https_proxy, no_proxy)")
      ->option_text("URL")
      ->group(group);
  command
      .add_option("--retries", options.retries,
                  "How often a request is tried again (default: AWS_MAX_ATTEMPTS less one, else 2)")
      ->check(CLI::Range(0, retries_max))
      ->option_text("N")
      ->group(group);
  command
      .add_option("--connect-timeout", options.connect_timeout,
                  "How long connecting may take, e.g. 500ms (default 5s)")
      ->option_text("TIME")
      ->group(group);
}

client::Config load_config(const client::ConfigRequest& request, const WayOptions& options) {
  auto loaded = client::load_config(request, environment_with(options));
  if (!loaded) fail_usage(loaded.error().message().value_or(""));
  client::Config config = std::move(loaded.assume_value());
  apply(options, config);
  return config;
}

}  // namespace pail::cli
