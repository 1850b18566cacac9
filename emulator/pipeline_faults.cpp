// How an exchange meets the faults of its world: what happens to it is drawn as soon as the
// operation is known, before anybody looks at the credential; what is left of it is done to the
// reply.
#include "emulator/pipeline.hpp"
#include "emulator/reply.hpp"
#include "emulator/trouble.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;

constexpr unsigned first_error_status = 400;

bool is_cut_on_its_way_in(const world::FaultAction& action) {
  return action.close && action.close->when == world::FaultClose::When::after_request_bytes;
}

}  // namespace

// A form's fields say whose it is, and where to.
Result<std::optional<Reply>> Exchange::meet_faults_of_head() {
  const Operation* const operation = route_.operation;
  if (operation != nullptr && operation->is_form) return std::optional<Reply>();
  return meet_faults({.operation = operation != nullptr ? operation->name : "",
                      .bucket = address_.bucket,
                      .key = address_.key,
                      .access_key = claimed_key()});
}

// Too much of its body is here for net to cut it off.
Result<std::optional<Reply>> Exchange::meet_faults_of_form(const wire::Headers& fields) {
  PAIL_TRY(auto end, meet_faults({.operation = route_.operation->name,
                                  .bucket = address_.bucket,
                                  .key = fields.get("key"),
                                  .access_key = form_access_key_}));
  if (trouble_ && is_cut_on_its_way_in(trouble_->action)) return Errc::IncompleteBody;
  return end;
}

Result<std::optional<Reply>> Exchange::meet_faults(const world::FaultSubject& subject) {
  trouble_ = world_->faults().judge(subject);
  if (!trouble_) return std::optional<Reply>();
  const world::FaultAction& action = trouble_->action;
  way_in_ = carriage_for(*trouble_, 0, false);
  if (action.clock_offset) now_ += *action.clock_offset;
  if (action.error) return told_error(*action.error);
  if (action.redirect) return redirection(*action.redirect, request_, address_, world_->region());
  if (action.status) return std::optional(empty_reply(*action.status));
  // Nothing of it may happen, and without a body there is nothing for net to cut off.
  if (is_cut_on_its_way_in(action) && !request_.has_body()) return Errc::IncompleteBody;
  return std::optional<Reply>();
}

Reply Exchange::fail_in_200() const {
  return error_in_200(told_error(*trouble_->action.error_in_200), ids_);
}

bool Exchange::fails_after_commit(const Reply& reply) const noexcept {
  return trouble_ && trouble_->action.commit_then_fail && reply.status < first_error_status;
}

void Exchange::spoil(Reply& reply) const {
  falsify(reply, trouble_->action);
  const bool succeeded = reply.status < first_error_status;
  reply.carriage = carriage_for(*trouble_, reply.body_size(), succeeded);
}

}  // namespace pail::emulator
