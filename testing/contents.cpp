// What a world holds, filled in, written out and taken in: the members of World that do so.
#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "emulator/archive/archive.hpp"
#include "emulator/har.hpp"
#include "emulator/lifecycle/run.hpp"
#include "emulator/seed/seed.hpp"
#include "net/exchange.hpp"
#include "testing/must.hpp"
#include "testing/running.hpp"

namespace pail::testing {
namespace {

namespace seed = emulator::seed;

// Ours: large enough that the calls do not count, small enough for any machine.
constexpr std::size_t piece_bytes = 256 * 1024;

std::runtime_error bad_file(const std::filesystem::path& file, std::string_view what) {
  return std::runtime_error("'" + file.string() + "' " + std::string(what));
}

Seeded seeded(const seed::Report& report) {
  return {report.buckets_made, report.objects_put, report.identities_made, report.unchanged};
}

}  // namespace

Seeded World::seed(std::string_view json) {
  return seeded(must(seed::apply(state_->running->emulator(), *state_->world,
                                 {.text = std::string(json), .name = "seed"})));
}

Seeded World::seed_from(const std::filesystem::path& file_or_directory) {
  return seeded(must(seed::apply(state_->running->emulator(), *state_->world,
                                 must(seed::read_seed(file_or_directory)))));
}

void World::export_to(const std::filesystem::path& file) const {
  const auto archive = must(archive::export_world(*state_->world));
  std::ofstream out(file, std::ios::binary);
  for (;;) {
    const net::Bytes piece = must(archive->next(piece_bytes));
    if (piece.empty()) break;
    out.write(reinterpret_cast<const char*>(piece.data()),
              static_cast<std::streamsize>(piece.size()));
  }
  if (!out.flush()) throw bad_file(file, "cannot be written");
}

void World::import_from(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw bad_file(file, "cannot be read");
  archive::Import import(state_->running->worlds(), state_->world);
  std::vector<std::byte> piece(piece_bytes);
  while (in) {
    in.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
    must(import.write({piece.data(), static_cast<std::size_t>(in.gcount())}));
  }
  if (in.bad()) throw bad_file(file, "cannot be read");
  must(import.finish());
}

LifecycleRun World::run_lifecycle() {
  const emulator::lifecycle::Report report =
      must(state_->running->emulator().run_lifecycle(*state_->world));
  return {report.expired, report.versions_removed, report.markers_removed, report.uploads_aborted,
          report.transitioned};
}

std::string World::journal_as_har() const {
  constexpr std::size_t all = world::journal_entries_max;
  const auto page = state_->world->journal().find({}, 0, all);
  return emulator::har_of(page.entries, PAIL_VERSION);
}

}  // namespace pail::testing
