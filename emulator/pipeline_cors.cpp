// What an exchange owes to browsers: the preflight, and Access-Control-* headers on whatever else
// it answers, errors included. Spec: shared/spec/semantics.md §21.
#include "emulator/documents/cors.hpp"
#include "emulator/pipeline.hpp"

namespace pail::emulator {

// Comes before credential, permission and the bucket's existence: all of it is CORS' to answer.
Result<Begin> Exchange::begin_preflight() {
  route_.operation = wiring_.router.preflight();
  if (may_meet_faults()) {
    PAIL_TRY(auto end, meet_faults_of_head());
    if (end) return Begin(std::move(*end));
  }
  return begin_operation();
}

// Whoever asks by a method of another name means that one, as in a preflight.
void Exchange::add_cors_headers(Reply& reply, std::string_view origin) const {
  if (request_.method == "OPTIONS" || address_.bucket.empty()) return;
  const auto bucket =
      bucket_ ? Result<model::Bucket>(*bucket_) : contents_->model().bucket(address_.bucket);
  if (!bucket) return;
  const std::string_view document = bucket.value().config(model::BucketConfig::cors);
  if (document.empty()) return;
  const auto rules = documents::parse_cors(document);
  if (!rules) return;
  const std::string_view asked =
      request_.headers.find("Access-Control-Request-Method").value_or(request_.method);
  const documents::CorsRequest request{origin, asked, {}};
  if (const documents::CorsRule* const rule = documents::matching_rule(rules.value(), request)) {
    documents::write_cors_headers(reply.fields, *rule, request);
  }
}

}  // namespace pail::emulator
