// Listing a bucket: prefix, delimiter roll-up and pages, for both versions of the call. Spec:
// shared/spec/semantics.md §12. A page reads one moment of the index; a rolled-up group is skipped
// by a seek, never scanned.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/object.hpp"
#include "wire/result.hpp"

namespace pail::model {

struct ListQuery {
  std::string prefix{};
  std::string delimiter{};
  // Exclusive: marker, start-after, or what a continuation token stands for.
  std::string after{};
  std::size_t keys_max = 1000;  // keys and common prefixes together
};

struct ListedObject {
  std::string key;
  Object object;
};

struct ListPage {
  std::vector<ListedObject> objects;         // ascending by bytes
  std::vector<std::string> common_prefixes;  // ascending by bytes
  bool truncated = false;
  std::string last;  // last entry of the page in byte order (key or common prefix): where the next
                     // page goes on behind
};

// The common prefix that `key` rolls up into, a view of it; empty when it stands for itself.
std::string_view group_of(std::string_view key, std::string_view prefix,
                          std::string_view delimiter) noexcept;

}  // namespace pail::model
