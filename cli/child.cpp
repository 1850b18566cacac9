#include "cli/child.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>

namespace pail::cli {
namespace {

// posix_spawn() takes them writable and does not write.
std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

int exit_code_of(int status) {
  return WIFSIGNALED(status) ? exit_signalled + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

ChildRunner::ChildRunner() {
  sigemptyset(&watched_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&watched_, signal);
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
}

int ChildRunner::run(const std::vector<std::string>& command,
                     const std::vector<std::string>& environment) const {
  const pid_t child = start(command, environment);
  if (child > 0) return wait(child);
  const int reason = -child;
  fmt::print(stderr, "pail: cannot run {}: {}\n", command.front(), std::strerror(reason));
  return reason == ENOENT ? exit_no_such_command : exit_not_executable;
}

// The child, or minus the error's number.
pid_t ChildRunner::start(const std::vector<std::string>& command,
                         const std::vector<std::string>& environment) const {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &before_);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, command.front().c_str(), nullptr, &attributes,
                                   pointers(command).data(), pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  return error == 0 ? child : -error;
}

int ChildRunner::wait(pid_t child) const {
  for (;;) {
    siginfo_t signal{};
    const int number = ::sigwaitinfo(&watched_, &signal);
    // A terminal's Ctrl-C went to the child as well: they are one process group.
    const bool is_from_a_process = signal.si_code <= 0;
    if (number > 0 && number != SIGCHLD && is_from_a_process) ::kill(child, number);
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) == child) return exit_code_of(status);
  }
}

}  // namespace pail::cli
