// What `pail signer` listens to beside requests: SIGTERM and SIGINT end it, SIGHUP makes it read
// its policy again.
#pragma once

#include <csignal>

#include "cli/parent.hpp"

namespace pail::cli {

// From its construction on these signals wait to be asked for. Make it before any other thread:
// threads inherit what is blocked.
class SignerSignals {
 public:
  enum class Wish { stop, reload };

  SignerSignals();
  // A parent that is gone means stop; null: whatever becomes of it.
  Wish wait(const Parent* parent = nullptr) const;

 private:
  sigset_t signals_;
};

}  // namespace pail::cli
