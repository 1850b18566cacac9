// Blobs: immutable bytes that live as long as anybody names or reads them.
#include "tests/store/engine_conformance.hpp"
#include "tests/store/support.hpp"

namespace pail::store::testing {
namespace {

// Around the sizes at which engines cut bytes into pieces.
constexpr std::size_t blob_sizes[] = {0,       1,       4095,    65'536,  65'537,
                                      131'072, 262'143, 262'144, 262'145, 3'145'735};

TEST_P(EngineConformance, BlobGivesBackItsBytes) {
  const auto space = open(*engine_, "world");
  for (const std::size_t size : blob_sizes) {
    SCOPED_TRACE(size);
    const std::string bytes = pattern(size, 1);
    const BlobPtr blob = make_blob(*space, bytes);
    EXPECT_EQ(blob->size(), size);
    EXPECT_TRUE(blob_text(*blob, 2 * 1024 * 1024) == bytes);
    EXPECT_TRUE(blob_text(*blob, 1000) == bytes);
  }
}

TEST_P(EngineConformance, BlobIsTheSameHoweverItsBytesArrive) {
  const auto space = open(*engine_, "world");
  const std::string bytes = pattern(700'001, 2);
  for (const std::size_t piece :
       {std::size_t{1013}, std::size_t{65'536}, std::size_t{262'144}, std::size_t{500'000}}) {
    SCOPED_TRACE(piece);
    auto writer = space->new_blob();
    ASSERT_TRUE(writer);
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      ASSERT_TRUE(writer.value()->write(wire::as_bytes(std::string_view(bytes).substr(at, piece))));
      ASSERT_TRUE(writer.value()->write(Bytes())) << "an empty piece is nothing special";
    }
    auto blob = writer.value()->close();
    ASSERT_TRUE(blob);
    EXPECT_TRUE(blob_text(*blob.value(), 300'000) == bytes);
  }
}

TEST_P(EngineConformance, BlobReadsFromAnyOffset) {
  const auto space = open(*engine_, "world");
  const std::string bytes = pattern(600'000, 3);
  const BlobPtr blob = make_blob(*space, bytes);
  std::vector<std::byte> scratch;
  for (std::size_t offset = 0; offset < bytes.size(); offset += 4999) {
    SCOPED_TRACE(offset);
    const auto piece = blob->read(offset, 10'000, scratch);
    ASSERT_TRUE(piece);
    ASSERT_FALSE(piece.value().empty());
    EXPECT_TRUE(wire::as_text(piece.value()) ==
                std::string_view(bytes).substr(offset, piece.value().size()));
  }
}

TEST_P(EngineConformance, BlobIsEmptyAtItsEndAndBeyond) {
  const auto space = open(*engine_, "world");
  const BlobPtr blob = make_blob(*space, "abc");
  std::vector<std::byte> scratch;
  for (const std::uint64_t offset : {std::uint64_t{3}, std::uint64_t{4}, UINT64_MAX}) {
    const auto piece = blob->read(offset, 10, scratch);
    ASSERT_TRUE(piece);
    EXPECT_TRUE(piece.value().empty());
  }
}

TEST_P(EngineConformance, EntryNamesItsBlobsInOrder) {
  const auto space = open(*engine_, "world");
  std::vector<BlobPtr> blobs;
  for (unsigned i = 0; i < 40; ++i) blobs.push_back(make_blob(*space, pattern(1000 + i, i)));
  put(*space, "key", make_entry("record", blobs));
  blobs.clear();
  const EntryPtr entry = entry_of(*space, "key");
  EXPECT_EQ(entry->text(), "record");
  ASSERT_EQ(entry->blobs().size(), 40u);
  for (unsigned i = 0; i < 40; ++i) {
    EXPECT_TRUE(blob_text(*entry->blobs()[i], 4096) == pattern(1000 + i, i)) << i;
  }
}

TEST_P(EngineConformance, BlobLivesInAForkWhenItsSourceIsGone) {
  auto source = open(*engine_, "source");
  const std::string bytes = pattern(300'000, 5);
  put(*source, "key", make_entry("record", {make_blob(*source, bytes)}));
  const auto forked = fork(*engine_, *source, "fork");
  erase(*source, "key");
  drop(*engine_, source, "source");
  EXPECT_TRUE(blob_text(*entry_of(*forked, "key")->blobs()[0], 100'000) == bytes);
}

TEST_P(EngineConformance, ReaderKeepsABlobThatNobodyNamesAnyMore) {
  auto space = open(*engine_, "world");
  const std::string bytes = pattern(600'000, 6);
  put(*space, "key", make_entry("record", {make_blob(*space, bytes)}));
  const BlobPtr blob = entry_of(*space, "key")->blobs()[0];
  std::vector<std::byte> scratch;
  const std::string start(wire::as_text(blob->read(0, 1000, scratch).value()));
  erase(*space, "key");
  for (unsigned i = 0; i < 10; ++i) make_blob(*space, pattern(600'000, 7 + i));
  drop(*engine_, space, "world");
  EXPECT_TRUE(start + blob_text(*blob, 1u << 20).substr(1000) == bytes);
}

TEST_P(EngineConformance, EntryCanPassItsBlobsOnToItsSuccessor) {
  const auto space = open(*engine_, "world");
  put(*space, "key", make_entry("tags: none", {make_blob(*space, "body")}));
  const EntryPtr old = entry_of(*space, "key");
  EXPECT_TRUE(swap(*space, {{"key", old, make_entry("tags: new", old->blobs())}}));
  EXPECT_EQ(blob_text(*entry_of(*space, "key")->blobs()[0], 100), "body");
}

}  // namespace
}  // namespace pail::store::testing
