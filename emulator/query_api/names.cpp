#include "emulator/query_api/names.hpp"

#include <algorithm>

namespace pail::emulator::query_api {
namespace {

using access::EntityKind;
using access::EntityName;
using wire::Errc;
using wire::Error;

constexpr std::size_t path_max = 512;
constexpr std::size_t description_max = 1000;

bool is_name_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_+=,.@-").find(c) != std::string_view::npos;
}

// The arn as it is, or as it would be for a new one of that path.
Result<std::string> arn_of(const Call& call, const EntityName& name) {
  if (const auto entity = call.directory.entity(name)) return entity.value().arn;
  PAIL_TRY(const std::string path, checked_path(call.parameters));
  return "arn:aws:iam::" + name.account + ":" + std::string(access::name(name.kind)) + path +
         name.name;
}

}  // namespace

Result<std::string> checked_name(const Parameters& parameters, std::string_view parameter,
                                 std::size_t low, std::size_t high) {
  PAIL_TRY(const std::string_view name, parameters.required(parameter));
  if (!std::all_of(name.begin(), name.end(), is_name_character)) {
    return invalid(parameter, name, "Member must satisfy regular expression pattern: [\\w+=,.@-]+");
  }
  if (name.size() < low) {
    return invalid(parameter, name,
                   "Member must have length greater than or equal to " + std::to_string(low));
  }
  if (name.size() > high) {
    return invalid(parameter, name,
                   "Member must have length less than or equal to " + std::to_string(high));
  }
  return std::string(name);
}

Result<std::string> checked_path(const Parameters& parameters) {
  const std::string_view path = parameters.find("Path").value_or("/");
  const bool printable =
      std::all_of(path.begin(), path.end(), [](char c) { return c >= '!' && c <= '~'; });
  if (path.front() != '/' || path.back() != '/' || !printable) {
    return Error(
        Errc::ValidationError,
        "The specified value for path is invalid. It must begin and end with / and contain "
        "only alphanumeric characters and/or / characters.");
  }
  if (path.size() <= path_max) return std::string(path);
  return invalid("Path", path, "Member must have length less than or equal to 512");
}

Result<std::string> checked_description(const Parameters& parameters) {
  const std::string_view text = parameters.find("Description").value_or("");
  if (text.size() <= description_max) return std::string(text);
  return invalid("Description", text, "Member must have length less than or equal to 1000");
}

Result<EntityName> user_of(const Call& call) {
  if (call.parameters.find("UserName")) {
    PAIL_TRY(std::string name, checked_name(call.parameters, "UserName", 1, user_name_max));
    return EntityName{EntityKind::user, call.caller->account, std::move(name)};
  }
  if (call.caller->kind == access::Kind::user) {
    return EntityName{EntityKind::user, call.caller->account, call.caller->user_name};
  }
  return Error(Errc::ValidationError,
               "Must specify userName when calling with non-User credentials");
}

Result<EntityName> role_of(const Call& call) {
  PAIL_TRY(std::string name, checked_name(call.parameters, "RoleName", 1, role_name_max));
  return EntityName{EntityKind::role, call.caller->account, std::move(name)};
}

Result<EntityName> named_entity(const Call& call, EntityKind kind) {
  const bool user = kind == EntityKind::user;
  PAIL_TRY(call.parameters.required(user ? "UserName" : "RoleName"));
  return user ? user_of(call) : role_of(call);
}

std::vector<access::Entity> entities_below_prefix(const Call& call, EntityKind kind) {
  const std::string_view prefix = call.parameters.find("PathPrefix").value_or("/");
  auto entities = call.directory.entities(kind, call.caller->account);
  std::erase_if(entities, [&](const access::Entity& one) { return !one.path.starts_with(prefix); });
  return entities;
}

Result<std::string> user_arn(const Call& call) {
  const bool named = call.parameters.find("UserName").has_value();
  if (!named && call.caller->kind == access::Kind::root) return call.caller->arn;
  PAIL_TRY(const EntityName name, user_of(call));
  return arn_of(call, name);
}

Result<std::string> role_arn(const Call& call) {
  PAIL_TRY(const EntityName name, role_of(call));
  return arn_of(call, name);
}

Result<std::string> new_policy_arn(const Call& call) {
  PAIL_TRY(const std::string name, checked_name(call.parameters, "PolicyName", 1, policy_name_max));
  PAIL_TRY(const std::string path, checked_path(call.parameters));
  return "arn:aws:iam::" + call.caller->account + ":policy" + path + name;
}

Result<EntityName> role_of_arn(std::string_view arn) {
  constexpr std::string_view before_account = "arn:aws:iam::";
  constexpr std::string_view behind_account = ":role/";
  constexpr std::size_t account_digits = 12;
  const std::size_t head = before_account.size() + account_digits;
  if (!arn.starts_with(before_account) || arn.size() <= head + behind_account.size() ||
      arn.substr(head, behind_account.size()) != behind_account || arn.back() == '/') {
    return Error(Errc::ValidationError, std::string(arn) + " is invalid");
  }
  return EntityName{EntityKind::role,
                    std::string(arn.substr(before_account.size(), account_digits)),
                    std::string(arn.substr(arn.rfind('/') + 1))};
}

}  // namespace pail::emulator::query_api
