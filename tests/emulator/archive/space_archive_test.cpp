// An archive of one Space: from any engine into any engine, and what is cut short or damaged never
// passes for whole.
#include <map>

#include "emulator/store/disk.hpp"
#include "emulator/store/memory.hpp"
#include "tests/emulator/archive/archive_support.hpp"
#include "tests/store/support/temporary_directory.hpp"

namespace pail::archive::testing {
namespace {

using store::testing::TemporaryDirectory;

std::unique_ptr<store::Engine> disk_engine(const TemporaryDirectory& directory) {
  auto engine = store::open_disk_engine({directory.path(), store::Durability::none});
  if (!engine) throw std::runtime_error(wire::describe(engine.error()));
  return std::move(engine.value());
}

store::BlobPtr make_blob(store::Space& space, std::string_view bytes) {
  auto writer = space.new_blob().value();
  EXPECT_TRUE(writer->write(wire::as_bytes(bytes)));
  return writer->close().value();
}

void add(store::Space& space, std::string key, std::string_view bytes,
         std::initializer_list<store::BlobPtr> blobs = {}) {
  const store::Change change{std::move(key), nullptr, store::make_entry(bytes, blobs)};
  ASSERT_TRUE(space.swap({&change, 1}).value());
}

std::string bytes_of(const store::Blob& blob) {
  std::string bytes;
  std::vector<std::byte> scratch;
  while (bytes.size() < blob.size()) {
    bytes += wire::as_text(blob.read(bytes.size(), 1 << 20, scratch).value());
  }
  return bytes;
}

// Key -> the entry's bytes, and those of each of its blobs behind a bar.
std::map<std::string, std::string> contents(const store::Space& space) {
  std::map<std::string, std::string> all;
  for (auto cursor = space.range().value(); cursor->valid(); cursor->next()) {
    std::string& text = all[std::string(cursor->key())];
    text = cursor->entry()->text();
    for (const store::BlobPtr& blob : cursor->entry()->blobs()) text += "|" + bytes_of(*blob);
  }
  return all;
}

// Everything an entry can be: empty, binary, with several blobs, with one that others share.
void fill(store::Space& space) {
  const store::BlobPtr shared = make_blob(space, std::string(100'000, 's'));
  add(space, "a", "");
  add(space, std::string("b\0\xff", 3), std::string("\0\1\2", 3));
  add(space, "c", "one", {shared});
  add(space, "d", "three", {make_blob(space, "small"), shared, make_blob(space, "")});
  add(space, "e", std::string(20'000, 'e'));
}

void expect_blobs_shared(const store::Space& space) {
  EXPECT_EQ(space.read("c").value()->blobs()[0], space.read("d").value()->blobs()[1]);
}

TEST(SpaceArchive, GoesBetweenEnginesBothWays) {
  const TemporaryDirectory directory;
  const auto memory = store::make_memory_engine();
  const auto disk = disk_engine(directory);
  const auto first = memory->open("first").value();
  fill(*first);
  const auto second = disk->open("second").value();
  ASSERT_TRUE(import_into(*second, archive_of(*first)));
  EXPECT_EQ(contents(*second), contents(*first));
  expect_blobs_shared(*second);
  const auto third = memory->open("third").value();
  ASSERT_TRUE(import_into(*third, archive_of(*second)));
  EXPECT_EQ(contents(*third), contents(*first));
  expect_blobs_shared(*third);
}

TEST(SpaceArchive, IsThereWhenTheDiskIsOpenedAnew) {
  const TemporaryDirectory directory;
  const auto memory = store::make_memory_engine();
  const auto source = memory->open("source").value();
  fill(*source);
  {
    const auto disk = disk_engine(directory);
    ASSERT_TRUE(import_into(*disk->open("copy").value(), archive_of(*source)));
  }
  const auto disk = disk_engine(directory);
  EXPECT_EQ(contents(*disk->open("copy").value()), contents(*source));
}

TEST(SpaceArchive, HoldsASharedBodyOnce) {
  const auto memory = store::make_memory_engine();
  const auto space = memory->open("s").value();
  fill(*space);
  const std::string archive = archive_of(*space);
  EXPECT_LT(archive.size(), 150'000U);
  EXPECT_NE(archive.find(std::string(100'000, 's')), std::string::npos);
}

TEST(SpaceArchive, ShowsOneMoment) {
  const auto memory = store::make_memory_engine();
  const auto space = memory->open("s").value();
  fill(*space);
  const auto before = contents(*space);
  auto source = export_space(*space, {}, nullptr).value();
  add(*space, "aa", "written while the archive was read");
  const auto copy = memory->open("copy").value();
  ASSERT_TRUE(import_into(*copy, read_all(*source)));
  EXPECT_EQ(contents(*copy), before);
}

TEST(SpaceArchive, OfNothingIsWhole) {
  const auto memory = store::make_memory_engine();
  const auto copy = memory->open("copy").value();
  ASSERT_TRUE(import_into(*copy, archive_of(*memory->open("empty").value())));
  EXPECT_TRUE(contents(*copy).empty());
}

TEST(SpaceArchive, HasManyFilesOfEntriesWhenThereIsMuch) {
  const auto memory = store::make_memory_engine();
  const auto space = memory->open("s").value();
  for (int i = 0; i < 2500; ++i) add(*space, "k" + std::to_string(i), "entry");
  add(*space, "l", std::string(2 * group_row_bytes_max, 'l'));
  add(*space, "m", "", {make_blob(*space, std::string(group_blob_bytes_max + 1, 'm'))});
  add(*space, "n", "last");
  const std::string archive = archive_of(*space, 100'000);
  EXPECT_NE(archive.find("entries/000005"), std::string::npos);
  const auto copy = memory->open("copy").value();
  ASSERT_TRUE(import_into(*copy, archive, 100'000));
  EXPECT_EQ(contents(*copy), contents(*space));
}

class DamagedArchive : public ::testing::Test {
 protected:
  DamagedArchive() {
    const auto space = memory_->open("source").value();
    const store::BlobPtr shared = make_blob(*space, "shared bytes");
    add(*space, "a", "first", {shared});
    add(*space, "b", "second", {shared, make_blob(*space, "own bytes")});
    archive_ = archive_of(*space);
    contents_ = contents(*space);
  }

  std::unique_ptr<store::Engine> memory_ = store::make_memory_engine();
  std::string archive_;
  std::map<std::string, std::string> contents_;
};

TEST_F(DamagedArchive, ThatIsCutShortIsRefusedWhereverItEnds) {
  for (std::size_t length = 0; length < archive_.size(); ++length) {
    const auto copy = memory_->open("copy").value();
    const auto outcome = import_into(*copy, std::string_view(archive_).substr(0, length));
    ASSERT_FALSE(outcome) << "of " << archive_.size() << " bytes only " << length;
    ASSERT_EQ(outcome.error().code(), wire::Errc::InvalidArgument);
  }
}

TEST_F(DamagedArchive, WithAFlippedByteIsRefusedOrMeansTheSame) {
  std::size_t refused = 0;
  for (std::size_t at = 0; at < archive_.size(); ++at) {
    for (const int mask : {1, 0x80, 0xff}) {
      std::string flipped = archive_;
      flipped[at] = static_cast<char>(flipped[at] ^ mask);
      const auto copy = memory_->open("copy").value();
      if (!import_into(*copy, flipped)) {
        ++refused;
      } else {
        ASSERT_EQ(contents(*copy), contents_) << "byte " << at << ", mask " << mask;
      }
    }
  }
  // What may change without a word is what the manifest tells people, and the tail of the headers'
  // sums.
  EXPECT_GT(refused, 3 * (archive_.size() - 600));
}

TEST_F(DamagedArchive, WithSomethingBehindItsEndIsRefused) {
  const auto copy = memory_->open("copy").value();
  EXPECT_TRUE(import_into(*copy, archive_ + std::string(9 * 512, '\0'))) << "what tar -r leaves";
  const auto other = memory_->open("other").value();
  EXPECT_FALSE(import_into(*other, archive_ + archive_));
}

TEST_F(DamagedArchive, WithoutAMemberIsRefused) {
  // Members are found by their headers' magic.
  std::vector<std::size_t> members;
  for (std::size_t at = archive_.find("ustar"); at != std::string::npos;
       at = archive_.find("ustar", at + 1)) {
    members.push_back(at - 257);
  }
  ASSERT_EQ(members.size(), 4U);
  members.push_back(archive_.size() - tar_end_bytes);
  for (std::size_t i = 0; i + 1 < members.size(); ++i) {
    std::string without = archive_;
    without.erase(members[i], members[i + 1] - members[i]);
    const auto copy = memory_->open("copy").value();
    EXPECT_FALSE(import_into(*copy, without)) << "member " << i;
  }
}

TEST_F(DamagedArchive, IsNoOtherFile) {
  const auto copy = memory_->open("copy").value();
  const auto outcome = import_into(*copy, std::string(2048, 'x'));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(*outcome.error().message(), "The archive cannot be imported: it is no tar file.");
}

}  // namespace
}  // namespace pail::archive::testing
