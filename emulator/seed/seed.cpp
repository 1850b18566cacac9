#include "emulator/seed/seed.hpp"

#include <fstream>

#include "emulator/seed/stage.hpp"

namespace pail::emulator::seed {
namespace {

namespace fs = std::filesystem;

// Ours: bodies belong into files; a seed of 100,000 objects with tags has 30 MiB.
constexpr std::uintmax_t seed_bytes_max = 64 * 1024 * 1024;

wire::Error unreadable(const fs::path& path, std::string_view why) {
  return {wire::Errc::InvalidArgument, path.string() + ": " + std::string(why)};
}

wire::Result<std::string> read_text(const fs::path& path) {
  std::error_code failed;
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed) return unreadable(path, failed.message());
  if (size > seed_bytes_max) return unreadable(path, "a seed has at most 64 MiB");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || text.size() != size) return unreadable(path, "it cannot be read");
  return text;
}

wire::Result<void> carry_out(Stage& stage, const Description& description) {
  PAIL_TRY(apply_identities(stage, description));
  for (const Bucket& bucket : description.buckets) {
    PAIL_TRY(apply_bucket(stage, bucket));
  }
  return wire::ok();
}

// The fork goes with the one who asked for it.
class Rehearsal {
 public:
  Rehearsal(world::Worlds& worlds, std::shared_ptr<world::World> fork)
      : worlds_(&worlds), fork_(std::move(fork)) {}
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;
  ~Rehearsal() { (void)worlds_->remove(fork_->name()); }  // what is left goes with the process
  world::World& world() const noexcept { return *fork_; }

 private:
  world::Worlds* worlds_;
  std::shared_ptr<world::World> fork_;
};

}  // namespace

wire::Result<Seed> read_seed(const fs::path& path) {
  std::error_code failed;
  if (!fs::is_directory(path, failed)) {
    PAIL_TRY(std::string text, read_text(path));
    const fs::path folder = path.parent_path();
    return Seed{
        .text = std::move(text), .name = path.string(), .folder = folder.empty() ? "." : folder};
  }
  Seed seed{.text = "{}", .name = path.string(), .folder = path, .folders_are_buckets = true};
  const fs::path beside = path / seed_file_name;
  if (fs::exists(beside, failed)) {
    PAIL_TRY(seed.text, read_text(beside));
    seed.name = beside.string();
  }
  return seed;
}

wire::Result<Report> apply(Emulator& emulator, world::World& world, const Seed& seed) {
  PAIL_TRY(const Document document, Document::parse(seed));
  PAIL_TRY(const Description description, read_description(document));
  PAIL_TRY(auto fork, emulator.worlds().create({.from = world.name()}));
  const Rehearsal rehearsal(emulator.worlds(), std::move(fork.world));
  Stage stage{.s3 = emulator,
              .document = document,
              .real = world,
              .rehearsed = rehearsal.world(),
              .is_rehearsal = true};
  PAIL_TRY(carry_out(stage, description));
  stage.is_rehearsal = false;
  stage.report = {};
  PAIL_TRY(carry_out(stage, description));
  return stage.report;
}

}  // namespace pail::emulator::seed
