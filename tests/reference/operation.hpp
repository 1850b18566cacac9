// Operations as small numbers, so that RapidCheck can draw and shrink them: few buckets, keys,
// bodies and versions, so that they meet. Two answers them once by the reference and once by the
// model.
#pragma once

#include <rapidcheck.h>

#include <ostream>
#include <string>
#include <vector>

#include "tests/reference/reference.hpp"
#include "tests/reference/subject.hpp"

namespace pail::testing {

// What a number means is said where it is read; a verb reads only some.
struct Operation {
  unsigned verb = 0;  // a row of operation.cpp's table
  unsigned world = 0;
  unsigned bucket = 0;
  unsigned key = 0;
  unsigned other_key = 0;
  unsigned back = 0;  // which version or upload, counted from the youngest
  unsigned body = 0;
  unsigned wish = 0;
  unsigned tags = 0;
  unsigned prefix = 0;
  unsigned delimiter = 0;
  unsigned page = 0;
  unsigned number = 0;
  unsigned range = 0;
};

// Names the fields that are not 0.
void showValue(const Operation& operation, std::ostream& out);

class Two {
 public:
  Two(const EngineSource& source, const std::filesystem::path& folder);

  struct Answers {
    std::string expected;
    std::string actual;
  };
  Answers answers(const Operation& operation);
  // All there is to see, of every world.
  Answers everything();

 private:
  struct World {
    Reference reference;
    Subject subject;
  };

  Answers ask(World& world, const Operation& operation);
  Answers fork(const World& world, unsigned number);

  Reference::Counters counters_;
  Ground ground_;
  std::vector<World> worlds_;
  wire::Time now_{std::chrono::seconds(1'360'112'265)};
};

}  // namespace pail::testing

namespace rc {

template <>
struct Arbitrary<pail::testing::Operation> {
  static Gen<pail::testing::Operation> arbitrary();
};

}  // namespace rc
