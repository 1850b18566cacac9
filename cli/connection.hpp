// The client of one command, and what signals do to it. Make it before any other thread.
#pragma once

#include "cli/client_options.hpp"
#include "cli/interruption.hpp"
#include "client/blocking.hpp"

namespace pail::cli {

class Connection : public client::BlockingClient {
 public:
  // Ends the command with exit_usage as make_config() does.
  explicit Connection(const ClientOptions& options)
      : BlockingClient(make_config(options), make_clock(options.clock)) {}

  // Readable once the command is interrupted.
  int interrupted() const noexcept { return interruption_.descriptor(); }

 private:
  Interruption interruption_{*this};
};

}  // namespace pail::cli
