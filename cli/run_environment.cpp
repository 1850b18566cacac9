#include "cli/run_environment.hpp"

#include <algorithm>
#include <array>

namespace pail::cli {
namespace {

// Other keys, other places for keys, other endpoints.
constexpr std::array foreign{
    std::string_view("AWS_SESSION_TOKEN"),
    std::string_view("AWS_SECURITY_TOKEN"),
    std::string_view("AWS_PROFILE"),
    std::string_view("AWS_DEFAULT_PROFILE"),
    std::string_view("AWS_ROLE_ARN"),
    std::string_view("AWS_WEB_IDENTITY_TOKEN_FILE"),
    std::string_view("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    std::string_view("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    std::string_view("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
    std::string_view("AWS_USE_FIPS_ENDPOINT"),
    std::string_view("AWS_USE_DUALSTACK_ENDPOINT"),
};
constexpr std::string_view endpoint_of_a_service = "AWS_ENDPOINT_URL_";
constexpr std::string_view loopback = "127.0.0.1,localhost,.localhost";

std::string_view name_of(std::string_view variable) {
  return variable.substr(0, variable.find('='));
}

std::string_view value_of(const std::vector<std::string>& variables, std::string_view name) {
  for (const std::string_view variable : variables) {
    if (name_of(variable) == name)
      return variable.substr(std::min(name.size() + 1, variable.size()));
  }
  return {};
}

void set(std::vector<std::string>& variables, std::string_view name, std::string_view value) {
  std::erase_if(variables, [&](std::string_view variable) { return name_of(variable) == name; });
  variables.push_back(std::string(name) + "=" + std::string(value));
}

// Behind a company's proxy, loopback is still here.
void pass_by_proxies(std::vector<std::string>& variables, std::string_view name) {
  const std::string_view others = value_of(variables, name);
  set(variables, name, std::string(loopback) + (others.empty() ? "" : "," + std::string(others)));
}

}  // namespace

std::vector<std::string> run_environment(const std::vector<std::string>& inherited,
                                         const RunSettings& settings) {
  std::vector<std::string> result = inherited;
  std::erase_if(result, [](std::string_view variable) {
    return std::find(foreign.begin(), foreign.end(), name_of(variable)) != foreign.end() ||
           variable.starts_with(endpoint_of_a_service);
  });
  set(result, "AWS_ENDPOINT_URL", settings.endpoint);
  set(result, "AWS_ENDPOINT_URL_S3", settings.endpoint);
  set(result, "AWS_ACCESS_KEY_ID", settings.access_key);
  set(result, "AWS_SECRET_ACCESS_KEY", settings.secret_key);
  set(result, "AWS_REGION", settings.region);
  set(result, "AWS_DEFAULT_REGION", settings.region);
  set(result, "AWS_EC2_METADATA_DISABLED", "true");
  set(result, "PAIL_CONTROL_URL", settings.control_url);
  pass_by_proxies(result, "no_proxy");
  pass_by_proxies(result, "NO_PROXY");
  return result;
}

}  // namespace pail::cli
