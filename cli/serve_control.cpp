#include "cli/serve_control.hpp"

#include <CLI/App.hpp>
#include <cstdlib>
#include <limits>

#include "cli/fail.hpp"
#include "cli/version.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

constexpr std::uint16_t default_port = 9002;  // behind S3's and the signer's

struct Address {
  std::string host;
  std::uint16_t port = default_port;
};

// An IPv6 address has brackets where a port follows.
Address read_address(const std::string& text) {
  const bool bracketed = text.starts_with('[');
  const std::size_t after = bracketed ? text.find(']') : 0;
  const std::size_t colon = after == std::string::npos ? after : text.find(':', after);
  const bool bare_ipv6 = !bracketed && colon != text.rfind(':');
  if (bare_ipv6) return {text};
  Address address;
  address.host = bracketed ? text.substr(1, after - 1) : text.substr(0, colon);
  if (colon == std::string::npos) return address;
  const auto port = wire::parse_unsigned(text.substr(colon + 1));
  if (!port || *port > std::numeric_limits<std::uint16_t>::max()) {
    fail_usage("--control: not like 127.0.0.1:9002: '" + text + "'");
  }
  address.port = static_cast<std::uint16_t>(*port);
  return address;
}

// From the environment and no option: command lines can be read by everybody on the machine.
std::string token() {
  const char* const value = std::getenv("PAIL_CONTROL_TOKEN");
  return value == nullptr ? "" : value;
}

}  // namespace

void add_control_options(CLI::App& command, ControlOptions& options) {
  command
      .add_option("--control", options.address,
                  "Serve the control API at an address of its own (port 9002 when not given)\n"
                  "instead of under /_pail/v1/ of S3's. Closed to other machines unless the\n"
                  "environment has PAIL_CONTROL_TOKEN")
      ->option_text("ADDRESS[:PORT]");
}

ControlPoint::ControlPoint(emulator::Emulator& emulator, const ControlOptions& options,
                           std::vector<std::string> domains)
    : emulator_(emulator), domains_(std::move(domains)) {
  if (options.address.empty()) {
    make_control("");
    front_ = std::make_unique<control::Front>(emulator, *control_);
    return;
  }
  Address address = read_address(options.address);
  host_ = std::move(address.host);
  port_ = address.port;
}

void ControlPoint::make_control(std::string s3_url) {
  control::Options options;
  options.token = token();
  options.version = version;
  options.endpoint = std::move(s3_url);
  options.domains = domains_;
  control_ = std::make_unique<control::Control>(emulator_, std::move(options));
}

net::Service& ControlPoint::service() {
  if (front_) return *front_;
  return emulator_;
}

std::string ControlPoint::open(const ListenOptions& like, const std::string& s3_url) {
  if (front_) return s3_url + std::string(control::path_prefix);
  ListenOptions own = like;
  own.host = host_;
  own.port = port_;
  make_control(s3_url);
  server_ = listen(own, *control_);
  return url_of(server_->endpoint()) + std::string(control::path_prefix);
}

void ControlPoint::stop() {
  if (server_) server_->stop();
}

}  // namespace pail::cli
