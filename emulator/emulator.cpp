#include "emulator/emulator.hpp"

#include <stdexcept>

#include "emulator/pipeline.hpp"

namespace pail::emulator {
namespace {

// The body of an exchange on its way in. Keeps the exchange alive, and with it the ids that reply
// or error will carry.
class ExchangeUpload final : public net::Upload {
 public:
  ExchangeUpload(std::unique_ptr<Exchange> exchange, std::unique_ptr<net::Upload> inner)
      : exchange_(std::move(exchange)), inner_(std::move(inner)) {}

  Result<void> write(net::Bytes piece) override { return inner_->write(piece); }
  Result<Reply> finish() override {
    PAIL_TRY(Reply reply, inner_->finish());
    return exchange_->finish(std::move(reply));
  }
  Reply fail(const wire::Error& error) { return exchange_->finish(error); }

 private:
  std::unique_ptr<Exchange> exchange_;  // outlives inner_, which refers to it
  std::unique_ptr<net::Upload> inner_;
};

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

std::unique_ptr<Explainer> make_explainer(const Options& options) {
  auto clock =
      options.explain_clock ? options.explain_clock : std::make_shared<wire::SystemClock>();
  return std::make_unique<Explainer>(options.explain, std::move(clock));
}

access::OidcProviders open_providers(const Options& options) {
  auto providers = access::OidcProviders::open(options.oidc);
  if (!providers) throw std::invalid_argument(wire::describe(providers.error()));
  return std::move(providers.value());
}

world::Worlds open_worlds(Options& options) {
  if (!options.engine) options.engine = store::make_memory_engine();
  auto worlds = world::Worlds::open(std::move(options.engine), world_options(options));
  if (!worlds) throw std::invalid_argument(wire::describe(worlds.error()));
  return std::move(worlds.value());
}

}  // namespace

struct Emulator::State {
  Wiring wiring;
};

Emulator::Emulator(Options options)
    : state_(new State{{.worlds = open_worlds(options),
                        .router = Router(operations()),
                        .own_names = own_names(options),
                        .auth = options.auth,
                        .compat = options.compat,
                        .open_buckets = options.open_buckets,
                        .providers = open_providers(options),
                        .on_finished = std::move(options.on_finished),
                        .explainer = make_explainer(options),
                        .ids = {}}}) {}

Emulator::~Emulator() = default;

net::Begin Emulator::begin(const net::Request& request) {
  auto exchange = std::make_unique<Exchange>(state_->wiring, request);
  Result<Begin> outcome = exchange->judge();
  if (!outcome) return exchange->finish(outcome.error());
  if (auto* const reply = std::get_if<Reply>(&outcome.value())) {
    return exchange->finish(std::move(*reply));
  }
  auto upload = std::get<std::unique_ptr<net::Upload>>(std::move(outcome.value()));
  return std::make_unique<ExchangeUpload>(std::move(exchange), std::move(upload));
}

net::Reply Emulator::fail(const wire::Error& error, const net::Request* request,
                          net::Upload* upload) {
  if (auto* const mine = dynamic_cast<ExchangeUpload*>(upload)) return mine->fail(error);
  const net::Request unread;  // no head could be parsed
  Exchange exchange(state_->wiring, request != nullptr ? *request : unread);
  return exchange.finish(error);
}

bool Emulator::may_block(const net::Request&) const noexcept {
  return state_->wiring.worlds.may_block();
}

}  // namespace pail::emulator
