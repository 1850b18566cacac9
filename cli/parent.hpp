// The process that started this one, for servers that must not outlive a test run, however that
// ends: `--exit-with-parent` of `pail serve` and `pail signer`.
//
// Told by a pidfd (Linux 5.3), not by PR_SET_PDEATHSIG: that one goes by the parent's *thread*, and
// a test runner may well start its servers from a thread that ends long before its tests do.
//
// Whoever died before this process began to look has left no trace to look for. What such a parent
// was to read is a pipe that nobody reads then, and the ready line ends the process by SIGPIPE.
#pragma once

#include <csignal>
#include <optional>

namespace pail::cli {

class Parent {
 public:
  // Ends the command with exit_failed when the parent cannot be watched, or is gone already.
  Parent();
  Parent(const Parent&) = delete;
  Parent& operator=(const Parent&) = delete;
  ~Parent();

  // Readable (poll) once the parent is gone.
  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

// Waits for one of these signals, which the caller has blocked in all threads. nullopt: the parent
// is gone; a null one is not watched. Ends the command with exit_failed when it cannot wait.
std::optional<int> wait_for(const sigset_t& signals, const Parent* parent);

}  // namespace pail::cli
