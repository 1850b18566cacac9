#include "testing/running.hpp"

#include <utility>

#include "emulator/events/post_office.hpp"
#include "emulator/store/disk.hpp"
#include "net/webhook.hpp"
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

emulator::events::Destinations destinations(const std::map<std::string, std::string>& notify) {
  emulator::events::Destinations all{.courier = net::make_webhook};
  for (const auto& [arn, url] : notify) {
    if (!url.empty()) must(net::check_webhook(url));
    all.urls.emplace(arn, url);
  }
  return all;
}

emulator::Options emulator_options(Options options) {
  emulator::Options result;
  result.region = std::move(options.region);
  result.clock = std::move(options.clock);
  result.auth = mode(options.auth);
  result.open_buckets = options.open_buckets;
  result.explain = options.explain;
  result.notify = destinations(options.notify);
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

}  // namespace

Running::Running(Options options)
    : emulator_(emulator_options(options)),
      control_(emulator_, {.version = PAIL_VERSION}),
      front_(emulator_, control_),
      server_(start(options.threads, front_)),
      endpoint_("http://" + server_.endpoint().address + ":" +
                std::to_string(server_.endpoint().port)) {}

World Running::handle(std::shared_ptr<world::World> world) {
  std::vector<world::WorldKey> keys = world->keys();
  return handle(std::move(world), std::move(keys), false);
}

World Running::create(const world::NewWorld& wanted) {
  world::Worlds::Created created = must(worlds().create(wanted));
  return handle(std::move(created.world), std::move(created.keys), true);
}

World Running::handle(std::shared_ptr<world::World> world, std::vector<world::WorldKey> keys,
                      bool goes) {
  std::string region(world->region());
  return World(std::make_unique<World::State>(World::State{.running = shared_from_this(),
                                                           .world = std::move(world),
                                                           .region = std::move(region),
                                                           .keys = std::move(keys),
                                                           .goes = goes}));
}

}  // namespace pail::testing
