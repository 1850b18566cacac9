#include "bench/engine_case.hpp"

#include <stdlib.h>

#include <stdexcept>

#include "bench/signed_request.hpp"
#include "emulator/store/disk.hpp"

namespace pail::bench {
namespace {

std::filesystem::path make_folder() {
  const char* const wanted = ::getenv("PAIL_BENCH_FOLDER");
  const std::filesystem::path base = wanted ? wanted : std::filesystem::temp_directory_path();
  std::string name = (base / "pail-bench-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make a folder in " + base.string());
  return name;
}

std::unique_ptr<store::Engine> open(Engine engine, const std::filesystem::path& folder) {
  if (engine == Engine::memory) return store::make_memory_engine();
  const auto durability =
      engine == Engine::disk_sync ? store::Durability::sync : store::Durability::none;
  return std::move(store::open_disk_engine({folder, durability}).value());
}

}  // namespace

Server::Server(Engine engine) : folder_(make_folder()) {
  emulator::Options options{.clock = std::make_shared<wire::ManualClock>(now)};
  options.engine = open(engine, folder_);
  store::Engine& opened = *options.engine;
  s3_ = std::make_unique<emulator::Emulator>(std::move(options));
  space_ = std::move(opened.open("default").value());
}

Server::~Server() {
  space_.reset();
  s3_.reset();
  std::filesystem::remove_all(folder_);
}

}  // namespace pail::bench
