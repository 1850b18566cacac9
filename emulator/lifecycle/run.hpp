// Does what the lifecycle rules of a world's buckets ask for by now: expirations, transitions,
// noncurrent versions, abandoned uploads. Runs when the world's clock is moved, and when asked.
// Each thing done is an entry of the journal, and an event where the bucket wants events.
//
// Spec: shared/spec/semantics.md §20. Thread-safe; two runs at once do nothing twice.
#pragma once

#include <cstdint>

#include "emulator/world/world.hpp"
#include "wire/result.hpp"

namespace pail::emulator::lifecycle {

struct Report {
  std::uint64_t expired = 0;              // current versions: removed, or hidden by a delete marker
  std::uint64_t versions_removed = 0;     // noncurrent ones
  std::uint64_t markers_removed = 0;      // delete markers with nothing below them
  std::uint64_t uploads_aborted = 0;
  std::uint64_t transitioned = 0;
};

wire::Result<Report> run(world::World& world);

}  // namespace pail::emulator::lifecycle
