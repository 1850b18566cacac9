#include "cli/oidc.hpp"

#include <fstream>
#include <iterator>

#include "cli/fail.hpp"

namespace pail::cli {
namespace {

access::OidcSource source_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) fail_usage("--oidc is written ISSUER=FILE: '" + text + "'");
  const std::string path = text.substr(equals + 1);
  std::ifstream file(path, std::ios::binary);
  if (!file) fail_usage("--oidc: cannot open the key set '" + path + "'");
  return {text.substr(0, equals), {std::istreambuf_iterator<char>(file), {}}};
}

}  // namespace

std::vector<access::OidcSource> oidc_sources(const std::vector<std::string>& texts) {
  std::vector<access::OidcSource> sources;
  for (const std::string& text : texts) {
    sources.push_back(source_of(text));
    // One by one, so that the message is about one.
    if (const auto alone = access::OidcProviders::open({sources.back()}); !alone) {
      fail_usage("--oidc " + text + ": " + std::string(alone.error().message().value_or("")));
    }
  }
  if (const auto all = access::OidcProviders::open(sources); !all) {
    fail_usage("--oidc: " + std::string(all.error().message().value_or("")));
  }
  return sources;
}

}  // namespace pail::cli
