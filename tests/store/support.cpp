#include "tests/store/support.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace pail::store::testing {
namespace {

template <class T>
T value_of(Result<T>&& result, const char* verb) {
  if (!result) throw std::runtime_error(std::string(verb) + ": " + describe(result.error()));
  return std::move(result).value();
}

}  // namespace

std::unique_ptr<Space> open(Engine& engine, std::string_view name) {
  return value_of(engine.open(name), "open");
}

std::unique_ptr<Space> fork(Engine& engine, const Space& source, std::string_view name) {
  return value_of(engine.fork(source, name), "fork");
}

void drop(Engine& engine, std::unique_ptr<Space>& space, std::string_view name) {
  space.reset();
  const auto dropped = engine.drop(name);
  if (!dropped) throw std::runtime_error("drop: " + describe(dropped.error()));
}

EntryPtr entry_of(const Space& space, std::string_view key) {
  return value_of(space.read(key), "read");
}

std::optional<std::string> get(const Space& space, std::string_view key) {
  const EntryPtr entry = entry_of(space, key);
  return entry ? std::optional<std::string>(entry->text()) : std::nullopt;
}

bool swap(Space& space, const std::vector<Change>& changes) {
  return value_of(space.swap(changes), "swap");
}

void put(Space& space, std::string_view key, EntryPtr entry) {
  const std::string owned(key);
  while (!swap(space, {{owned, entry_of(space, key), entry}})) {
  }
}

void put(Space& space, std::string_view key, std::string_view value) {
  put(space, key, make_entry(value));
}

void erase(Space& space, std::string_view key) {
  put(space, key, EntryPtr());
}

std::unique_ptr<Cursor> range(const Space& space) {
  return value_of(space.range(), "range");
}

std::vector<std::pair<std::string, std::string>> take(Cursor& cursor, std::size_t count_max) {
  std::vector<std::pair<std::string, std::string>> seen;
  for (; cursor.valid() && seen.size() < count_max; cursor.next()) {
    seen.emplace_back(cursor.key(), cursor.entry()->text());
  }
  return seen;
}

Texts everything(const Space& space) {
  const auto cursor = range(space);
  const auto seen = take(*cursor, std::numeric_limits<std::size_t>::max());
  for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_LT(seen[i - 1].first, seen[i].first);
  return {seen.begin(), seen.end()};
}

std::string numbered(std::string_view prefix, std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(prefix) + std::string(8 - std::min<std::size_t>(8, digits.size()), '0') +
         digits;
}

BlobPtr make_blob(Space& space, std::string_view bytes) {
  const auto writer = value_of(space.new_blob(), "new_blob");
  const auto written = writer->write(wire::as_bytes(bytes));
  if (!written) throw std::runtime_error("write: " + describe(written.error()));
  return value_of(writer->close(), "close");
}

std::string blob_text(const Blob& blob, std::size_t bytes_max) {
  std::string text;
  std::vector<std::byte> scratch;
  for (;;) {
    const Bytes piece = value_of(blob.read(text.size(), bytes_max, scratch), "Blob::read");
    EXPECT_LE(piece.size(), bytes_max);
    if (piece.empty()) return text;
    text += wire::as_text(piece);
  }
}

std::string pattern(std::size_t size, unsigned seed) {
  std::string bytes(size, '\0');
  unsigned state = seed * 2654435761u + 1;
  for (char& byte : bytes) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

}  // namespace pail::store::testing
