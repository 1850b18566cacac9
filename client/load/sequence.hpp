// What the n-th request of a load is: a function of the plan and n alone, so that the same seed
// gives the same requests however many threads and connections share them. Thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "client/load/plan.hpp"

namespace pail::client::load {

struct Step {
  Kind kind = Kind::get;
  std::uint64_t object = 0;  // the number in its key; of a listing, the first key to be listed
  std::uint64_t bytes = 0;   // of the body that is sent
  std::uint64_t offset = 0;  // where in the block of Bodies it begins
};

class Sequence {
 public:
  explicit Sequence(const Plan& plan);

  // `multipart` counts uploads: its steps are Kind::create, with the bytes of the whole.
  Step at(std::uint64_t number) const noexcept;
  // An object that is written before a measurement.
  Step preparation(std::uint64_t object) const noexcept { return write(object, object); }
  // Requests that are not measured count from here, so that what is measured stays the same.
  static constexpr std::uint64_t warm_up_begin = std::uint64_t{1} << 40;

 private:
  struct Turn {
    Kind kind;
    unsigned before;  // turns of that kind before it
  };

  Step write(std::uint64_t object, std::uint64_t number) const noexcept;
  Step mixed(std::uint64_t number) const noexcept;
  Step on_any(Kind kind, std::uint64_t number) const noexcept;
  Step page(std::uint64_t number) const noexcept;

  Job job_;
  std::uint64_t objects_;
  std::uint64_t seed_;
  Sizes sizes_;
  Mix mix_;
  std::vector<Turn> pattern_;  // of `mixed`, spread evenly; again and again
};

}  // namespace pail::client::load
