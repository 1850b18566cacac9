// How large objects are: one size, or ranges of sizes with weights. Inside a range the logarithm is
// spread evenly, as in what people store: from 1 KiB to 1 MiB half are below 32 KiB. A value.
#pragma once

#include <cstdint>
#include <vector>

namespace pail::client::load {

class Sizes {
 public:
  struct Range {
    std::uint64_t least = 0;
    std::uint64_t greatest = 0;  // equal: one size
    unsigned weight = 1;
  };

  // At least one range, and a weight above 0 among them.
  explicit Sizes(std::vector<Range> ranges);
  explicit Sizes(std::uint64_t bytes) : Sizes(std::vector<Range>{{bytes, bytes, 1}}) {}

  // The one that belongs to a drawn number.
  std::uint64_t of(std::uint64_t drawn) const noexcept;
  std::uint64_t greatest() const noexcept;

 private:
  std::vector<Range> ranges_;
  std::uint64_t weights_ = 0;
};

}  // namespace pail::client::load
