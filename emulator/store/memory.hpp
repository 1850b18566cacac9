// The engine that keeps everything in memory. Spaces, cursors, entries and blobs may outlive it.
#pragma once

#include <limits>

#include "emulator/store/engine.hpp"

namespace pail::store {

struct MemoryLimits {
  // Of blobs in all Spaces. Writing more fails with ServiceUnavailable. By default the machine is
  // the limit: what is too much for a test run, only its owner knows.
  std::uint64_t blob_bytes_max = std::numeric_limits<std::uint64_t>::max();
};

// What the engine holds: for health pages, and for tests that nothing stays behind.
struct MemoryStats {
  std::uint64_t entries;         // in all trees, shared ones once
  std::uint64_t nodes;           // the same
  std::uint64_t retired;         // taken out, and waiting for a reader to leave
  std::uint64_t segments_used;   // by blobs and uploads
  std::uint64_t segments_spare;  // kept for the next ones
};

class MemoryEngine final : public Engine {
 public:
  explicit MemoryEngine(MemoryLimits limits = {});
  MemoryEngine(const MemoryEngine&) = delete;
  MemoryEngine& operator=(const MemoryEngine&) = delete;
  ~MemoryEngine() override;

  Result<std::unique_ptr<Space>> open(std::string_view name) override;
  Result<std::unique_ptr<Space>> fork(const Space& source, std::string_view name) override;
  Result<void> drop(std::string_view name) override;
  std::vector<std::string> names() const override;
  void drop_later(std::string_view name) override { static_cast<void>(drop(name)); }
  bool may_block() const noexcept override { return false; }
  std::uint64_t entry_count() const noexcept override;
  MemoryStats stats() const;

 private:
  struct Shared;
  struct State;
  class Handle;

  std::shared_ptr<Shared> shared_;
};

}  // namespace pail::store
