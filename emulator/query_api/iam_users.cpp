// Users.
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/names.hpp"
#include "emulator/query_api/paging.hpp"
#include "wire/date.hpp"

namespace pail::emulator::query_api {
namespace {

using access::Entity;

void write_user(const Entity& user, wire::XmlWriter& xml) {
  xml.element("Path", user.path)
      .element("UserName", user.name)
      .element("UserId", user.id)
      .element("Arn", user.arn)
      .element("CreateDate", wire::format_iso_extended(user.created));
}

// A root has no name and was there before everything else.
void write_root(const access::Identity& root, wire::XmlWriter& xml) {
  xml.open("User")
      .element("UserId", root.user_id)
      .element("Arn", root.arn)
      .element("CreateDate", wire::format_iso_extended(wire::Time{}))
      .close();
}

}  // namespace

Result<void> create_user(const Call& call, wire::XmlWriter& result) {
  Entity user;
  user.kind = access::EntityKind::user;
  user.account = call.caller->account;
  PAIL_TRY(user.name, checked_name(call.parameters, "UserName", 1, user_name_max));
  PAIL_TRY(user.path, checked_path(call.parameters));
  user.created = call.now;
  PAIL_TRY(const Entity made, call.directory.create(std::move(user)));
  result.open("User");
  write_user(made, result);
  result.close();
  return wire::ok();
}

Result<void> get_user(const Call& call, wire::XmlWriter& result) {
  const bool named = call.parameters.find("UserName").has_value();
  if (!named && call.caller->kind == access::Kind::root) {
    write_root(*call.caller, result);
    return wire::ok();
  }
  PAIL_TRY(const access::EntityName name, user_of(call));
  PAIL_TRY(const Entity user, call.directory.entity(name));
  result.open("User");
  write_user(user, result);
  result.close();
  return wire::ok();
}

Result<void> list_users(const Call& call, wire::XmlWriter& result) {
  const auto users = entities_below_prefix(call, access::EntityKind::user);
  return write_page(
      call.parameters, "Users", users, [](const Entity& user) { return user.name; }, write_user,
      result);
}

Result<void> delete_user(const Call& call, wire::XmlWriter&) {
  PAIL_TRY(const access::EntityName name, named_entity(call, access::EntityKind::user));
  return call.directory.remove(name);
}

}  // namespace pail::emulator::query_api
