#include "emulator/store/blobs_seen.hpp"

#include <algorithm>

namespace pail::store {

void BlobsSeen::find(Table& wanted) const {
  if (wanted.empty()) return;
  for (const auto& [id, blob] : blobs_) {
    const auto found = wanted.find(id);
    if (found != wanted.end()) found->second = blob;
  }
}

std::vector<std::uint64_t> BlobsSeen::ids() const {
  std::vector<std::uint64_t> ids;
  ids.reserve(blobs_.size());
  for (const auto& [id, blob] : blobs_) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace pail::store
