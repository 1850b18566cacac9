#include "cli/listen.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>

#include <CLI/App.hpp>
#include <algorithm>

#include "cli/fail.hpp"

namespace pail::cli {
namespace {

constexpr unsigned threads_max = 1024;  // ours: far above any machine this is for

std::string in_url(std::string_view address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  if (address == "::") return "[::1]";
  const bool six = address.find(':') != std::string_view::npos;
  return six ? "[" + std::string(address) + "]" : std::string(address);
}

}  // namespace

void add_listen_options(CLI::App& command, ListenOptions& options) {
  command.add_option("--host", options.host, "Numeric address to listen on (" + options.host + ")")
      ->option_text("ADDRESS");
  command
      .add_option("--port", options.port,
                  fmt::format("Port to listen on ({}); 0 picks a free one", options.port))
      ->option_text("N");
  command.add_option("--threads", options.threads, "Event loops (one per core)")
      ->check(CLI::Range(1U, threads_max))
      ->option_text("N");
  command
      .add_option("--ready", options.ready,
                  "How to say that requests are answered: text, or json for one line of JSON")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("text|json");
  command
      .add_option("--log-level", options.log_level,
                  "trace, debug, info, warning, error or off (" + options.log_level + ")")
      ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error", "off"}))
      ->option_text("LEVEL");
  command.add_flag("--quiet", options.quiet, "No greeting and no line per request");
  command.add_flag("--exit-with-parent", options.exit_with_parent,
                   "Stop when the process that started this one is gone, even by SIGKILL");
  add_tls_options(command, options.tls);
}

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

void StopSignals::wait(const Parent* parent) const {
  (void)wait_for(signals_, parent);
}

net::Server listen(const ListenOptions& options, net::Service& service) {
  net::ServerOptions server;
  server.address = options.host;
  server.port = options.port;
  server.threads = options.threads;
  server.tls = server_tls(options.tls);
  auto started = net::Server::start(server, service);
  if (started) return std::move(started.value());
  const wire::Error& error = started.error();
  fail(fmt::format("cannot listen on {} port {}: {}", options.host, options.port,
                   error.message().value_or("")),
       error.code() == wire::Errc::InvalidArgument ? exit_usage : exit_failed);
}

std::string url_of(const net::Endpoint& endpoint) {
  return fmt::format("{}://{}:{}", endpoint.tls ? "https" : "http", in_url(endpoint.address),
                     endpoint.port);
}

std::shared_ptr<spdlog::logger> make_logger(const ListenOptions& options) {
  auto logger = std::make_shared<spdlog::logger>(
      "pail", std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>());
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      "%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc));
  const auto level = spdlog::level::from_str(options.log_level);
  logger->set_level(options.quiet ? std::max(level, spdlog::level::warn) : level);
  return logger;
}

}  // namespace pail::cli
