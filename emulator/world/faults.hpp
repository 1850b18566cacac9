// The fault rules of one world. Counting and drawing happen here; what a Trouble does to an
// exchange is emulator/trouble.hpp and net::Carriage.
//
// Thread-safe. A world without rules costs a request one relaxed load.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/world/fault.hpp"
#include "wire/result.hpp"

namespace pail::world {

// Ours: more than any test writes down, and few enough to try one by one.
inline constexpr std::size_t fault_rules_max = 1000;

// What a rule may ask about a request.
struct FaultSubject {
  std::string_view operation = {};
  std::string_view bucket = {};
  std::string_view key = {};
  std::string_view access_key = {};
};

class Faults {
 public:
  // Its id. InvalidArgument when the rule contradicts itself; the message says how.
  wire::Result<std::string> add(FaultRule rule);
  // All rules of the profile of that name; their ids. InvalidArgument when there is none, with the
  // names there are.
  wire::Result<std::vector<std::string>> add_profile(std::string_view name);
  std::vector<ActiveFault> list() const;
  // nullopt / false when there is no rule of that id.
  std::optional<ActiveFault> find(std::string_view id) const;
  // Counts start anew.
  wire::Result<bool> replace(std::string_view id, FaultRule rule);
  bool remove(std::string_view id);
  void clear();

  // Whether there are rules at all: what a request asks first.
  bool any() const noexcept { return any_.load(std::memory_order_relaxed); }
  // Counts the request against every rule it fits. Null: nothing happens to it. A rule all of whose
  // actions are taken by earlier rules is not hit: its turn is still to come.
  std::unique_ptr<const Trouble> judge(const FaultSubject& subject);

 private:
  // All with mutex_ held.
  std::string append(FaultRule rule);
  std::vector<ActiveFault>::iterator position(std::string_view id);
  void publish() noexcept { any_.store(!rules_.empty(), std::memory_order_relaxed); }

  std::atomic<bool> any_{false};
  mutable std::mutex mutex_;
  std::vector<ActiveFault> rules_;
  std::uint64_t last_id_ = 0;
};

// InvalidArgument when parts of the rule exclude each other, or it does nothing.
wire::Result<void> check_fault(const FaultRule& rule);

// The profiles that ship with Pail, by name.
std::vector<std::string_view> fault_profiles();
// InvalidArgument when there is none of that name.
wire::Result<std::vector<FaultRule>> fault_profile(std::string_view name);

// JSON, as the control API takes and gives it. InvalidArgument says which member is wrong.
wire::Result<FaultRule> parse_fault(std::string_view json);
// A rule, a list of rules, {"rules": [...]} with or without a description, or {"profile": name}.
wire::Result<std::vector<FaultRule>> parse_faults(std::string_view json);
std::string to_json(const FaultRule& rule);
std::string to_json(const ActiveFault& fault);  // the rule with id, matched and hits

}  // namespace pail::world
