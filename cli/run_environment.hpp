// What the command of `pail run` finds in its environment. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pail::cli {

struct RunSettings {
  std::string_view endpoint;
  std::string_view control_url;
  std::string_view access_key;
  std::string_view secret_key;
  std::string_view region;
};

// `inherited` (NAME=VALUE each) without what would lead an AWS client elsewhere, and with what
// leads it to Pail. How a client retries, or writes its output, stays as it was.
std::vector<std::string> run_environment(const std::vector<std::string>& inherited,
                                         const RunSettings& settings);

}  // namespace pail::cli
