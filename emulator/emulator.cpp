#include "emulator/emulator.hpp"

#include <algorithm>
#include <stdexcept>

#include "emulator/events/service_events.hpp"
#include "emulator/host_label.hpp"
#include "emulator/lifecycle/run.hpp"
#include "emulator/pipeline.hpp"
#include "emulator/query_api/call.hpp"

namespace pail::emulator {
namespace {

// The body of an exchange on its way in. Keeps the exchange alive, and with it the ids that reply
// or error will carry.
class ExchangeUpload final : public net::Upload {
 public:
  ExchangeUpload(std::unique_ptr<Exchange> exchange, std::unique_ptr<net::Upload> inner)
      : exchange_(std::move(exchange)), inner_(std::move(inner)) {}

  ~ExchangeUpload() override {
    if (!answered_) exchange_->abandon();
  }

  Result<void> write(net::Bytes piece) override {
    exchange_->take(piece.size());
    return inner_->write(piece);
  }
  const net::Carriage* carriage() const noexcept override { return exchange_->way_in(); }
  Result<Reply> finish() override {
    PAIL_TRY(Reply reply, inner_->finish());
    answered_ = true;
    return exchange_->finish(std::move(reply));
  }
  Reply fail(const wire::Error& error) {
    answered_ = true;
    return exchange_->finish(error);
  }

 private:
  std::unique_ptr<Exchange> exchange_;  // outlives inner_, which refers to it
  std::unique_ptr<net::Upload> inner_;
  bool answered_ = false;
};

net::Begin begin_exchange(std::unique_ptr<Exchange> exchange) {
  Result<Begin> outcome = exchange->judge();
  if (!outcome) return exchange->finish(outcome.error());
  if (auto* const reply = std::get_if<Reply>(&outcome.value())) {
    return exchange->finish(std::move(*reply));
  }
  auto upload = std::get<std::unique_ptr<net::Upload>>(std::move(outcome.value()));
  return std::make_unique<ExchangeUpload>(std::move(exchange), std::move(upload));
}

std::vector<std::string> own_names(const Options& options) {
  std::vector<std::string> names = {"localhost", "s3.localhost"};
  for (const std::string& domain : options.domains) names.push_back(wire::host_name(domain));
  return names;
}

std::vector<world::WorldOptions> world_options(const Options& options) {
  const std::shared_ptr<const wire::Clock> clock =
      options.clock ? options.clock : std::make_shared<wire::SystemClock>();
  std::vector<world::WorldOptions> worlds = {
      {"default", options.region, options.identities, clock}};
  if (options.identities.empty()) {
    worlds.front().identities = {
        signer::Credentials(std::string(default_access_key), std::string(default_secret_key))};
  }
  for (world::WorldOptions world : options.worlds) {
    if (world.region.empty()) world.region = options.region;
    if (!world.clock) world.clock = clock;
    worlds.push_back(std::move(world));
  }
  return worlds;
}

std::shared_ptr<const wire::Clock> machine_clock(const Options& options) {
  return options.machine_clock ? options.machine_clock : std::make_shared<wire::SystemClock>();
}

std::vector<std::string_view> names_of_operations() {
  std::vector<std::string_view> names;
  for (const Operation* operation : operations()) names.push_back(operation->name);
  for (const query_api::Action& action : query_api::actions()) names.push_back(action.name);
  return names;
}

access::OidcProviders open_providers(const Options& options) {
  auto providers = access::OidcProviders::open(options.oidc);
  if (!providers) throw std::invalid_argument(wire::describe(providers.error()));
  return std::move(providers.value());
}

std::unique_ptr<world::Worlds> open_worlds(Options& options, world::ClockHook on_clock_moved) {
  if (!options.engine) options.engine = store::make_memory_engine();
  auto worlds = world::Worlds::open(std::move(options.engine), world_options(options),
                                    std::move(on_clock_moved));
  if (!worlds) throw std::invalid_argument(wire::describe(worlds.error()));
  return std::move(worlds.value());
}

}  // namespace

struct Emulator::State {
  wire::Time started;
  Wiring wiring;
};

Emulator::Emulator(Options options)
    : state_(new State{{},
                       {.worlds = open_worlds(options,
                                              [this](world::World& world) {
                                                lifecycle::run_and_note(world, events_of(world));
                                              }),
                        .post_office = std::make_unique<events::PostOffice>(
                            std::move(options.notify), machine_clock(options)),
                        .router = Router(operations()),
                        .own_names = own_names(options),
                        .auth = options.auth,
                        .compat = options.compat,
                        .open_buckets = options.open_buckets,
                        .providers = open_providers(options),
                        .on_finished = std::move(options.on_finished),
                        .machine_clock = machine_clock(options),
                        .explainer = {},
                        .metrics = Metrics(names_of_operations()),
                        .ids = {}}}) {
  Wiring& wiring = state_->wiring;
  state_->started = wiring.machine_clock->now();
  wiring.explainer = std::make_unique<Explainer>(options.explain, wiring.machine_clock);
}

Emulator::~Emulator() = default;

net::Begin Emulator::begin(const net::Request& request) {
  return begin_exchange(std::make_unique<Exchange>(state_->wiring, request));
}

net::Begin Emulator::begin_as(world::World& world, std::shared_ptr<const access::Identity> who,
                              const net::Request& request) {
  return begin_exchange(std::make_unique<Exchange>(state_->wiring, request,
                                                   Exchange::Trusted{world, std::move(who)}));
}

net::Reply Emulator::fail(const wire::Error& error, const net::Request* request,
                          net::Upload* upload) {
  if (auto* const mine = dynamic_cast<ExchangeUpload*>(upload)) return mine->fail(error);
  const net::Request unread;  // no head could be parsed
  Exchange exchange(state_->wiring, request != nullptr ? *request : unread);
  return exchange.finish(error);
}

// Reading takes entries from memory, under locks that nobody holds while he waits for a disk; a
// body says by itself when it is not there (ops/get_object). A GET of the service itself may be a
// call of STS or IAM, which saves what it changed.
bool Emulator::may_block(const net::Request& request) const noexcept {
  if (!state_->wiring.worlds->may_block()) return false;
  if (request.method == "HEAD") return false;
  if (request.method != "GET" || request.target.size() < 2) return true;
  const bool of_the_service = request.target[1] == '?' || request.target[1] == '/';
  return request.target[0] != '/' || of_the_service;
}

world::Worlds& Emulator::worlds() noexcept {
  return *state_->wiring.worlds;
}

lifecycle::EventsOf Emulator::events_of(world::World& world) {
  return [this, &world](const model::Bucket& bucket) {
    std::string owner(world.contents()->directory().account_number(bucket.owner));
    return std::make_unique<events::ServiceEvents>(
        *state_->wiring.post_office, world, bucket,
        events::ServiceEvents::Facts{state_->wiring.ids.next(), std::move(owner)});
  };
}

wire::Result<lifecycle::Report> Emulator::run_lifecycle(world::World& world) {
  return lifecycle::run(world, events_of(world));
}

std::string Emulator::metrics() const {
  Metrics::Gauges gauges = {.uptime = uptime(), .version = PAIL_VERSION};
  for (const auto& world : state_->wiring.worlds->list()) {
    ++gauges.worlds;
    gauges.journal_entries += world->journal().size();
  }
  return state_->wiring.metrics.text(gauges);
}

std::chrono::milliseconds Emulator::uptime() const {
  const auto passed = state_->wiring.machine_clock->now() - state_->started;
  return std::chrono::duration_cast<std::chrono::milliseconds>(passed);
}

// A host we know nothing of is a way to us, as for S3, unless it is a bucket's (CNAME).
bool Emulator::is_service_host(std::string_view host) const {
  const Wiring& wiring = state_->wiring;
  if (const auto label = host_label(host, wiring.own_names);
      label && wiring.worlds->find(label->world)) {
    return wire::host_name(host) == label->own_name;
  }
  const auto address = wire::find_address(host, "/", wiring.own_names);
  if (!address || address.value().virtual_host) return false;
  const std::string& name = address.value().strange_host;
  return name.empty() || !wiring.worlds->default_world().contents()->model().bucket(name);
}

}  // namespace pail::emulator
