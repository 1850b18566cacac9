// What the commands that talk to S3 share: the options that say where and as whom, and how a
// failure is told.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/clock_options.hpp"
#include "client/config.hpp"
#include "client/s3_url.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"

namespace CLI {
class App;
}

namespace pail::cli {

struct ClientOptions {
  std::string endpoint_url;
  std::string region;
  std::string profile;
  std::string signature;  // "v2", "v4" or "" for the default
  bool path_style = false;
  bool virtual_host = false;
  ClockOptions clock;
};

void add_client_options(CLI::App& command, ClientOptions& options);

// The sources of client::load_config(), the process's environment among them; then PAIL_ACCESS_KEY
// and PAIL_SECRET_KEY; then, for a server on this machine only, the public example pair that `pail
// serve` takes when it is told no other. Ends the command with exit_usage when something cannot be
// read or there are no keys. `signing_service` is a URL or "".
client::Config make_config(const ClientOptions& options, const std::string& signing_service = "");

// "GET" for "get".
std::string upper(std::string_view method);

// Ends the command with exit_usage when the text is no s3:// URL; the second, also when it names no
// key.
client::S3Url read_s3_url(const std::string& text);
client::S3Url read_object_url(const std::string& text);

// Ends the command with exit_failed: "pail: <what>: NoSuchBucket: <message>", and on the next line
// what can be done about it, where something can.
[[noreturn]] void fail_with(std::string_view what, const wire::Error& error);

}  // namespace pail::cli
