#include "cli/signer_signals.hpp"

#include <pthread.h>

#include <initializer_list>

namespace pail::cli {

SignerSignals::SignerSignals() {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, signal);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

SignerSignals::Wish SignerSignals::wait(const Parent* parent) const {
  return wait_for(signals_, parent) == SIGHUP ? Wish::reload : Wish::stop;
}

}  // namespace pail::cli
