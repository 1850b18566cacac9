// Which world an exchange belongs to.
#include "emulator/host_label.hpp"
#include "emulator/pipeline.hpp"

namespace pail::emulator {
namespace {

// The default world is there as long as the server, so nobody needs to count who uses it.
std::shared_ptr<world::World> uncounted(world::World& world) {
  return {std::shared_ptr<world::World>(), &world};
}

}  // namespace

Exchange::Exchange(Wiring& wiring, const net::Request& request)
    : wiring_(wiring),
      request_(request),
      ids_(wiring.ids.next()),
      began_(wiring.machine_clock->now()),
      world_(uncounted(wiring.worlds->default_world())),
      contents_(world_->contents()),
      now_(world_->now()),
      headers_(&request.headers) {}

Exchange::Exchange(Wiring& wiring, const net::Request& request, Trusted trusted)
    : wiring_(wiring),
      request_(request),
      ids_(wiring.ids.next()),
      began_(wiring.machine_clock->now()),
      world_(uncounted(trusted.world)),
      contents_(world_->contents()),
      now_(world_->now()),
      headers_(&request.headers),
      trusted_(std::move(trusted.identity)),
      is_trusted_(true) {}

// The key that a request claims says whose clock and whose identities will judge it; without one
// that is known, the host may.
void Exchange::find_world(std::string_view access_key) {
  if (is_trusted_ || wiring_.worlds->single()) return;
  auto world = wiring_.worlds->of_access_key(access_key);
  if (!world) {
    const auto label = host_label(request_.headers.get("Host"), wiring_.own_names);
    if (label) world = wiring_.worlds->find(label->world);
  }
  if (!world) world = uncounted(wiring_.worlds->default_world());
  if (world.get() == world_.get()) return;
  contents_ = world->contents();
  now_ = world->now();
  world_ = std::move(world);
}

}  // namespace pail::emulator
