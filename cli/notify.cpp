#include "cli/notify.hpp"

#include <CLI/App.hpp>

#include "cli/fail.hpp"
#include "net/webhook.hpp"

namespace pail::cli {
namespace {

void add_line(const std::string& line, emulator::events::Destinations& all) {
  const std::size_t equals = line.find('=');
  if (equals == std::string::npos || equals == 0) {
    fail_usage("--notify is written ARN=URL: '" + line + "'");
  }
  const std::string url = line.substr(equals + 1);
  if (!url.empty() && !net::check_webhook(url)) {
    fail_usage("--notify: neither an http nor an https URL: '" + url + "'");
  }
  if (!all.urls.emplace(line.substr(0, equals), url).second) {
    fail_usage("--notify: named twice: '" + line.substr(0, equals) + "'");
  }
}

}  // namespace

void add_notify_options(CLI::App& command, NotifyOptions& options) {
  command
      .add_option("--notify", options.lines,
                  "Where events go: an ARN that bucket notifications may name, and a webhook; may\n"
                  "be repeated. eventbridge=URL is EventBridge, *=URL everything else; without a\n"
                  "URL (*=) they only show in the journal")
      ->allow_extra_args(false)
      ->option_text("ARN=URL");
  command
      .add_option("--notify-patience", options.patience_s,
                  "How long an event is tried again before it is given up (60)")
      ->check(CLI::Range(0U, 86'400U))
      ->option_text("SECONDS");
}

emulator::events::Destinations destinations(const NotifyOptions& options) {
  emulator::events::Destinations all;
  for (const std::string& line : options.lines) add_line(line, all);
  all.courier = net::make_webhook;
  all.patience = std::chrono::seconds(options.patience_s);
  return all;
}

}  // namespace pail::cli
