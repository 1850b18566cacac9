#include "emulator/access/decision.hpp"

namespace pail::access {

wire::Result<void> decide(const Identity* caller, std::string_view action, std::string_view owner) {
  using wire::Errc;
  if (caller == nullptr && action == "s3:CreateBucket") {
    return wire::Error(Errc::AccessDenied,
                       "Anonymous users cannot invoke this API. Please authenticate.");
  }
  if (caller == nullptr) return Errc::AccessDenied;
  if (!owner.empty() && owner != caller->canonical_id) return Errc::AccessDenied;
  return wire::ok();
}

}  // namespace pail::access
