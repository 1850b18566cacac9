// What a world is told to do wrong. Rules are values (emulator/world/fault.hpp), texts as the
// control API takes them (docs/faults.md), or profiles that ship with Pail.
//
//   world.faults().add({.match = {.operation = "PutObject"}, .when = {.times = 2},
//                       .then = {.error = FaultError{.code = Errc::SlowDown}}});
//   world.faults().add(R"({"match":{"operation":"PutObject"},"when":{"times":2},
//                          "then":{"error":"SlowDown"}})");
//
// A handle, to be copied. Failures throw std::runtime_error. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/world/fault.hpp"

namespace pail::world {
class Faults;
}

namespace pail::testing {

using wire::Errc;
using world::ActiveFault;
using world::FaultAction;
using world::FaultBandwidth;
using world::FaultClose;
using world::FaultDelay;
using world::FaultError;
using world::FaultMatch;
using world::FaultRedirect;
using world::FaultRule;
using world::FaultStall;
using world::FaultTrigger;

class Faults {
 public:
  // The rule's id.
  std::string add(FaultRule rule);
  // A rule, or a list of them; their ids.
  std::vector<std::string> add(std::string_view json);
  // All rules of that profile; their ids.
  std::vector<std::string> add_profile(std::string_view name);
  static std::vector<std::string> profiles();
  static std::vector<FaultRule> profile(std::string_view name);

  std::vector<ActiveFault> list() const;
  // How many requests the rule has happened to; all rules together.
  std::uint64_t hits(std::string_view id) const;
  std::uint64_t hits() const;

  // Its counts start anew.
  void replace(std::string_view id, FaultRule rule);
  void remove(std::string_view id);
  void clear();

 private:
  friend class World;
  explicit Faults(std::shared_ptr<world::Faults> faults) noexcept : faults_(std::move(faults)) {}
  std::shared_ptr<world::Faults> faults_;
};

}  // namespace pail::testing
