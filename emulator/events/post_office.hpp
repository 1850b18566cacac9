// Where the events of all worlds go: which destinations there are, who carries what they get, and
// in which order a key's events stand. A destination is the process's, not a world's; each has a
// thread of its own from its first event on, so that one that hangs holds up no other.
//
// Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "emulator/events/postman.hpp"
#include "emulator/happening.hpp"
#include "net/courier.hpp"

namespace pail::emulator::events {

// The name of what an EventBridgeConfiguration means, and of whatever has no line of its own.
inline constexpr std::string_view event_bridge = "eventbridge";
inline constexpr std::string_view everything = "*";

struct Destinations {
  // ARN, `event_bridge` or `everything` -> URL; "": to the journal alone.
  std::map<std::string, std::string, std::less<>> urls = {};
  net::CourierMaker courier = {};  // null: all goes to the journal alone
  std::chrono::milliseconds patience{default_patience};
};

class PostOffice {
 public:
  PostOffice(Destinations destinations, std::shared_ptr<const wire::Clock> machine_clock);

  bool reaches(std::string_view destination) const { return url_of(destination) != nullptr; }
  // What has no URL is entered into the journal at once.
  void send(Letter letter);

  Turn turn(std::string_view world, std::string_view bucket, std::string_view key);
  // Greater than all before it, and than those of a process before this one.
  std::uint64_t next_sequencer() noexcept;

 private:
  const std::string* url_of(std::string_view destination) const;
  Postman& postman_of(const std::string& url);

  const Destinations destinations_;
  const std::shared_ptr<const wire::Clock> clock_;
  // Ours: so few writers of different keys meet in one that nobody waits, and they cost 2.5 KiB.
  std::array<std::mutex, 64> turns_;
  std::atomic<std::uint64_t> sequencer_{0};
  std::mutex mutex_;                                         // of the map
  std::map<std::string, std::unique_ptr<Postman>> postmen_;  // by URL
};

}  // namespace pail::emulator::events
