// The thread that empties an Outbox. It starts with the first letter: a process that tells nobody
// anything has none. Thread-safe. Destroying it takes a second at most.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "emulator/events/outbox.hpp"

namespace pail::emulator::events {

class Postman {
 public:
  Postman(std::unique_ptr<net::Courier> courier, std::shared_ptr<const wire::Clock> clock,
          std::chrono::milliseconds patience);
  // What still waits is tried once more, then dropped.
  ~Postman();
  Postman(const Postman&) = delete;
  Postman& operator=(const Postman&) = delete;

  void put(Letter letter);

 private:
  void run();
  // False: it is time to stop.
  bool wait_for_mail(std::optional<wire::Time> due);

  const std::shared_ptr<const wire::Clock> clock_;
  Outbox outbox_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_mail_ = false;  // since the thread looked last
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace pail::emulator::events
