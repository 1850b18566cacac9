// The exchange's other branch: calls of STS and IAM, which share the endpoint with S3. The form has
// to be read before the signature can be judged, since its hash is signed.
#include "emulator/pipeline.hpp"
#include "emulator/query_api/dispatch.hpp"
#include "emulator/query_api/document.hpp"
#include "emulator/query_api/signature.hpp"
#include "emulator/redact.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

Error form_too_large() {
  return {
      Errc::ValidationError,
      "The form is longer than " + std::to_string(wire::limits::query_form_bytes_max) + " bytes."};
}

const query_api::Service* service_named(std::string_view name) noexcept {
  if (name == query_api::sts.name) return &query_api::sts;
  return name == query_api::iam.name ? &query_api::iam : nullptr;
}

}  // namespace

class Exchange::QueryForm final : public net::Upload {
 public:
  explicit QueryForm(Exchange& exchange) noexcept : exchange_(exchange) {}

  Result<void> write(net::Bytes piece) override {
    if (form_.size() + piece.size() > wire::limits::query_form_bytes_max) return form_too_large();
    form_ += wire::as_text(piece);
    return wire::ok();
  }
  Result<Reply> finish() override { return exchange_.answer_query(form_, form_); }

 private:
  Exchange& exchange_;
  std::string form_;
};

// A form, or a URL with an Action, at the top; and signed, if at all, for one of these services.
bool Exchange::is_query_call() const {
  if (!address_.bucket.empty() || !address_.key.empty()) return false;
  const bool form = request_.method == "POST" &&
                    wire::istarts_with(request_.headers.get("Content-Type"), form_type);
  if (!form && !(request_.method == "GET" && query_.has("Action"))) return false;
  if (claimed_access_key(request_.headers, query_).empty()) {
    return !request_.headers.has("Authorization");
  }
  return service_named(query_api::claimed_scope(request_.headers, query_).service) != nullptr;
}

Result<Begin> Exchange::begin_query() {
  const auto* const named =
      service_named(query_api::claimed_scope(request_.headers, query_).service);
  query_service_ = named != nullptr ? named : &query_api::sts;
  query_id_ = query_api::request_uuid(ids_);
  if (request_.method == "GET") {
    PAIL_TRY(Reply reply, answer_query(target_.query, {}));
    return Begin(std::move(reply));
  }
  if (request_.content_length.value_or(0) > wire::limits::query_form_bytes_max) {
    return form_too_large();
  }
  return Begin(std::make_unique<QueryForm>(*this));
}

Result<void> Exchange::authenticate_query(std::string_view body) {
  if (is_trusted_) return adopt({.identity = trusted_}), wire::ok();
  judged_ = Judged::begun;
  const signer::Message message{request_.method, target_.path, query_, request_.headers, {}};
  auto judged = query_api::verify(
      message, contents_->directory(),
      {.service = *query_service_, .region = world_->region(), .now = now_, .body = body});
  if (!judged && wiring_.auth != AuthMode::off) {
    explain(judged.error());
    judged = query_api::in_words_of_the_service(judged.error(), now_);
  }
  auto who = admit(wiring_.auth, std::move(judged), contents_->directory(),
                   claimed_access_key(request_.headers, query_));
  if (who) {
    adopt(std::move(who.value()));
    return wire::ok();
  }
  // admit()'s own refusal, of a key that has just gone, is worded as S3's.
  if (who.error().code() == Errc::InvalidAccessKeyId) return Errc::InvalidClientTokenId;
  return std::move(who.error());
}

Result<Reply> Exchange::answer_query(std::string_view form, std::string_view body) {
  PAIL_TRY(const auto parameters, query_api::Parameters::parse(form));
  if (claimed_access_key(request_.headers, query_).empty()) {
    query_service_ = &query_api::service_meant(parameters);
  }
  auto chosen = query_api::chosen_action(*query_service_, parameters);
  if (chosen) query_action_ = chosen.value()->name;
  if (may_meet_faults()) {
    PAIL_TRY(auto end, meet_faults({.operation = query_action_, .access_key = claimed_key()}));
    if (end) return std::move(*end);
  }
  PAIL_TRY(authenticate_query(body));
  PAIL_TRY(const auto* const action, std::move(chosen));
  std::string iam_action(query_service_->name);
  iam_action.append(":").append(action->name);
  const RequestKeys keys(facts_about(iam_action));
  Result<Reply> reply = query_api::answer({.action = *action,
                                           .parameters = parameters,
                                           .directory = contents_->directory(),
                                           .providers = wiring_.providers,
                                           .caller = identity_.get(),
                                           .keys = keys,
                                           .now = now_},
                                          query_id_);
  // Where a world outlives the process, so do its users.
  if (reply && wiring_.worlds->may_block()) {
    PAIL_TRY(contents_->save());
  }
  return reply;
}

// These documents have no room for elements of ours: the header names the mistake, the log
// explains.
Reply Exchange::finish_query(const Error& error) {
  Reply reply = query_api::error_reply(error, *query_service_, query_id_);
  const bool told = explanation_ && wiring_.explainer->tells_clients();
  if (told && !explanation_->mistakes.empty()) {
    reply.fields.add(mistake_header, explanation_->mistakes.front());
  }
  return close_query(std::move(reply), &error);
}

Reply Exchange::close_query(Reply reply, const Error* refusal) const {
  reply.fields.add("x-amzn-RequestId", query_id_).add("Date", wire::http_date(now_));
  if (trouble_) spoil(reply);
  report(reply, refusal);
  return reply;
}

}  // namespace pail::emulator
