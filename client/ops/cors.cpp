#include "client/ops/cors.hpp"

#include "client/ops/settings.hpp"

namespace pail::client::ops {

template <class Way>
void fields(Way& way, CorsRule& rule) {
  way.text("ID", rule.id);
  way.texts("AllowedHeader", rule.allowed_headers);
  way.texts("AllowedMethod", rule.allowed_methods);
  way.texts("AllowedOrigin", rule.allowed_origins);
  way.texts("ExposeHeader", rule.expose_headers);
  way.number("MaxAgeSeconds", rule.max_age_s);
}

template <class Way>
void fields(Way& way, CorsRules& rules) {
  way.elements("CORSRule", rules);
}

namespace {

constexpr std::string_view selector = "cors";
constexpr std::string_view root = "CORSConfiguration";

Result<CorsRules> read_rules(const Answer& answer) {
  return read_document<CorsRules>(answer, root);
}

}  // namespace

Operation<void> put_bucket_cors(std::string bucket, CorsRules rules) {
  return put(bucket_setting("PUT", std::move(bucket), selector), root, std::move(rules));
}

Operation<CorsRules> get_bucket_cors(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), selector), read_rules);
}

Operation<void> delete_bucket_cors(std::string bucket) {
  return done(bucket_setting("DELETE", std::move(bucket), selector));
}

}  // namespace pail::client::ops
