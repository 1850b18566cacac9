// What a client needs to know before it can send anything, and where that comes from: what the
// caller says, then the environment, then the profile files, then the defaults.
//
// load_config() is the only reader of these sources and gets the environment as a function, so that
// a test (or an embedding program) decides what it sees. Value types; a Config holds a secret and
// wipes it when it goes (signer::Credentials).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/credentials/source.hpp"
#include "client/retry.hpp"
#include "net/http_client.hpp"
#include "net/origin.hpp"
#include "signer/credentials.hpp"
#include "wire/result.hpp"

namespace pail::client {

using wire::Result;

enum class Signature { v2, v4 };

// Where the bucket stands: in front of the key, or in front of the host name.
enum class Addressing {
  automatic,  // virtual host for amazonaws.com and signing services, path everywhere else
  path,
  virtual_host
};

inline constexpr std::string_view default_region = "us-east-1";
net::Origin default_endpoint();  // http://127.0.0.1:9000, where `pail serve` listens

struct Config {
  std::optional<net::Origin> endpoint;  // none: default_endpoint()
  std::string region{default_region};
  // Keys that the caller has. None, and no source either: requests go unsigned.
  std::optional<signer::Credentials> credentials;
  std::optional<credentials::Source> source;  // where to get keys, when there are none above
  // Set: this service signs the PUTs, credentials are not used. See remote_signing.hpp.
  std::optional<net::Url> signing_service;
  std::string signing_service_token;  // shown to it as a bearer; empty: none
  Signature signature = Signature::v4;
  Addressing addressing = Addressing::automatic;
  // Large bodies are signed wherever they go, not only where somebody could change them. Version 4.
  bool payload_signing = false;
  RetryOptions retry;
  net::HttpClientOptions http;
};

// One environment variable; nullopt when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// What the caller decided himself: it beats every other source.
struct ConfigRequest {
  std::optional<std::string> endpoint_url;
  std::optional<std::string> region;
  std::optional<std::string> profile;  // its keys then also beat those of the environment
  std::optional<std::string> signing_service_url;
  std::optional<std::string> signing_service_token;
  std::optional<Signature> signature;
  std::optional<Addressing> addressing;
  bool anonymous = false;  // unsigned, whatever keys there are
};

// One value of a Config for people: what it is, and who said so. Never a secret.
struct Finding {
  std::string name;   // "region"
  std::string value;  // "eu-west-1"
  std::string from;   // "AWS_REGION"
};

// Endpoint: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, endpoint_url of the profile's services and of
// the profile, unless AWS_IGNORE_CONFIGURED_ENDPOINT_URLS. Region: AWS_REGION, AWS_DEFAULT_REGION,
// the profile's. Keys: see credentials/chain.hpp; when nobody has any, PAIL_SIGNING_SERVICE.
// What a signing service wants to be shown: PAIL_SIGNER_TOKEN.
// Profile: AWS_PROFILE, else "default". Files: AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE, else
// ~/.aws/credentials and ~/.aws/config. Retries: AWS_MAX_ATTEMPTS, AWS_RETRY_MODE and the
// profile's; the modes legacy and adaptive are taken for standard, the only one there is. Signed
// bodies everywhere: payload_signing_enabled among the profile's s3 settings. Way to
// the server: AWS_CA_BUNDLE and the proxy variables, see config_http.hpp. An empty variable counts
// as not set.
//
// `findings`, when given, gets one entry per value that somebody decided.
//
// Finding no keys at all is not an error. Errors, all InvalidArgument with the place and the
// reason: an unreadable URL or number, a named profile that no file has, what chain.hpp refuses.
Result<Config> load_config(const ConfigRequest& request, const Environment& environment,
                           std::vector<Finding>* findings = nullptr);

}  // namespace pail::client
