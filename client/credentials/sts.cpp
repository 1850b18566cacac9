#include "client/credentials/sts.hpp"

#include <utility>

#include "client/client.hpp"
#include "client/credentials/text_file.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/xml.hpp"

namespace pail::client::credentials {
namespace {

namespace asio = boost::asio;
using wire::Errc;
using wire::Error;

Result<Temporary> read_keys(const Answer& answer) {
  PAIL_TRY(const wire::XmlDocument document, wire::XmlDocument::parse(answer.body));
  const wire::XmlNode root = document.root();
  const wire::XmlNode keys =
      root.child(std::string(root.name()).replace(root.name().size() - 8, 8, "Result"))
          .child("Credentials");
  Temporary read{
      {std::string(keys.child_text("AccessKeyId")), std::string(keys.child_text("SecretAccessKey")),
       std::string(keys.child_text("SessionToken"))},
      wire::parse_iso_extended(keys.child_text("Expiration"))};
  if (read.keys.access_key.empty() || read.keys.secret_key.empty() || !read.ends) {
    return Error(Errc::MalformedXML, "STS answered without keys.");
  }
  return read;
}

Operation<Temporary> operation_of(const std::vector<wire::NamedText>& fields) {
  Operation<Temporary> operation;
  operation.request.service = "sts";
  operation.request.method = "POST";
  operation.request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  for (const auto& [name, value] : fields) {
    if (!operation.body.empty()) operation.body += '&';
    operation.body += name + "=" + wire::percent_encode(value, false);
  }
  operation.read = read_keys;
  return operation;
}

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

  asio::awaitable<Result<Temporary>> ask(Operation<Temporary> operation, std::string role) {
    auto keys = co_await client.call(std::move(operation));
    if (keys) co_return keys;
    const Error& why = keys.error();
    co_return Error(why.code(), "No keys of the role '" + role + "': " + sentence(why))
        .with("Phase", why.detail("Phase"));
  }

  std::shared_ptr<wire::ManualClock> clock = std::make_shared<wire::ManualClock>(wire::Time());
  Client client;
};

class RoleFetcher final : public Fetcher {
 public:
  RoleFetcher(Role role, asio::any_io_executor executor, Config config)
      : role_(std::move(role)), sts_(std::move(executor), std::move(config)) {}

  asio::awaitable<Result<Temporary>> fetch(wire::Time now) override {
    sts_.clock->set(now);
    std::vector<wire::NamedText> fields{
        {"Action", "AssumeRole"},
        {"Version", "2011-06-15"},
        {"RoleArn", role_.arn},
        {"RoleSessionName", session_name(role_.session_name, now)},
        {"DurationSeconds", std::to_string(role_.duration.count())}};
    if (!role_.external_id.empty()) fields.push_back({"ExternalId", role_.external_id});
    co_return co_await sts_.ask(operation_of(fields), role_.arn);
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
    PAIL_CO_TRY(const std::string token, read_token(identity_.token_file));
    sts_.clock->set(now);
    const std::vector<wire::NamedText> fields{
        {"Action", "AssumeRoleWithWebIdentity"},
        {"Version", "2011-06-15"},
        {"RoleArn", identity_.role_arn},
        {"RoleSessionName", session_name(identity_.session_name, now)},
        {"WebIdentityToken", token}};
    co_return co_await sts_.ask(operation_of(fields), identity_.role_arn);
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
