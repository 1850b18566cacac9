#include "testing/emulator.hpp"

#include <stdexcept>
#include <utility>

#include "testing/must.hpp"
#include "testing/running.hpp"

namespace pail::testing {

Emulator::Emulator(Options options) : running_(std::make_shared<Running>(std::move(options))) {}

Emulator::~Emulator() {
  stop();
}

void Emulator::stop() {
  running_->stop();
}

std::string Emulator::control_url() const {
  return endpoint() + std::string(control::path_prefix);
}

const std::string& Emulator::endpoint() const noexcept {
  return running_->endpoint();
}

World Emulator::default_world() const {
  return world(world::default_world_name);
}

World Emulator::new_world(const NewWorld& wanted) const {
  World made = running_->create(
      {.name = wanted.name, .from = wanted.from, .clock = wanted.clock, .region = wanted.region});
  if (!wanted.seed.empty()) made.seed(wanted.seed);
  return made;
}

World Emulator::world(std::string_view name) const {
  auto found = running_->worlds().find(name);
  if (!found) throw std::runtime_error("there is no world '" + std::string(name) + "'");
  return running_->handle(std::move(found));
}

std::vector<std::string> Emulator::world_names() const {
  std::vector<std::string> names;
  for (const auto& world : running_->worlds().list()) names.push_back(world->name());
  return names;
}

std::string Emulator::metrics() const {
  return running_->emulator().metrics();
}

std::chrono::milliseconds Emulator::uptime() const {
  return running_->emulator().uptime();
}

}  // namespace pail::testing
