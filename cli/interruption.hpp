// What SIGINT and SIGTERM do to a command that talks to a server. The first cancels what is waited
// for, so that nothing half done is left on the server or the disk, and the command ends with the
// error of interruption_by(), whose exit code tells the signal (output.hpp). The second ends the
// process at once, as does the first while nothing is under way. A signal that the process was
// started to ignore, as by nohup or in the background of a script, stays ignored.
//
// A thread of its own waits for them. From the construction to the destruction they are blocked in
// every other: make it before any other thread, since threads inherit that.
#pragma once

#include <csignal>
#include <string_view>
#include <thread>

#include "client/blocking.hpp"
#include "client/descriptor.hpp"
#include "wire/error.hpp"

namespace pail::cli {

// What a client that was stopped by a signal answers.
wire::Error interruption_by(int signal, std::string_view message = "interrupted");
// The signal's number; 0: that is none.
int signal_of(const wire::Error& error) noexcept;
// What was cancelled in good order needs no line of its own: end() tells of it. An upload left on
// the server does.
bool is_told(const wire::Error& failure);
bool leaves_parts(const wire::Error& failure);

class Interruption {
 public:
  // `s3` outlives it.
  explicit Interruption(client::BlockingClient& s3);
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  // Readable from the first signal on, for who waits for something else than the server.
  int descriptor() const noexcept { return interrupted_.number(); }

 private:
  void watch();
  void interrupt(int signal);

  client::BlockingClient& s3_;
  sigset_t watched_;
  sigset_t before_;  // what was blocked
  client::Descriptor signals_;
  client::Descriptor interrupted_;
  client::Descriptor over_;
  bool was_interrupted_ = false;  // the thread's
  std::thread thread_;
};

}  // namespace pail::cli
