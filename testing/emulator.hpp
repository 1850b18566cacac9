// Pail inside a test: a server on a free port in this very process, up in milliseconds, with its
// worlds, clocks, faults and journals as C++ calls. Everything the control API can do is here
// without HTTP.
//
//   pail::testing::Emulator s3;
//   pail::testing::World world = s3.new_world();
//   world.faults().add_profile("flaky-1-percent");
//   upload(world.endpoint(), world.access_key(), world.secret_key());
//   EXPECT_THAT(world.journal(), Contains(Request("PutObject").on("photos").answered(200)));
//
// Link pail::testing (CMake: find_package(pail)). Failures throw std::runtime_error with S3's or
// Pail's own sentence: a test that cannot set its scene cannot go on. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/world/world_clock.hpp"
#include "testing/world.hpp"
#include "wire/clock.hpp"

namespace pail::testing {

// What is done about signatures: judged as S3 does; looked at but forgiven, the journal says why;
// or not looked at.
enum class Auth : std::uint8_t { verify, warn, off };

struct Options {
  std::string region = "us-east-1";
  // What every world's clock goes by, for instance a wire::ManualClock that the code under test
  // goes by as well; null: the machine's.
  std::shared_ptr<const wire::Clock> clock = {};
  // Everything is kept in this directory, and there again for the next Emulator; empty: in memory.
  std::filesystem::path data = {};
  Auth auth = Auth::verify;
  // New buckets have ACLs and no Public Access Block, as S3 made them before April 2023.
  bool open_buckets = false;
  // Refusals say which mistake made the signature wrong (element PailMistake).
  bool explain = true;
  // Whom buckets may tell of their events: an ARN, "eventbridge" or "*" (all others), and the
  // webhook that gets them; "" for the journal alone.
  std::map<std::string, std::string> notify = {};
  unsigned threads = 2;  // of the server; 0: one per core
};

struct NewWorld {
  std::string name = {};  // "" draws one
  std::string from = {};  // "" for an empty one; "world" or "world@snapshot" forks it
  std::optional<world::ClockSetting> clock = {};  // nullopt: the source's, or Options::clock
  std::optional<std::string> region = {};         // nullopt: the source's, or Options::region
  std::string seed = {};                          // a description of what is in it: World::seed()
};

class Emulator {
 public:
  // Answers requests when it returns.
  explicit Emulator(Options options = {});
  Emulator(const Emulator&) = delete;
  Emulator& operator=(const Emulator&) = delete;
  // Handles of worlds that are still there keep them alive, and nobody can reach them.
  ~Emulator();
  // Ends the server: requests under way finish, no further one is answered. A second call does
  // nothing.
  void stop();

  const std::string& endpoint() const noexcept;  // "http://127.0.0.1:41234"
  // For helpers in other processes and languages: where the control API is.
  std::string control_url() const;

  // Always there; its key is the public example pair of the documentation.
  World default_world() const;
  // With keys of its own. It goes with its handle.
  World new_world(const NewWorld& wanted = {}) const;
  // One that is there, whoever made it; it stays when the handle goes. Throws when there is none.
  World world(std::string_view name) const;
  std::vector<std::string> world_names() const;

  std::string metrics() const;  // Prometheus' text format
  std::chrono::milliseconds uptime() const;

 private:
  std::shared_ptr<Running> running_;
};

}  // namespace pail::testing
