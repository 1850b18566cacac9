// CORS: the rules of a bucket, which of them a browser's request meets, and what is answered then.
// BucketConfig::cors holds the <CORSConfiguration> as GetBucketCors shows it. Pure; thread-safe.
// Spec: shared/spec/semantics.md §21, §30; errors in errors.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/headers.hpp"
#include "wire/result.hpp"

namespace pail::emulator::documents {

inline constexpr std::size_t cors_rules_max = 100;             // S3
inline constexpr std::size_t cors_body_bytes_max = 64 * 1024;  // S3

struct CorsRule {
  std::string id;
  std::vector<std::string> allowed_headers;
  std::vector<std::string> allowed_methods;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> expose_headers;
  std::optional<std::uint64_t> max_age_s;
};

// MissingRequestBodyError, MalformedXML; InvalidRequest for an unknown method, a second wildcard in
// one text, too many rules.
wire::Result<std::vector<CorsRule>> parse_cors(std::string_view document);
std::string cors_document(const std::vector<CorsRule>& rules);

// What a browser says it is about to do, or does.
struct CorsRequest {
  std::string_view origin;
  std::string_view method;
  std::vector<std::string_view> headers;  // beyond the ordinary: Access-Control-Request-Headers
};
// Splits the list of a request's Access-Control-Request-Headers.
std::vector<std::string_view> requested_headers(const wire::Headers& headers);

// The first rule that allows it; null when none does.
const CorsRule* matching_rule(const std::vector<CorsRule>& rules, const CorsRequest& request);
// Access-Control-* and Vary.
void write_cors_headers(wire::FieldBlock& fields, const CorsRule& rule, const CorsRequest& request);

}  // namespace pail::emulator::documents
