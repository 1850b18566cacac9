// Access keys of users. The secret is shown once, when it is made.
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/names.hpp"
#include "emulator/query_api/paging.hpp"
#include "wire/date.hpp"

namespace pail::emulator::query_api {
namespace {

using access::AccessKey;

std::string_view status_text(bool active) noexcept {
  return active ? "Active" : "Inactive";
}

}  // namespace

Result<void> create_access_key(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const access::EntityName user, user_of(call));
  PAIL_TRY(const signer::Credentials pair, call.directory.create_key(user, call.now));
  result.open("AccessKey")
      .element("UserName", user.name)
      .element("AccessKeyId", pair.access_key)
      .element("Status", status_text(true))
      .element("SecretAccessKey", pair.secret_key)
      .element("CreateDate", wire::format_iso_extended(call.now))
      .close();
  return wire::ok();
}

Result<void> list_access_keys(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const access::EntityName user, user_of(call));
  PAIL_TRY(auto keys, call.directory.keys(user));
  std::sort(keys.begin(), keys.end(),
            [](const AccessKey& a, const AccessKey& b) { return a.access_key < b.access_key; });
  const auto write = [&](const AccessKey& key, wire::XmlWriter& xml) {
    xml.element("UserName", user.name)
        .element("AccessKeyId", key.access_key)
        .element("Status", status_text(key.active))
        .element("CreateDate", wire::format_iso_extended(key.created));
  };
  result.element("UserName", user.name);
  return write_page(
      call.parameters, "AccessKeyMetadata", keys,
      [](const AccessKey& key) { return key.access_key; }, write, result);
}

Result<void> update_access_key(const Call& call, wire::XmlWriter&) {
  PAIL_TRY(const access::EntityName user, user_of(call));
  PAIL_TRY(const std::string_view access_key, call.parameters.required("AccessKeyId"));
  PAIL_TRY(const std::string_view status, call.parameters.required("Status"));
  if (status != status_text(true) && status != status_text(false)) {
    return invalid("Status", status, "Member must satisfy enum value set: [Active, Inactive]");
  }
  return call.directory.set_active(user, access_key, status == status_text(true));
}

Result<void> delete_access_key(const Call& call, wire::XmlWriter&) {
  PAIL_TRY(const access::EntityName user, user_of(call));
  PAIL_TRY(const std::string_view access_key, call.parameters.required("AccessKeyId"));
  return call.directory.remove_key(user, access_key);
}

}  // namespace pail::emulator::query_api
