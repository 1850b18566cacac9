#include "emulator/events/post_office.hpp"

#include <algorithm>
#include <functional>

namespace pail::emulator::events {

PostOffice::PostOffice(Destinations destinations, std::shared_ptr<const wire::Clock> machine_clock)
    : destinations_(std::move(destinations)), clock_(std::move(machine_clock)) {}

void PostOffice::send(Letter letter) {
  const std::string* const url = url_of(letter.destination);
  if (url != nullptr && !url->empty() && destinations_.courier) {
    return postman_of(*url).put(std::move(letter));
  }
  enter(letter, {.verdict = "kept", .reason = "no --notify has a URL for that destination"});
}

Turn PostOffice::turn(std::string_view world, std::string_view bucket, std::string_view key) {
  const std::hash<std::string_view> hash;
  const std::size_t mixed = (hash(world) * 31 + hash(bucket)) * 31 + hash(key);
  return Turn(turns_[mixed % turns_.size()]);
}

std::uint64_t PostOffice::next_sequencer() noexcept {
  const auto now = static_cast<std::uint64_t>(clock_->now().time_since_epoch().count());
  std::uint64_t last = sequencer_.load();
  std::uint64_t next = 0;
  do {
    next = std::max(last + 1, now);
  } while (!sequencer_.compare_exchange_weak(last, next));
  return next;
}

const std::string* PostOffice::url_of(std::string_view destination) const {
  auto found = destinations_.urls.find(destination);
  if (found == destinations_.urls.end()) found = destinations_.urls.find(everything);
  return found == destinations_.urls.end() ? nullptr : &found->second;
}

Postman& PostOffice::postman_of(const std::string& url) {
  const std::scoped_lock lock(mutex_);
  std::unique_ptr<Postman>& postman = postmen_[url];
  if (!postman) {
    postman = std::make_unique<Postman>(destinations_.courier(url), clock_, destinations_.patience);
  }
  return *postman;
}

}  // namespace pail::emulator::events
