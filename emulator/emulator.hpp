// The S3 server without its socket: a net::Service. `pail serve` puts it behind net::Server, tests
// call begin() directly.
//
// Owns the engine and the worlds; the clock is shared with whoever wants to move it. Thread-safe as
// Service says.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/oidc.hpp"
#include "emulator/authentication.hpp"
#include "emulator/events/post_office.hpp"
#include "emulator/finished.hpp"
#include "emulator/lifecycle/run.hpp"
#include "emulator/store/engine.hpp"
#include "emulator/world/worlds.hpp"
#include "net/exchange.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"

namespace pail::emulator {

inline constexpr std::string_view default_access_key =
    "AKIAIOSFODNN7EXAMPLE";  // the documentation's public example
inline constexpr std::string_view default_secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
inline constexpr std::string_view default_region = "us-east-1";

struct Options {
  std::string region{default_region};
  // Each the root of an account of its own; empty: the default pair.
  std::vector<signer::Credentials> identities = {};
  std::vector<std::string> domains = {};          // own names beside localhost and s3.localhost
  std::shared_ptr<const wire::Clock> clock = {};  // null: the system's
  // Worlds beside the default one, each with names, keys and clock of its own: a request belongs to
  // the world of its access key. An empty region or clock is taken from above.
  std::vector<world::WorldOptions> worlds = {};
  // Whose tokens AssumeRoleWithWebIdentity takes.
  std::vector<access::OidcSource> oidc = {};
  AuthMode auth = AuthMode::verify;
  signer::Compat compat = {};
  // New buckets have ACLs and no Public Access Block, as S3 made them before April 2023.
  bool open_buckets = false;
  // Tells clients why their signature was refused: elements PailMistake and PailExplanation in the
  // error document. Off, errors are byte for byte S3's. It helps an attacker as well.
  bool explain = false;
  // What durations are measured by, and the ration of explanations goes by (limits.hpp); null: the
  // system's.
  std::shared_ptr<const wire::Clock> machine_clock = {};
  // Called from the thread of the exchange; may be empty.
  std::function<void(const Finished&)> on_finished = {};
  // Whom buckets may tell of their events, and who carries it there.
  events::Destinations notify = {};
  std::unique_ptr<store::Engine> engine = {};  // null: everything in memory
};

class Emulator final : public net::Service {
 public:
  // std::invalid_argument when two worlds share a name or an access key, or a key set is none.
  explicit Emulator(Options options);
  ~Emulator() override;

  net::Begin begin(const net::Request& request) override;
  net::Reply fail(const wire::Error& error, const net::Request* request,
                  net::Upload* upload) override;
  bool may_block(const net::Request& request) const noexcept override;

  // What tests steer: worlds, their clocks, faults, journals, snapshots.
  world::Worlds& worlds() noexcept;
  // The request as if `who` had signed it, in that world: for seeds. No fault touches it, no
  // journal shows it.
  net::Begin begin_as(world::World& world, std::shared_ptr<const access::Identity> who,
                      const net::Request& request);
  // Lifecycle rules, as they run when the world's clock is moved.
  wire::Result<lifecycle::Report> run_lifecycle(world::World& world);
  // Prometheus' text format: requests by operation, status and code, bytes, latency, verdicts.
  std::string metrics() const;
  std::chrono::milliseconds uptime() const;
  // Whether the host is one this server answers for by itself, so no bucket's own.
  bool is_service_host(std::string_view host) const;

 private:
  // Whom rules tell of what they do in that world.
  lifecycle::EventsOf events_of(world::World& world);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pail::emulator
