#include "emulator/access/decision.hpp"

namespace pail::access {

wire::Result<void> decide(const Question& question) {
  using wire::Errc;
  if (question.caller == nullptr && question.action == "s3:CreateBucket") {
    return wire::Error(Errc::AccessDenied,
                       "Anonymous users cannot invoke this API. Please authenticate.");
  }
  if (question.caller == nullptr) return Errc::AccessDenied;
  if (!question.owner.empty() && question.owner != question.caller->canonical_id) {
    return Errc::AccessDenied;
  }
  return wire::ok();
}

}  // namespace pail::access
