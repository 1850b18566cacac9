// Blobs that several entries name: copies of objects, and parts that become one object, share bytes
// instead of copying them.
#include <algorithm>
#include <array>

#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

constexpr std::size_t blob_bytes = 300'000;

// The bytes of all blobs that the entry of `key` names, one behind the other.
std::string bytes_of(const Space& space, std::string_view key) {
  std::string bytes;
  for (const BlobPtr& blob : entry_of(space, key)->blobs()) bytes += blob_text(*blob, 100'000);
  return bytes;
}

void put_blob(Space& space, std::string_view key, unsigned seed) {
  put(space, key, make_entry("whole", {make_blob(space, pattern(blob_bytes, seed))}));
}

TEST_P(EngineConformance, BlobLivesUntilTheLastOfItsEntriesGoesInAnyOrder) {
  std::array<std::string, 3> keys{"a", "b", "c"};
  do {
    SCOPED_TRACE(::testing::PrintToString(keys));
    const auto space = open(*engine_, "world");
    put_blob(*space, "a", 1);
    const EntryPtr first = entry_of(*space, "a");
    put(*space, "b", make_entry("copy", first->blobs()));
    put(*space, "c", make_entry("copy of the copy", entry_of(*space, "b")->blobs()));
    for (std::size_t gone = 0; gone < keys.size(); ++gone) {
      for (std::size_t left = gone; left < keys.size(); ++left) {
        EXPECT_TRUE(bytes_of(*space, keys[left]) == pattern(blob_bytes, 1)) << keys[left];
      }
      erase(*space, keys[gone]);
    }
  } while (std::next_permutation(keys.begin(), keys.end()));
}

TEST_P(EngineConformance, OneEntryMayNameABlobSeveralTimes) {
  const auto space = open(*engine_, "world");
  const BlobPtr blob = make_blob(*space, pattern(blob_bytes, 1));
  const BlobPtr other = make_blob(*space, pattern(1000, 2));
  put(*space, "key", make_entry("repeated", {blob, other, blob}));
  const std::string bytes = pattern(blob_bytes, 1) + pattern(1000, 2) + pattern(blob_bytes, 1);
  EXPECT_TRUE(bytes_of(*space, "key") == bytes);
  put(*space, "key", make_entry("once", {blob}));
  EXPECT_TRUE(bytes_of(*space, "key") == pattern(blob_bytes, 1));
}

// The commit of a completed upload: parts go and their object comes, in one batch.
TEST_P(EngineConformance, BlobsPassFromErasedEntriesToAnotherInOneBatch) {
  const auto space = open(*engine_, "world");
  std::vector<Change> changes;
  std::vector<BlobPtr> blobs;
  std::string bytes;
  for (unsigned part = 0; part < 5; ++part) {
    const std::string key = numbered("part", part);
    put_blob(*space, key, part);
    const EntryPtr entry = entry_of(*space, key);
    blobs.push_back(entry->blobs()[0]);
    bytes += pattern(blob_bytes, part);
    changes.push_back({key, entry, nullptr});
  }
  changes.insert(changes.begin() + 2, {"object", nullptr, make_entry("object", blobs)});
  EXPECT_TRUE(swap(*space, changes));
  changes.clear();
  blobs.clear();
  EXPECT_EQ(everything(*space), (Texts{{"object", "object"}}));
  EXPECT_TRUE(bytes_of(*space, "object") == bytes);
}

TEST_P(EngineConformance, LostBatchLeavesBlobsToTheirEntries) {
  const auto space = open(*engine_, "world");
  put_blob(*space, "part", 1);
  const EntryPtr part = entry_of(*space, "part");
  EXPECT_FALSE(
      swap(*space, {{"part", part, nullptr},
                    {"object", make_entry("never there"), make_entry("", part->blobs())}}));
  EXPECT_TRUE(bytes_of(*space, "part") == pattern(blob_bytes, 1));
}

TEST_P(EngineConformance, EntryOfAMomentInABatchTakesItsBlobAlongOnlyIfNobodyElseHasIt) {
  const auto space = open(*engine_, "world");
  const EntryPtr brief = make_entry("brief", {make_blob(*space, pattern(blob_bytes, 1))});
  EXPECT_TRUE(swap(*space, {{"key", nullptr, brief},
                            {"heir", nullptr, make_entry("heir", brief->blobs())},
                            {"key", brief, nullptr}}));
  EXPECT_EQ(get(*space, "key"), std::nullopt);
  EXPECT_TRUE(bytes_of(*space, "heir") == pattern(blob_bytes, 1));
}

TEST_P(EngineConformance, CopyMadeInAForkKeepsItsBytesWhenTheSourceGoes) {
  auto source = open(*engine_, "source");
  put_blob(*source, "key", 1);
  const auto forked = fork(*engine_, *source, "fork");
  put(*forked, "copy", make_entry("copy", entry_of(*forked, "key")->blobs()));
  erase(*forked, "key");
  drop(*engine_, source, "source");
  EXPECT_TRUE(bytes_of(*forked, "copy") == pattern(blob_bytes, 1));
}

}  // namespace
}  // namespace pail::store::testing
