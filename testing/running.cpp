#include "testing/running.hpp"

#include <utility>

#include "emulator/store/disk.hpp"
#include "testing/must.hpp"

namespace pail::testing {
namespace {

emulator::AuthMode mode(Auth auth) {
  switch (auth) {
    case Auth::warn:
      return emulator::AuthMode::warn;
    case Auth::off:
      return emulator::AuthMode::off;
    case Auth::verify:
      break;
  }
  return emulator::AuthMode::verify;
}

emulator::Options emulator_options(Options options) {
  emulator::Options result;
  result.region = std::move(options.region);
  result.clock = std::move(options.clock);
  result.auth = mode(options.auth);
  result.open_buckets = options.open_buckets;
  result.explain = options.explain;
  if (!options.data.empty()) {
    // No test waits for a power cut.
    result.engine = must(store::open_disk_engine(
        {.directory = options.data, .durability = store::Durability::none}));
  }
  return result;
}

net::Server start(unsigned threads, net::Service& service) {
  net::ServerOptions options;
  options.threads = threads;
  return must(net::Server::start(options, service));
}

// The first pair of the world's directory: a root's.
signer::Credentials root_keys(world::World& world) {
  const auto keys = world.contents()->directory().some_keys(1);
  signer::Credentials pair;
  if (keys.empty()) return pair;
  pair.access_key = keys.front()->access_key();
  keys.front()->lend_secret([&](std::string_view secret) { pair.secret_key = secret; });
  return pair;
}

}  // namespace

Running::Running(Options options)
    : emulator_(emulator_options(options)),
      control_(emulator_, {.version = PAIL_VERSION}),
      front_(emulator_, control_),
      server_(start(options.threads, front_)),
      endpoint_("http://" + server_.endpoint().address + ":" +
                std::to_string(server_.endpoint().port)) {}

World Running::handle(std::shared_ptr<world::World> world) {
  auto state = std::make_unique<World::State>();
  state->running = shared_from_this();
  state->region = world->region();
  state->keys = root_keys(*world);
  state->world = std::move(world);
  return World(std::move(state));
}

World Running::create(const world::NewWorld& wanted) {
  world::Worlds::Created created = must(worlds().create(wanted));
  World made = handle(std::move(created.world));
  made.state_->goes = true;
  return made;
}

}  // namespace pail::testing
