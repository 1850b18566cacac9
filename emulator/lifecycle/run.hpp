// Does what the lifecycle rules of a world's buckets ask for by now: expirations, transitions,
// noncurrent versions, abandoned uploads. Runs when the world's clock is moved, and when asked.
// Each thing done is an entry of the journal, and an event where the bucket wants events.
//
// S3 looks at its rules once a day, and each thing they do has its own time. So has it here: an act
// bears the midnight at which it was due, and what follows from it counts from there, however far
// the clock has jumped. A year in one move leaves what 365 moves of a day leave: a version hidden
// by day 30 was removed by day 37, and not a year later. Nothing is done as of before the rules
// came, or before they last acted, since then nothing had been done.
//
// Spec: shared/spec/semantics.md §20. Thread-safe; two runs at once do nothing twice, and what a
// client writes meanwhile is judged anew and never lost. Keys are walked in pages.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "emulator/happening.hpp"
#include "emulator/model/model.hpp"
#include "emulator/world/world.hpp"
#include "wire/result.hpp"

namespace pail::emulator::lifecycle {

struct Report {
  std::uint64_t expired = 0;           // current versions: removed, or hidden by a delete marker
  std::uint64_t versions_removed = 0;  // noncurrent ones
  std::uint64_t markers_removed = 0;   // delete markers with nothing below them
  std::uint64_t uploads_aborted = 0;
  std::uint64_t transitioned = 0;
};

// Whom to tell of what happens in that bucket; null for nobody. May be empty.
using EventsOf = std::function<std::unique_ptr<Events>(const model::Bucket& bucket)>;

// The engine's errors; ServiceUnavailable when other writes to a key keep coming first. What was
// done by then stays done.
wire::Result<Report> run(world::World& world, const EventsOf& events_of = {});

// The same for whoever has nobody to report to: a failure is an entry of the journal.
void run_and_note(world::World& world, const EventsOf& events_of = {});

}  // namespace pail::emulator::lifecycle
