// A key and its versions as they stand in one moment. Several reads one after the other could miss
// a version that moves between rows meanwhile; these are of one cursor. What is written afterwards
// is compared by swap as ever. Belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/model/object.hpp"
#include "emulator/store/engine.hpp"

namespace pail::model {

// The newest version, as its two rows have it (model.hpp: THE HEAD). Both null: the key has none.
struct Head {
  store::EntryPtr object;
  store::EntryPtr marker;
  const store::EntryPtr& entry() const noexcept { return object ? object : marker; }
};

// A version that is no longer current.
struct Older {
  std::string row;
  Object version;
};

// Where a version was found.
struct Found {
  Object version;
  std::optional<std::string> older_row;  // nullopt: it is the head
};

class Moment {
 public:
  static Result<Moment> of(const store::Space& space);
  // Null: absent.
  store::EntryPtr read(std::string_view row);
  Head head(std::uint64_t bucket_id, std::string_view key);
  // The newest of them.
  Result<std::optional<Older>> newest_older(std::uint64_t bucket_id, std::string_view key);
  // One row is read; the null version has no place of its own and is searched for.
  Result<std::optional<Older>> find_older(std::uint64_t bucket_id, std::string_view key,
                                          std::string_view version_id);
  Result<std::optional<Found>> find(std::uint64_t bucket_id, std::string_view key,
                                    std::string_view version_id);
  // For walks through all keys; the functions above move it.
  store::Cursor& cursor() noexcept { return *cursor_; }

 private:
  explicit Moment(std::unique_ptr<store::Cursor> cursor) : cursor_(std::move(cursor)) {}
  Result<std::optional<Older>> older_null(std::uint64_t bucket_id, std::string_view key);

  std::unique_ptr<store::Cursor> cursor_;
};

}  // namespace pail::model
