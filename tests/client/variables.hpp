// An environment of the test's own, and the files of a home to go with it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "client/config.hpp"
#include "tests/client/temporary_folder.hpp"

namespace pail::client {

using Variables = std::map<std::string, std::string, std::less<>>;

inline Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
}

inline Config load(const ConfigRequest& request, Variables variables,
                   std::vector<Finding>* findings = nullptr) {
  auto config = load_config(request, environment_of(std::move(variables)), findings);
  EXPECT_TRUE(config) << wire::describe(config.error());
  return config ? config.value() : Config();
}

// The message of the refusal, "accepted" if there is none.
inline std::string refusal(const ConfigRequest& request, Variables variables) {
  const auto config = load_config(request, environment_of(std::move(variables)));
  if (config) return "accepted";
  EXPECT_EQ(config.error().code(), wire::Errc::InvalidArgument);
  return std::string(config.error().message().value_or(""));
}

// ~/.aws with these two files.
class AwsHome {
 public:
  AwsHome(std::string_view credentials, std::string_view config) {
    std::filesystem::create_directory(folder.path() / ".aws");
    folder.write(".aws/credentials", credentials);
    folder.write(".aws/config", config);
  }
  Variables with(Variables variables = {}) const {
    variables["HOME"] = folder.path().string();
    return variables;
  }

  TemporaryFolder folder;
};

}  // namespace pail::client
