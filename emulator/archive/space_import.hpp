// Takes an archive piece by piece and puts its entries into a Space, which should be empty and
// nobody else's: what a failure leaves in it is for its owner to drop.
//
// Holds one row, the entries of one group, and 24 bytes for each blob. Belongs to one thread.
// InvalidArgument says what is wrong with the archive; otherwise the engine's errors.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/archive/format.hpp"
#include "emulator/archive/tar_reader.hpp"
#include "emulator/store/engine.hpp"
#include "wire/digest.hpp"

namespace pail::archive {

class SpaceImport final : private TarSink {
 public:
  explicit SpaceImport(store::Space& space) : space_(&space), tar_(*this) {}
  SpaceImport(const SpaceImport&) = delete;
  SpaceImport& operator=(const SpaceImport&) = delete;

  wire::Result<void> write(wire::Bytes piece) { return tar_.write(piece); }
  // Everything has come: counts are compared.
  wire::Result<void> finish();

 private:
  enum class Inside { manifest, blob, rows };
  struct StoredBlob {
    store::BlobPtr blob;
    std::uint32_t crc;
  };

  wire::Result<void> begin(const TarMember& member) override;
  wire::Result<void> piece(wire::Bytes bytes) override;
  wire::Result<void> end() override;

  wire::Result<void> begin_blob();
  wire::Result<void> end_blob();
  wire::Result<void> take_rows();
  wire::Result<void> take_row(std::string_view row);
  wire::Result<store::BlobPtr> blob(const BlobRef& named) const;
  wire::Result<void> swap_in();

  store::Space* space_;
  TarReader tar_;
  Inside inside_ = Inside::manifest;
  std::string text_;  // of the manifest, or rows that are not whole yet
  std::optional<Manifest> manifest_;

  std::unique_ptr<store::BlobWriter> blob_;  // being written
  wire::Crc32c blob_crc_;
  std::vector<StoredBlob> blobs_;  // by number - 1
  std::uint64_t blob_bytes_ = 0;

  std::vector<store::Change> changes_;  // not swapped in yet
  std::size_t changes_bytes_ = 0;
  std::string last_key_;
  std::uint64_t entries_ = 0;
  std::uint64_t entry_files_ = 0;
};

}  // namespace pail::archive
