#include "emulator/events/postman.hpp"

namespace pail::emulator::events {

Postman::Postman(std::unique_ptr<net::Courier> courier, std::shared_ptr<const wire::Clock> clock,
                 std::chrono::milliseconds patience)
    : clock_(clock), outbox_(std::move(courier), std::move(clock), patience) {}

// The Outbox first: once the thread knows, it goes on its last round, which no hurry may break.
Postman::~Postman() {
  if (!thread_.joinable()) return;
  outbox_.stop();
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Postman::put(Letter letter) {
  outbox_.put(std::move(letter));
  {
    const std::scoped_lock lock(mutex_);
    has_mail_ = true;
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  }
  changed_.notify_one();
}

void Postman::run() {
  while (wait_for_mail(outbox_.deliver())) {
  }
  outbox_.last_round();
}

bool Postman::wait_for_mail(std::optional<wire::Time> due) {
  std::unique_lock lock(mutex_);
  const auto is_woken = [this] { return has_mail_ || stopping_; };
  if (due) {
    changed_.wait_for(lock, *due - clock_->now(), is_woken);
  } else {
    changed_.wait(lock, is_woken);
  }
  has_mail_ = false;
  return !stopping_;
}

}  // namespace pail::emulator::events
