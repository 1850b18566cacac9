#include "emulator/model/erase.hpp"

#include <string>
#include <vector>

#include "emulator/model/model.hpp"

namespace pail::model {
namespace {

using store::Result;

// The first rows of that prefix, each to be erased.
Result<std::vector<store::Change>> next_rows(const store::Space& space, std::string_view prefix) {
  std::vector<store::Change> rows;
  PAIL_TRY(const auto cursor, space.range());
  cursor->seek(prefix);
  while (rows.size() < erase_rows_max && cursor->valid() && cursor->key().starts_with(prefix)) {
    rows.push_back({std::string(cursor->key()), cursor->entry(), nullptr});
    cursor->next();
  }
  return rows;
}

}  // namespace

// A lost swap means that some of the rows went or changed: what there is now is looked up again.
Result<void> erase_rows(store::Space& space, std::string_view prefix) {
  for (int lost = 0; lost < swap_attempts_max;) {
    PAIL_TRY(const auto rows, next_rows(space, prefix));
    if (rows.empty()) return wire::ok();
    PAIL_TRY(const bool done, space.swap(rows));
    if (!done) ++lost;
  }
  return wire::Errc::ServiceUnavailable;
}

}  // namespace pail::model
