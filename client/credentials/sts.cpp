#include "client/credentials/sts.hpp"

#include <utility>

#include "client/client.hpp"
#include "client/credentials/text_file.hpp"
#include "client/ops/sts.hpp"
#include "net/failure.hpp"
#include "wire/date.hpp"

namespace pail::client::credentials {
namespace {

namespace asio = boost::asio;
using wire::Error;

// The name shows up in the service's logs, so two sessions should differ.
std::string session_name(const std::string& chosen, wire::Time now) {
  return chosen.empty() ? "pail-" + wire::format_iso_basic(now) : chosen;
}

Config config_for(const net::Origin& sts, const std::string& region, const Surroundings& around) {
  Config config;
  config.endpoint = sts;
  config.region = region.empty() ? std::string(default_region) : region;
  config.http = around.http;
  config.retry = around.retry;
  return config;
}

// A client whose time is what the provider was told.
struct Sts {
  Sts(asio::any_io_executor executor, Config config)
      : client(std::move(executor), std::move(config), clock) {}

  std::shared_ptr<wire::ManualClock> clock = std::make_shared<wire::ManualClock>(wire::Time());
  Client client;
};

Temporary temporary(ops::AssumedRole role) {
  return {std::move(role.keys.credentials), role.keys.expires};
}

Error without_keys(const std::string& role, const Error& why) {
  return net::retold(why, "No keys of the role '" + role + "': " + sentence(why));
}

class RoleFetcher final : public Fetcher {
 public:
  RoleFetcher(Role role, asio::any_io_executor executor, Config config)
      : role_(std::move(role)), sts_(std::move(executor), std::move(config)) {}

  asio::awaitable<Result<Temporary>> fetch(wire::Time now) override {
    sts_.clock->set(now);
    ops::AssumeRoleOptions options;
    options.duration = role_.duration;
    options.external_id = role_.external_id;
    auto assumed = co_await sts_.client.call(
        ops::assume_role(role_.arn, session_name(role_.session_name, now), options));
    if (!assumed) co_return without_keys(role_.arn, assumed.error());
    co_return temporary(std::move(assumed.assume_value()));
  }

 private:
  Role role_;
  Sts sts_;
};

class WebIdentityFetcher final : public Fetcher {
 public:
  WebIdentityFetcher(WebIdentity identity, asio::any_io_executor executor, Config config)
      : identity_(std::move(identity)), sts_(std::move(executor), std::move(config)) {}

  asio::awaitable<Result<Temporary>> fetch(wire::Time now) override {
    sts_.clock->set(now);
    PAIL_CO_TRY(const std::string token, read_token(identity_.token_file));
    auto assumed = co_await sts_.client.call(ops::assume_role_with_web_identity(
        identity_.role_arn, session_name(identity_.session_name, now), token));
    if (!assumed) co_return without_keys(identity_.role_arn, assumed.error());
    co_return temporary(std::move(assumed.assume_value().role));
  }

 private:
  WebIdentity identity_;
  Sts sts_;
};

}  // namespace

net::Origin sts_beside(const net::Origin& s3, const std::string& region) {
  constexpr std::string_view aws = ".amazonaws.com";
  constexpr std::string_view aws_china = ".amazonaws.com.cn";
  const std::string host = "." + s3.host;
  const bool in_china = host.ends_with(aws_china);
  if (!in_china && !host.ends_with(aws)) return s3;
  return {"sts." + region + std::string(in_china ? aws_china : aws), 443, true};
}

std::unique_ptr<Fetcher> role_fetcher(const Role& role, const Surroundings& around) {
  const net::Origin sts = role.sts_endpoint.value_or(sts_beside(around.endpoint, role.region));
  Config config = config_for(sts, role.region, around);
  if (role.base) config.source = *role.base;
  return std::make_unique<RoleFetcher>(role, around.executor, std::move(config));
}

std::unique_ptr<Fetcher> web_identity_fetcher(const WebIdentity& identity,
                                              const Surroundings& around) {
  const net::Origin sts =
      identity.sts_endpoint.value_or(sts_beside(around.endpoint, identity.region));
  return std::make_unique<WebIdentityFetcher>(identity, around.executor,
                                              config_for(sts, identity.region, around));
}

}  // namespace pail::client::credentials
