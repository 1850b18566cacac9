// The Range header on an object of known size. Spec: shared/spec/semantics.md §5.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/result.hpp"

namespace pail::model {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

// nullopt: the header does not apply (absent units, nonsense, several ranges): serve everything
// with 200. InvalidRange (RangeRequested, ActualObjectSize) when it is well formed and cannot be
// met.
wire::Result<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size);

}  // namespace pail::model
