// How an exchange has its refusal explained, see explainer.hpp.
#include "emulator/pipeline.hpp"

namespace pail::emulator {
namespace {

// As many as the doctor tries.
constexpr std::size_t other_keys_max = 8;

}  // namespace

void Exchange::explain(const wire::Error& refusal) {
  if (is_trusted_ || !Explainer::concerns(refusal.code())) return;
  const signer::Message message{request_.method, target_.path, query_, request_.headers,
                                address_.host_bucket};
  const access::Directory& directory = contents_->directory();
  const signer::Rules rules{.now = now_,
                            .region = world_->region(),
                            .service = query_service_ != nullptr ? query_service_->name : "s3",
                            .compat = wiring_.compat};
  const auto others = directory.some_keys(other_keys_max);
  auto explanation = wiring_.explainer->explain({.message = message,
                                                 .keys = directory,
                                                 .rules = rules,
                                                 .refusal = refusal,
                                                 .others = others,
                                                 .form_credential = form_credential_});
  if (explanation) explanation_ = std::move(*explanation);
}

wire::Error Exchange::explained(const wire::Error& refusal) {
  explain(refusal);
  const bool told = explanation_ && wiring_.explainer->tells_clients();
  return told ? with_explanation(refusal, *explanation_) : refusal;
}

}  // namespace pail::emulator
