#include "testing/world.hpp"

#include <limits>
#include <stdexcept>
#include <utility>

#include "testing/journal_line.hpp"
#include "testing/must.hpp"
#include "testing/running.hpp"
#include "wire/date.hpp"

namespace pail::testing {
namespace {

std::vector<JournalEntry> values(const std::vector<world::Journal::EntryPtr>& entries) {
  std::vector<JournalEntry> result;
  result.reserve(entries.size());
  for (const auto& entry : entries) result.push_back(*entry);
  return result;
}

std::string too_few(const std::vector<JournalEntry>& found, std::size_t count,
                    std::chrono::milliseconds timeout) {
  std::string text = "within " + std::to_string(timeout.count()) + " ms came " +
                     std::to_string(found.size()) + " of " + std::to_string(count) +
                     " journal entries";
  for (const JournalEntry& entry : found) text += "\n  " + line_of(entry);
  return text;
}

}  // namespace

wire::Time at(std::string_view date) {
  const auto time = wire::parse_iso_extended(date);
  if (!time) throw std::runtime_error("not a date: '" + std::string(date) + "'");
  return *time;
}

World::World(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
World::World(World&&) noexcept = default;

World& World::operator=(World&& other) noexcept {
  std::swap(state_, other.state_);  // what was held goes with `other`
  return *this;
}

World::~World() {
  if (!state_ || !state_->goes) return;
  // Somebody may have removed it by the control API.
  static_cast<void>(state_->running->worlds().remove(state_->world->name()));
}

const std::string& World::name() const noexcept {
  return state_->world->name();
}

const std::string& World::endpoint() const noexcept {
  return state_->running->endpoint();
}

const std::string& World::region() const noexcept {
  return state_->region;
}

const std::string& World::access_key() const noexcept {
  return state_->keys.front().keys.access_key;
}

const std::string& World::secret_key() const noexcept {
  return state_->keys.front().keys.secret_key;
}

std::vector<Key> World::keys() const {
  std::vector<Key> result;
  for (const world::WorldKey& key : state_->keys) {
    result.push_back({key.arn, key.keys.access_key, key.keys.secret_key});
  }
  return result;
}

void World::keep() noexcept {
  state_->goes = false;
}

wire::Time World::now() const noexcept {
  return state_->world->now();
}

ClockSetting World::clock() const noexcept {
  return state_->world->clock();
}

void World::set_clock(const ClockSetting& setting) {
  state_->world->set_clock(setting);
}

void World::set_time(wire::Time now) {
  set_clock(ClockSetting::standing(now));
}

void World::freeze() {
  set_time(now());
}

void World::shift(std::chrono::microseconds by) {
  set_clock(ClockSetting::shifted(by));
}

void World::advance(std::chrono::microseconds by) {
  state_->world->advance_clock(by);
}

Faults World::faults() const noexcept {
  return Faults(std::shared_ptr<world::Faults>(state_->world, &state_->world->faults()));
}

std::vector<JournalEntry> World::journal(const JournalMatch& match, std::uint64_t after) const {
  constexpr std::size_t all = std::numeric_limits<std::size_t>::max();
  return values(state_->world->journal().find(match, after, all).entries);
}

std::vector<JournalEntry> World::wait_for(const JournalMatch& match, std::size_t count,
                                          std::chrono::milliseconds timeout) const {
  std::vector<JournalEntry> found = values(state_->world->journal().wait(match, count, timeout));
  if (found.size() < count) throw std::runtime_error(too_few(found, count, timeout));
  return found;
}

void World::clear_journal() {
  state_->world->journal().clear();
}

std::uint64_t World::journal_dropped() const {
  return state_->world->journal().find({}, 0, 0).dropped;
}

void World::snapshot(std::string_view name) {
  must(state_->running->worlds().take_snapshot(*state_->world, name));
}

void World::restore(std::string_view name) {
  must(state_->running->worlds().restore(*state_->world, name));
}

void World::drop_snapshot(std::string_view name) {
  if (must(state_->running->worlds().drop_snapshot(*state_->world, name))) return;
  throw std::runtime_error("there is no snapshot '" + std::string(name) + "'");
}

std::vector<Snapshot> World::snapshots() const {
  std::vector<Snapshot> result;
  for (const auto& snapshot : state_->running->worlds().snapshots(*state_->world)) {
    result.push_back({snapshot.name, snapshot.taken});
  }
  return result;
}

World World::fork() const {
  return state_->running->create({.from = name()});
}

World World::fork(std::string_view snapshot) const {
  return state_->running->create({.from = name() + "@" + std::string(snapshot)});
}

void World::reset() {
  must(state_->running->worlds().reset(*state_->world));
}

}  // namespace pail::testing
