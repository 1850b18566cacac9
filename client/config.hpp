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
  Signature signature = Signature::v4;
  Addressing addressing = Addressing::automatic;
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
  std::optional<Signature> signature;
  std::optional<Addressing> addressing;
};

// Endpoint: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, endpoint_url of the profile. Region: AWS_REGION,
// AWS_DEFAULT_REGION, the profile's. Keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
// AWS_SESSION_TOKEN, then the profile's, of which the credentials file counts before the config
// file. Profile: AWS_PROFILE, else "default". Files: AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE,
// else ~/.aws/credentials and ~/.aws/config. An empty variable counts as not set.
//
// Finding no keys at all is not an error. Errors, all InvalidArgument with the reason: an
// unreadable URL, a named profile that no file has, half a pair of keys.
Result<Config> load_config(const ConfigRequest& request, const Environment& environment);

}  // namespace pail::client
