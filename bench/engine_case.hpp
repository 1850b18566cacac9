// The engines as benches try them: in memory, and on a disk that is asked, or not asked, to have
// every write before it is acknowledged. PAIL_BENCH_FOLDER says where; without it the folder for
// temporary files, which must be on a disk for figures of `disk_sync` to mean anything.
#pragma once

#include <filesystem>
#include <memory>

#include "emulator/emulator.hpp"
#include "emulator/store/engine.hpp"

namespace pail::bench {

enum class Engine { memory, disk_none, disk_sync };

// An emulator on an empty engine, and that engine's folder, which goes with it.
class Server {
 public:
  explicit Server(Engine engine);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  emulator::Emulator& s3() noexcept { return *s3_; }
  // Of the world that requests go to: for filling it faster than by requests.
  store::Space& space() noexcept { return *space_; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<store::Space> space_;
  std::unique_ptr<emulator::Emulator> s3_;
};

}  // namespace pail::bench
