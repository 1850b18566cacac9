#include "client/config.hpp"

#include <utility>

#include "client/config_http.hpp"
#include "client/credentials/chain.hpp"
#include "client/settings.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

using MaybeOrigin = std::optional<net::Origin>;

// Ours: more can only be a mistake.
constexpr std::uint64_t attempts_limit = 100;

bool is_true(const Setting& setting) {
  return setting && wire::iequals(setting->value, "true");
}

Result<net::Url> read_url(const Found& found, std::string_view what) {
  auto parsed = net::parse_url(found.value);
  if (parsed) return parsed;
  return invalid_config(std::string(what) + " '" + found.value +
                        "' is not an http or https URL; http://127.0.0.1:9000 is one");
}

Result<net::Origin> read_endpoint(const Found& found, std::string_view what) {
  PAIL_TRY(net::Url parsed, read_url(found, what));
  if (parsed.target == "/") return std::move(parsed.origin);
  return invalid_config(std::string(what) + " '" + found.value +
                        "' must end after host and port, without a path");
}

// One run of load_config().
class Loading {
 public:
  Loading(const ConfigRequest& request, const Lookup& lookup, std::vector<Finding>* findings)
      : request_(request), lookup_(lookup), findings_(findings) {}

  Result<Config> run() {
    find_region();
    PAIL_TRY(find_endpoint());
    PAIL_TRY(find_keys());
    PAIL_TRY(find_addressing());
    PAIL_TRY(find_payload_signing());
    PAIL_TRY(find_retries());
    config_.signature = request_.signature.value_or(config_.signature);
    PAIL_TRY(find_way());
    return std::move(config_);
  }

 private:
  void note(std::string_view name, std::string value, std::string from) {
    if (findings_ == nullptr) return;
    findings_->push_back({std::string(name), std::move(value), std::move(from)});
  }
  void note(std::string_view name, const Found& found) { note(name, found.value, found.from); }

  static Setting of_request(const std::optional<std::string>& value) {
    if (!value || value->empty()) return std::nullopt;
    return Found{*value, "the caller"};
  }

  void find_region() {
    Setting region = of_request(request_.region);
    if (!region) region = lookup_.first_variable({"AWS_REGION", "AWS_DEFAULT_REGION"});
    if (!region) region = lookup_.profile().get("region");
    if (!region) return;
    config_.region = region->value;
    note("region", *region);
  }

  Result<void> find_endpoint() {
    Setting url = of_request(request_.endpoint_url);
    if (!url) url = configured_endpoint("AWS_ENDPOINT_URL_S3", "s3.endpoint_url");
    if (!url) return wire::ok();
    PAIL_TRY(config_.endpoint, read_endpoint(*url, "the endpoint"));
    note("endpoint", *url);
    return wire::ok();
  }

  // The service's own variable and setting, or the general ones.
  Setting configured_endpoint(std::string_view variable, std::string_view setting) const {
    if (is_true(lookup_.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                            "ignore_configured_endpoint_urls"))) {
      return std::nullopt;
    }
    const Profile& profile = lookup_.profile();
    if (auto url = lookup_.first_variable({variable, "AWS_ENDPOINT_URL"})) return url;
    if (auto url = profile.of_services(setting)) return url;
    return profile.get("endpoint_url");
  }

  Result<void> find_keys() {
    if (request_.anonymous) {
      note("keys", "none", "the caller");
      return wire::ok();
    }
    if (const Setting url = of_request(request_.signing_service_url)) return sign_at(*url);
    PAIL_TRY(const credentials::StsPlace sts, sts_place());
    PAIL_TRY(auto chosen, credentials::find_source(lookup_, sts));
    if (chosen) {
      note("keys", credentials::describe(chosen->source), chosen->from);
      take(std::move(chosen->source));
    } else if (const Setting url = lookup_.variable("PAIL_SIGNING_SERVICE")) {
      return sign_at(*url);
    }
    return wire::ok();
  }

  Result<void> sign_at(const Found& url) {
    PAIL_TRY(config_.signing_service, read_url(url, "the signing service"));
    note("signing service", url);
    const Setting token = lookup_.variable("PAIL_SIGNER_TOKEN");
    if (token) config_.signing_service_token = token->value;
    if (request_.signing_service_token) {
      config_.signing_service_token = *request_.signing_service_token;
    }
    return wire::ok();
  }

  Result<credentials::StsPlace> sts_place() const {
    credentials::StsPlace sts{config_.region, {}};
    const Setting url = configured_endpoint("AWS_ENDPOINT_URL_STS", "sts.endpoint_url");
    if (!url) return sts;
    PAIL_TRY(sts.endpoint, read_endpoint(*url, "the endpoint of STS"));
    return sts;
  }

  void take(credentials::Source source) {
    if (auto* const keys = std::get_if<signer::Credentials>(&source.from)) {
      config_.credentials = std::move(*keys);
    } else {
      config_.source = std::move(source);
    }
  }

  Result<void> find_addressing() {
    if (request_.addressing) {
      config_.addressing = *request_.addressing;
      return wire::ok();
    }
    const Setting style = lookup_.profile().get("s3.addressing_style");
    if (!style) return wire::ok();
    if (style->value == "path") {
      config_.addressing = Addressing::path;
    } else if (style->value == "virtual") {
      config_.addressing = Addressing::virtual_host;
    } else if (style->value != "auto") {
      return invalid_setting(*style, "is no addressing_style: auto, path or virtual");
    }
    note("addressing", *style);
    return wire::ok();
  }

  Result<void> find_payload_signing() {
    const Setting wanted = lookup_.profile().get("s3.payload_signing_enabled");
    if (!wanted) return wire::ok();
    config_.payload_signing = is_true(wanted);
    if (!config_.payload_signing && !wire::iequals(wanted->value, "false")) {
      return invalid_setting(*wanted, "is no payload_signing_enabled: true or false");
    }
    note("payload signing", *wanted);
    return wire::ok();
  }

  Result<void> find_retries() {
    if (const Setting mode = lookup_.get("AWS_RETRY_MODE", "retry_mode")) {
      PAIL_TRY(check_mode(*mode));
    }
    const Setting attempts = lookup_.get("AWS_MAX_ATTEMPTS", "max_attempts");
    if (!attempts) return wire::ok();
    const auto number = wire::parse_unsigned(attempts->value);
    if (!number || *number < 1 || *number > attempts_limit) {
      return invalid_setting(*attempts, "is no number of attempts: 1 to 100");
    }
    config_.retry.attempts_max = static_cast<unsigned>(*number);
    note("attempts", *attempts);
    return wire::ok();
  }

  static Result<void> check_mode(const Found& mode) {
    for (const std::string_view known : {"standard", "legacy", "adaptive"}) {
      if (mode.value == known) return wire::ok();
    }
    return invalid_setting(mode, "is no retry mode: standard, or legacy and adaptive taken for it");
  }

  Result<void> find_way() {
    find_trust(lookup_, config_.http.tls);
    PAIL_TRY(find_proxies(lookup_, config_.http.proxy));
    if (!config_.http.tls.ca_file.empty()) {
      note("trusted", config_.http.tls.ca_file, "AWS_CA_BUNDLE or the profile");
    }
    const net::ProxyOptions& proxies = config_.http.proxy;
    if (proxies.http) note("proxy for http", net::to_string(*proxies.http), "http_proxy");
    if (proxies.https) note("proxy for https", net::to_string(*proxies.https), "https_proxy");
    return wire::ok();
  }

  const ConfigRequest& request_;
  const Lookup& lookup_;
  std::vector<Finding>* findings_;
  Config config_;
};

}  // namespace

net::Origin default_endpoint() {
  return {"127.0.0.1", 9000, false};
}

Result<Config> load_config(const ConfigRequest& request, const Environment& environment,
                           std::vector<Finding>* findings) {
  PAIL_TRY(const Lookup lookup, Lookup::make(request, environment));
  return Loading(request, lookup, findings).run();
}

}  // namespace pail::client
