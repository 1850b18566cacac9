// What the tests of policies share: condition keys from a table, and policies that must parse.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/policy.hpp"

namespace pail::access::testing {

class TableKeys final : public ConditionKeys {
 public:
  TableKeys() = default;
  // Names in lower case, as they are asked for.
  explicit TableKeys(std::map<std::string, std::vector<std::string>, std::less<>> values)
      : values_(std::move(values)) {}

  void append(std::string_view key, std::vector<std::string>& values) const override {
    const auto found = values_.find(key);
    if (found == values_.end()) return;
    values.insert(values.end(), found->second.begin(), found->second.end());
  }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

inline std::shared_ptr<const Policy> parsed(std::string_view text,
                                            PolicyKind kind = PolicyKind::identity) {
  auto policy = Policy::parse(text, kind);
  if (policy) return policy.value();
  ADD_FAILURE() << wire::describe(policy.error()) << "\n" << text;
  return nullptr;
}

}  // namespace pail::access::testing
