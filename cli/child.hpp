// A command run as a child that shares this process's terminal and streams, as a shell would run
// it: signals reach it, its end is this process's end.
#pragma once

#include <csignal>
#include <string>
#include <vector>

#include "cli/exit_codes.hpp"

namespace pail::cli {

// What the shells answer.
inline constexpr int exit_not_executable = 126;
inline constexpr int exit_no_such_command = 127;

// From its construction on, SIGINT, SIGTERM and SIGHUP are for the child. Make it before any other
// thread: threads inherit what is blocked.
class ChildRunner {
 public:
  ChildRunner();

  // Runs the command, found on PATH, to its end; its exit code as a shell has it. A command that
  // cannot be started is told on stderr. `environment`: NAME=VALUE each, all there is.
  int run(const std::vector<std::string>& command,
          const std::vector<std::string>& environment) const;

 private:
  pid_t start(const std::vector<std::string>& command,
              const std::vector<std::string>& environment) const;
  int wait(pid_t child) const;

  sigset_t watched_;
  sigset_t before_;  // what was blocked; the child gets it back
};

}  // namespace pail::cli
