// What the calls do, a file per group: each reads its document strictly, makes one typed call of
// another room, and writes the answer.
#pragma once

#include "emulator/control/call.hpp"

namespace pail::control {

using Answer = Outcome<net::Reply>;

// about.cpp
Answer get_health(const Call& call);
Answer get_openapi(const Call& call);
Answer get_metrics(const Call& call);

// worlds.cpp
Answer create_world(const Call& call);
Answer list_worlds(const Call& call);
Answer get_world(const Call& call);
Answer remove_world(const Call& call);
Answer reset_world(const Call& call);

// snapshots.cpp
Answer take_snapshot(const Call& call);
Answer list_snapshots(const Call& call);
Answer get_snapshot(const Call& call);
Answer drop_snapshot(const Call& call);
Answer restore_snapshot(const Call& call);

// clock.cpp
Answer get_clock(const Call& call);
Answer set_clock(const Call& call);
Answer advance_clock(const Call& call);

// faults.cpp
Answer add_faults(const Call& call);
Answer list_faults(const Call& call);
Answer clear_faults(const Call& call);
Answer get_fault(const Call& call);
Answer replace_fault(const Call& call);
Answer remove_fault(const Call& call);
Answer list_profiles(const Call& call);

// journal.cpp, journal_wait.cpp
Answer get_journal(const Call& call);
Answer clear_journal(const Call& call);
Answer get_har(const Call& call);
Answer wait_for_journal(const Call& call);

// transfer.cpp
Answer export_world(const Call& call);
Outcome<std::unique_ptr<net::Upload>> import_world(const Call& call);

// seeding.cpp
Answer seed_world(const Call& call);

// lifecycle.cpp
Answer run_lifecycle(const Call& call);

}  // namespace pail::control
