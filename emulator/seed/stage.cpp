#include "emulator/seed/stage.hpp"

#include "emulator/world/contents.hpp"

namespace pail::emulator::seed {

wire::Result<void> Stage::expect(const wire::Result<Answer>& answer, const At& at,
                                 std::string_view whose) const {
  if (answer && answer.value().good()) return wire::ok();
  const std::string prefix = whose.empty() ? "" : "'" + std::string(whose) + "': ";
  return mistake(at, prefix + (answer ? answer.value().refusal()
                                      : std::string(answer.error().message().value_or(""))));
}

// A fork has the accounts of its world, with other keys.
Requests Stage::as_root(world::World& where) const {
  return {s3, where, real.contents()->directory().first()};
}

wire::Result<Requests> Stage::as_owner(world::World& where, const Bucket& bucket) const {
  if (bucket.owner.empty()) return as_root(where);
  auto owner = real.contents()->directory().identity(bucket.owner);
  if (owner && owner->kind == access::Kind::root) return Requests(s3, where, std::move(owner));
  return document.mistake(bucket.at.path + ".owner",
                          "this is not the access key of an account's root");
}

}  // namespace pail::emulator::seed
