#include "client/sync/rules.hpp"

#include <algorithm>
#include <chrono>

#include "client/sync/glob.hpp"

namespace pail::client::sync {
namespace {

// Listings have whole seconds, files more: what is newer by a fraction is not known to be.
bool is_newer(wire::Time a, wire::Time b) {
  using std::chrono::floor;
  using std::chrono::seconds;
  return floor<seconds>(a) > floor<seconds>(b);
}

}  // namespace

bool takes_part(const std::vector<Options::Rule>& rules, std::string_view path) {
  const auto rule = std::find_if(rules.rbegin(), rules.rend(), [&](const Options::Rule& candidate) {
    return glob_matches(candidate.glob, path);
  });
  return rule == rules.rend() || rule->include;
}

std::string_view difference(const Entry& source, const Entry& target, Compare compare) {
  if (source.size != target.size) return "size";
  const bool by_time = compare == Compare::size_and_time;
  return by_time && is_newer(source.modified, target.modified) ? "newer" : "";
}

// Keys that begin with a key come right behind it, but others ("a-b") may come before "a/".
std::string_view FilesOnTheWay::in_the_way_of(const std::string& path) {
  while (!above_.empty() && !path.starts_with(above_.back())) above_.pop_back();
  const auto found = std::find_if(above_.begin(), above_.end(), [&](const std::string& file) {
    return path.size() > file.size() && path[file.size()] == '/';
  });
  if (found != above_.end()) return *found;
  above_.push_back(path);
  return {};
}

}  // namespace pail::client::sync
