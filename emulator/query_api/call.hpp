// What an action of STS or IAM gets, and what it is: a row of the table in actions.cpp and a
// function that writes the inside of <ActionResult>. Views live until the call is answered.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "emulator/access/directory.hpp"
#include "emulator/access/oidc.hpp"
#include "emulator/query_api/parameters.hpp"
#include "emulator/query_api/service.hpp"
#include "wire/clock.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::query_api {

struct Action;

struct Call {
  const Action& action;
  const Parameters& parameters;
  access::Directory& directory;
  const access::OidcProviders& providers;
  const access::Identity* caller;  // null: the call was not signed
  const access::ConditionKeys& keys;
  wire::Time now;
};

struct Action {
  // What the permission is asked for: "iam:CreateUser" on the user's arn, say.
  enum class On : std::uint8_t {
    nothing,         // whoever has a valid key may, or the action looks for itself
    everything,      // "*"
    user,            // UserName, or the caller
    role,            // RoleName
    policy,          // PolicyArn
    new_policy,      // Path and PolicyName
    federated_user,  // Name
  };

  std::string_view name;
  const Service& service;
  On on;
  bool has_result;  // whether there is an <ActionResult>
  Result<void> (*run)(const Call& call, wire::XmlWriter& result);
  bool is_signed = true;
};

std::span<const Action> actions() noexcept;
// Null when Pail has no such action of that service.
const Action* find_action(const Service& service, std::string_view name) noexcept;
// Whether the service itself has it, be it built here or not.
bool is_known(const Service& service, std::string_view name) noexcept;

}  // namespace pail::emulator::query_api
