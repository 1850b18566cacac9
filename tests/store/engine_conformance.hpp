// What every storage engine must do, whatever it keeps its bytes in. An engine's own test
// instantiates the suite:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, EngineConformance,
//                            ::testing::Values(EngineCase{"memory", [] { return ...; }, 20'000}),
//                            engine_case_name);
//
// The cases lie in engine_conformance_*.cpp by verb.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "emulator/store/engine.hpp"

namespace pail::store::testing {

struct EngineCase {
  std::string name;
  std::function<std::unique_ptr<Engine>()> make;  // a new, empty one
  unsigned steps;  // of the random and the concurrent cases: what the engine does in a few seconds
};

inline void PrintTo(const EngineCase& engine, std::ostream* out) {
  *out << engine.name;
}
inline std::string engine_case_name(const ::testing::TestParamInfo<EngineCase>& info) {
  return info.param.name;
}

class EngineConformance : public ::testing::TestWithParam<EngineCase> {
 protected:
  unsigned steps() const { return GetParam().steps; }

  std::unique_ptr<Engine> engine_ = GetParam().make();
};

}  // namespace pail::store::testing
