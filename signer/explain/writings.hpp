// The signature a client provided, read in every way that clients write them. Internal to
// signer/explain/. Pure. Spec: shared/spec/sigv2.md §2, §7, sigv4.md §4.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "signer/explain/draft.hpp"

namespace pail::signer::explain {

class Writings {
 public:
  // `as_sent` is the text before URL-decoding, where there was one.
  Writings(std::string_view provided, bool is_v4);

  // The bytes of the signature if it was written so; nullptr: it was not.
  const std::string* read_as(Writing writing) const noexcept {
    const auto& bytes = bytes_[static_cast<std::size_t>(writing)];
    return bytes ? &*bytes : nullptr;
  }

 private:
  std::optional<std::string>& at(Writing writing) noexcept {
    return bytes_[static_cast<std::size_t>(writing)];
  }
  void read_v2(std::string_view provided);
  void read_v4(std::string_view provided);

  std::array<std::optional<std::string>, writing_count> bytes_;
};

}  // namespace pail::signer::explain
