// InvalidArgument, S3's commonest refusal, with the elements that go with it. Spec:
// shared/spec/errors.md §3.
#pragma once

#include <string_view>

#include "wire/error.hpp"

namespace pail::emulator {

// ArgumentName alone: some refusals do not repeat the value.
inline wire::Error invalid_argument(std::string_view message, std::string_view name) {
  return wire::Error(wire::Errc::InvalidArgument, message).with("ArgumentName", name);
}

inline wire::Error invalid_argument(std::string_view message, std::string_view name,
                                    std::string_view value) {
  return invalid_argument(message, name).with("ArgumentValue", value);
}

}  // namespace pail::emulator
