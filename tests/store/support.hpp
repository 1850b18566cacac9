// Shorthand for tests of engines: texts in, texts out. A failing verb fails the test where it is
// called.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/store/engine.hpp"

namespace pail::store::testing {

using Texts = std::map<std::string, std::string>;  // key -> value, in byte order as ranges are

std::unique_ptr<Space> open(Engine& engine, std::string_view name);
std::unique_ptr<Space> fork(Engine& engine, const Space& source, std::string_view name);

// Lets go of the handle and drops the Space.
void drop(Engine& engine, std::unique_ptr<Space>& space, std::string_view name);

EntryPtr entry_of(const Space& space, std::string_view key);
std::optional<std::string> get(const Space& space, std::string_view key);
bool swap(Space& space, const std::vector<Change>& changes);
// Whatever is there: becomes `value`, or goes.
void put(Space& space, std::string_view key, std::string_view value);
void put(Space& space, std::string_view key, EntryPtr entry);
void erase(Space& space, std::string_view key);

std::unique_ptr<Cursor> range(const Space& space);
// What the cursor shows from where it stands, at most `count_max` entries.
std::vector<std::pair<std::string, std::string>> take(Cursor& cursor, std::size_t count_max);
Texts everything(const Space& space);

// "key-00000012": eight digits keep number order and byte order the same.
std::string numbered(std::string_view prefix, std::size_t number);

BlobPtr make_blob(Space& space, std::string_view bytes);
// Reads the whole blob in pieces of at most `bytes_max`.
std::string blob_text(const Blob& blob, std::size_t bytes_max);
// Bytes that differ between positions and seeds, so that a misplaced piece is noticed.
std::string pattern(std::size_t size, unsigned seed);

}  // namespace pail::store::testing
