// Who a statement is about: the Principal or NotPrincipal element. Never changes: thread-safe.
// Spec: shared/spec/semantics.md §18.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/policy.hpp"
#include "emulator/access/policy_json.hpp"

namespace pail::access {

class Principals {
 public:
  static wire::Result<Principals> parse(const json::value& element, const std::string& where);
  bool include(const PrincipalNames& who) const;

 private:
  wire::Result<void> add(std::string_view kind, const json::value& value, const std::string& where);
  wire::Result<void> add_aws(std::string_view name, const std::string& where);

  bool everyone_ = false;
  std::vector<std::string> accounts_;
  std::vector<std::string> arns_;
  std::vector<std::string> canonical_ids_;
  std::vector<std::string> federated_;
};

}  // namespace pail::access
