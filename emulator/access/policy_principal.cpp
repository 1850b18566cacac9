#include "emulator/access/policy_principal.hpp"

#include <algorithm>

namespace pail::access {
namespace {

using wire::Result;

constexpr std::size_t account_digits = 12;
constexpr std::size_t canonical_id_digits = 64;
constexpr std::string_view invalid_principal = "Invalid principal in policy.";

bool consists_of(std::string_view text, std::string_view characters, std::size_t size) noexcept {
  return text.size() == size && text.find_first_not_of(characters) == text.npos;
}

bool is_account(std::string_view text) noexcept {
  return consists_of(text, "0123456789", account_digits);
}

// "arn:aws:iam::123456789012:root" -> "123456789012"; "" for any other ARN.
std::string_view account_of_root(std::string_view arn) noexcept {
  constexpr std::string_view before = "arn:aws:iam::";
  constexpr std::string_view after = ":root";
  if (!arn.starts_with(before) || !arn.ends_with(after)) return {};
  const std::string_view account =
      arn.substr(before.size(), arn.size() - before.size() - after.size());
  return is_account(account) ? account : std::string_view{};
}

bool has(const std::vector<std::string>& names, std::string_view name) noexcept {
  return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Result<Principals> Principals::parse(const json::value& element, const std::string& where) {
  Principals principals;
  if (element.is_string() && text_of(element.get_string()) == "*") {
    principals.everyone_ = true;
    return principals;
  }
  if (!element.is_object() || element.get_object().empty()) {
    return malformed(syntax_error, where, "must be \"*\" or an object");
  }
  for (const auto& [kind, names] : element.get_object()) {
    const std::string_view name = text_of(kind);
    PAIL_TRY(for_each_of(names, where + "." + std::string(name),
                         [&](const json::value& value, const std::string& place) {
                           return principals.add(name, value, place);
                         }));
  }
  return principals;
}

Result<void> Principals::add(std::string_view kind, const json::value& value,
                             const std::string& where) {
  PAIL_TRY(const std::string_view name, read_text(value, where));
  if (kind == "AWS") return add_aws(name, where);
  if (kind == "CanonicalUser") {
    if (!consists_of(name, "0123456789abcdef", canonical_id_digits)) {
      return malformed(invalid_principal, where, quoted(name) + " is no canonical id");
    }
    canonical_ids_.emplace_back(name);
  } else if (kind == "Federated") {
    federated_.emplace_back(name);
  } else if (kind != "Service") {  // no service of AWS ever calls here, so none needs a name
    return malformed(syntax_error, where, "no such kind of principal");
  }
  return wire::ok();
}

Result<void> Principals::add_aws(std::string_view name, const std::string& where) {
  if (name == "*") {
    everyone_ = true;
  } else if (is_account(name)) {
    accounts_.emplace_back(name);
  } else if (const std::string_view account = account_of_root(name); !account.empty()) {
    accounts_.emplace_back(account);  // a root's ARN stands for its account
  } else if (name.starts_with("arn:") && name.find_first_of("*?") == name.npos) {
    arns_.emplace_back(name);
  } else {
    return malformed(invalid_principal, where, quoted(name));
  }
  return wire::ok();
}

bool Principals::include(const PrincipalNames& who) const {
  return everyone_ || has(accounts_, who.account) || has(arns_, who.arn) ||
         has(arns_, who.issuer_arn) || has(canonical_ids_, who.canonical_id) ||
         has(federated_, who.federated);
}

}  // namespace pail::access
