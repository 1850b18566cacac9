// Which paths take part, and what has to be done to one. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "client/sync/sync.hpp"

namespace pail::client::sync {

// The last rule that matches decides; none: it does.
bool takes_part(const std::vector<Options::Rule>& rules, std::string_view path);

// What both trees tell of a path.
struct Entry {
  std::string path;
  std::uint64_t size = 0;
  wire::Time modified;
  std::string etag;                    // of an object
  std::optional<wire::Error> problem;  // of a file: it is not known
};

// "size", "newer", or "" where there is nothing to do as far as can be told from here; for
// Compare::checksum the bytes have to be looked at then.
std::string_view difference(const Entry& source, const Entry& target, Compare compare);

// Where keys become files: finds those that would have to be file and folder at once. Asked in the
// order of a listing.
class FilesOnTheWay {
 public:
  // The key that `path` would need as a folder; "" when there is none.
  std::string_view in_the_way_of(const std::string& path);

 private:
  std::vector<std::string> above_;  // each the beginning of the next
};

}  // namespace pail::client::sync
