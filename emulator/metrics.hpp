// What a server counts of its exchanges, and its text for Prometheus (exposition format 0.0.4).
// Written here: Debian has prometheus-cpp as a shared library only, which a static executable
// cannot take along.
//
// Counts are of the process, not of a world: worlds come by the thousand, and each would be a
// series more for every operation and code.
//
// Thread-safe, without a lock: count() is a few relaxed additions to a fixed table, and text() may
// see one exchange in some of its series and not yet in others.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emulator/exposition.hpp"
#include "signer/verify.hpp"

namespace pail::emulator {

// What came of a request's authentication.
enum class Judgement : std::uint8_t {
  none,  // nothing was judged: it failed before, or authentication is off
  accepted,
  refused,
  anonymous,  // it named no key
  waived,     // served in spite of it (AuthMode::warn)
};
std::string_view name(Judgement judgement) noexcept;  // "" for none

class Metrics {
 public:
  // `operations`: the names there are, which live as long as this does. Others are counted as "".
  explicit Metrics(const std::vector<std::string_view>& operations);

  struct Observation {
    std::string_view operation = {};
    unsigned status = 0;
    std::string_view code = {};  // "" on success; one that errors.def does not have is "other"
    signer::Scheme scheme = signer::Scheme::anonymous;
    Judgement judgement = Judgement::none;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::chrono::microseconds duration{0};
    std::size_t faults = 0;
  };
  void count(const Observation& seen) noexcept;

  // What is not counted but looked up when somebody asks.
  struct Gauges {
    std::size_t worlds = 0;
    std::size_t journal_entries = 0;
    std::chrono::milliseconds uptime{0};
    std::string_view version = {};
  };
  std::string text(const Gauges& gauges) const;

 private:
  // Ours: the kinds of answers one operation is counted by. PutObject, the richest, has about 40
  // codes in the fact sheets; nobody meets them all. What comes after is counted as "other".
  static constexpr std::size_t outcomes_max = 24;
  static constexpr std::size_t bounds = 17;

  using Count = std::atomic<std::uint64_t>;
  struct Row {
    std::string_view operation = {};
    // Which outcome a place counts: status and code, 0 while it is free. Taken once, for good.
    std::array<std::atomic<std::uint32_t>, outcomes_max> outcomes = {};
    std::array<Count, outcomes_max> requests = {};
    Count other_requests = 0;
    Count bytes_in = 0;
    Count bytes_out = 0;
    Count microseconds = 0;
    std::array<Count, bounds + 1> durations = {};  // up to each bound, and above all
  };
  static Count& counter_of(Row& row, unsigned status, std::string_view code) noexcept;
  void write_requests(Exposition& out) const;
  void write_bytes(Exposition& out, std::string_view name, std::string_view help,
                   Count Row::*bytes) const;
  void write_durations(Exposition& out) const;
  void write_verdicts(Exposition& out) const;

  std::vector<Row> rows_;  // the first: of no operation
  std::unordered_map<std::string_view, std::size_t> places_;
  std::array<std::array<Count, 5>, 9> verdicts_ = {};  // by scheme and judgement
  Count faults_ = 0;
};

}  // namespace pail::emulator
