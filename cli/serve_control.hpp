// `pail serve`: where the control API is. On S3's own port, or with --control on an address of its
// own, and then nowhere else.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/listen.hpp"
#include "emulator/control/control.hpp"

namespace pail::cli {

struct ControlOptions {
  std::string address;  // ADDR or ADDR:PORT; "" for S3's own port
};

void add_control_options(CLI::App& command, ControlOptions& options);

// Stands between the emulator and its servers; outlives the server that serves service().
class ControlPoint {
 public:
  // `domains`: --domain. Ends the command with exit_usage when the address is none.
  ControlPoint(emulator::Emulator& emulator, const ControlOptions& options,
               std::vector<std::string> domains);

  // What listens on S3's port.
  net::Service& service();
  // To be called once S3 is listening at `s3_url`. Returns the API's own URL.
  std::string open(const ListenOptions& like, const std::string& s3_url);
  void stop();

 private:
  void make_control(std::string s3_url);

  emulator::Emulator& emulator_;
  std::vector<std::string> domains_;
  std::string host_;  // "" without --control
  std::uint16_t port_ = 0;
  std::unique_ptr<control::Control> control_;
  std::unique_ptr<control::Front> front_;
  std::optional<net::Server> server_;
};

}  // namespace pail::cli
