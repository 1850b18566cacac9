// --notify ARN=URL of `pail serve`: where events go whose buckets name that ARN.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "emulator/events/post_office.hpp"

namespace pail::cli {

struct NotifyOptions {
  std::vector<std::string> lines;
  unsigned patience_s = emulator::events::default_patience.count();
};

void add_notify_options(CLI::App& command, NotifyOptions& options);

// Each line is "arn:aws:sqs:us-east-1:123456789012:name=http://localhost:8080/hook"; "eventbridge"
// and "*" stand for ARNs as well, and nothing behind the "=" is the journal alone. Ends the command
// with exit_usage when one is not, or named twice.
emulator::events::Destinations destinations(const NotifyOptions& options);

}  // namespace pail::cli
