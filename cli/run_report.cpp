#include "cli/run_report.hpp"

#include <fmt/format.h>

#include "testing/journal_line.hpp"

namespace pail::cli {
namespace {

using testing::JournalEntry;

constexpr unsigned first_error_status = 400;

struct Tally {
  std::size_t requests = 0;
  std::size_t failed = 0;
  std::string lines;
};

// Errors behind a status of 200 have a code.
bool has_failed(const JournalEntry& entry) {
  return entry.status >= first_error_status || !entry.code.empty();
}

void count(Tally& tally, const testing::World& world, const JournalEntry& entry) {
  ++tally.requests;
  if (!has_failed(entry) || ++tally.failed > reported_max) return;
  const bool is_alone = world.name() == "default";
  tally.lines +=
      fmt::format("  {}{}\n", is_alone ? "" : world.name() + ": ", testing::line_of(entry));
}

}  // namespace

std::string failures_of(const std::vector<testing::World>& worlds, bool even_none) {
  Tally tally;
  for (const testing::World& world : worlds) {
    for (const JournalEntry& entry : world.journal({.kind = "request"})) count(tally, world, entry);
  }
  if (tally.failed == 0 && !even_none) return "";
  if (tally.failed == 0) return fmt::format("pail: none of {} requests failed\n", tally.requests);
  std::string text = fmt::format("pail: {} of {} requests failed:\n", tally.failed, tally.requests);
  text += tally.lines;
  if (tally.failed > reported_max) {
    text += fmt::format("  and {} more\n", tally.failed - reported_max);
  }
  return text;
}

}  // namespace pail::cli
