// The way to S3, for every command that asks S3 something: whom to trust, through which proxy, how
// often and how patiently. The client commands take it by add_client_options(), `pail signer` for
// the requests of its own.
#pragma once

#include <string>

#include "client/config.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}  // namespace CLI

namespace pail::cli {

struct WayOptions {
  std::string ca_file;
  bool no_verify_tls = false;
  std::string proxy;
  int retries = -1;  // -1: load_config's
  std::string connect_timeout;
};

// In this group of the command's help.
void add_way_options(CLI::App& command, WayOptions& options, const std::string& group);

// client::load_config() of the process's environment, which these options beat. Ends the command
// with exit_usage when something cannot be read.
client::Config load_config(const client::ConfigRequest& request, const WayOptions& options);

}  // namespace pail::cli
