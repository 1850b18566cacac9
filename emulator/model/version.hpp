// Versions of a key: their ids, and what a page of them is. Spec: shared/spec/semantics.md §13,
// §12 (ListObjectVersions). Free functions are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/object.hpp"
#include "wire/random.hpp"

namespace pail::model {

// What a bucket does with what a write replaces. There is no way back to `unversioned`.
enum class Versioning : std::uint8_t { unversioned, enabled, suspended };

// The id of the one version that a bucket without versioning keeps.
inline constexpr std::string_view null_version = "null";

// An id S3 could have given out: 32 letters, digits, '.' or '_'. It hides the version's place in
// the order of its key, so that one is found by id without a search.
std::string make_version_id(std::uint64_t sequence, wire::Random& random);
bool is_version_id(std::string_view text) noexcept;
std::optional<std::uint64_t> sequence_of(std::string_view version_id) noexcept;

struct VersionQuery {
  std::string prefix{};
  std::string delimiter{};
  // Exclusive. With a version id: goes on behind that version of that key, else behind the key.
  std::string key_marker{};
  std::optional<std::string> version_id_marker{};
  // Goes on behind the version of that sequence, which need not be there any more: for walks that
  // take away what they have passed. A version id marker comes first.
  std::optional<std::uint64_t> sequence_marker{};
  std::size_t versions_max = 1000;  // versions, markers and common prefixes together
};

struct ListedVersion {
  std::string key;
  Object version;  // or a delete marker
  bool is_latest = false;
};

// One moment of the bucket: keys ascending by bytes, versions of a key newest first.
struct VersionPage {
  std::vector<ListedVersion> versions;
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  // Where the next page goes on; the id is empty behind a common prefix.
  std::string next_key_marker;
  std::string next_version_id_marker;
};

}  // namespace pail::model
