#include "emulator/events/outbox.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace pail::emulator::events {
namespace {

// A NUL stands in no name.
std::string queue_of(const Letter& letter) {
  std::string name = letter.world_name;
  name.append(1, '\0').append(letter.bucket).append(1, '\0').append(letter.key);
  return name;
}

std::chrono::milliseconds wait_after(unsigned attempts) {
  std::chrono::milliseconds wait = first_wait;
  for (unsigned i = 1; i < attempts && wait < longest_wait; ++i) wait *= 2;
  return std::min(wait, longest_wait);
}

bool is_success(const net::Result<unsigned>& status) {
  return status && status.value() / 100 == 2;
}

std::string reason_of(const net::Result<unsigned>& status) {
  if (status) return "answered " + std::to_string(status.value());
  std::string reason(status.error().message().value_or("no answer"));
  const std::string_view phase = status.error().detail("Phase");
  return phase.empty() ? reason : reason.append(" (").append(phase).append(")");
}

// What was sent, word by word, and where to: tests read it.
std::string detail_of(const Letter& letter, unsigned attempts) {
  std::string detail = R"({"destination":)";
  detail += boost::json::serialize(boost::json::string(letter.destination));
  detail.append(R"(,"attempts":)").append(std::to_string(attempts));
  return detail.append(R"(,"message":)").append(letter.body).append("}");
}

}  // namespace

void enter(const Letter& letter, const Outcome& outcome) {
  const auto world = letter.world.lock();
  if (!world) return;  // with its journal
  world::JournalEntry entry;
  entry.kind = world::JournalEntry::Kind::notification;
  entry.time = world->now();
  entry.request_id = letter.request_id;
  entry.target = letter.destination;
  entry.operation = letter.event;
  entry.bucket = letter.bucket;
  entry.key = letter.key;
  entry.version_id = letter.version_id;
  entry.verdict = outcome.verdict;
  entry.reason = outcome.reason;
  entry.status = outcome.status;
  entry.detail = detail_of(letter, outcome.attempts);
  world->journal().add(entry);
}

Outbox::Outbox(std::unique_ptr<net::Courier> courier, std::shared_ptr<const wire::Clock> clock,
               std::chrono::milliseconds patience)
    : courier_(std::move(courier)), clock_(std::move(clock)), patience_(patience) {}

void Outbox::put(Letter letter) {
  const wire::Time now = clock_->now();
  {
    const std::scoped_lock lock(mutex_);
    if (letters_ < letters_max) {
      std::string name = queue_of(letter);
      Queue& queue = queues_[name];
      queue.push_back({std::move(letter), now});
      ++letters_;
      if (queue.size() == 1) due_.insert({now, ++order_, std::move(name)});
      return;
    }
  }
  enter(letter, {.verdict = "given up", .reason = "too many events wait for that destination"});
}

std::optional<wire::Time> Outbox::deliver() {
  while (!stopping_) {
    const auto queue = take_due(clock_->now());
    if (!queue) break;
    settle(*queue, attempt(first_of(*queue)));
  }
  const std::scoped_lock lock(mutex_);
  if (due_.empty()) return std::nullopt;
  return due_.begin()->at;
}

void Outbox::stop() {
  stopping_ = true;
  courier_->hurry(last_post_time_max);
}

void Outbox::last_round() {
  const wire::Time end = clock_->now() + last_round_time_max;
  while (clock_->now() < end) {
    const auto queue = take_due(wire::Time::max());
    if (!queue) return;
    const auto again = attempt(first_of(*queue));
    settle(*queue, again);
    if (again) return;
  }
}

std::size_t Outbox::size() const {
  const std::scoped_lock lock(mutex_);
  return letters_;
}

std::optional<std::string> Outbox::take_due(wire::Time latest) {
  const std::scoped_lock lock(mutex_);
  if (due_.empty() || due_.begin()->at > latest) return std::nullopt;
  return std::move(due_.extract(due_.begin()).value().queue);
}

// Nothing but settle() takes a letter away, and a deque's elements stay where they are while others
// join at its end: so the first one may be used without the lock.
Outbox::Waiting& Outbox::first_of(const std::string& queue) {
  const std::scoped_lock lock(mutex_);
  return queues_.find(queue)->second.front();
}

std::optional<wire::Time> Outbox::attempt(Waiting& waiting) {
  ++waiting.attempts;
  const auto status = courier_->post(waiting.letter.body);
  const unsigned answered = status ? status.value() : 0;
  if (is_success(status)) {
    enter(waiting.letter, {"delivered", answered, waiting.attempts});
    return std::nullopt;
  }
  const wire::Time now = clock_->now();
  if (now - waiting.since < patience_) return now + wait_after(waiting.attempts);
  enter(waiting.letter, {"given up", answered, waiting.attempts, reason_of(status)});
  return std::nullopt;
}

void Outbox::settle(const std::string& queue, std::optional<wire::Time> again) {
  const std::scoped_lock lock(mutex_);
  const auto found = queues_.find(queue);
  if (!again) {
    found->second.pop_front();
    --letters_;
    if (found->second.empty()) {
      queues_.erase(found);
      return;
    }
  }
  due_.insert({again.value_or(clock_->now()), ++order_, queue});
}

}  // namespace pail::emulator::events
