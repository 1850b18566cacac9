// PutBucketCors' document: what is accepted is shown so that it is accepted again, and a preflight
// of any origin gets an answer.
#include <cstdint>
#include <cstdlib>

#include "emulator/cors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pail::emulator;
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto rules = parse_cors(document);
  if (!rules) return 0;
  const std::string shown = cors_document(rules.value());
  const auto again = parse_cors(shown);
  if (!again || cors_document(again.value()) != shown) std::abort();
  const std::string& origin = rules.value().front().allowed_origins.front();
  const CorsRequest request{origin, rules.value().front().allowed_methods.front(), {}};
  const CorsRule* const rule = matching_rule(rules.value(), request);
  if (rule != &rules.value().front()) std::abort();
  pail::wire::FieldBlock fields;
  write_cors_headers(fields, *rule, request);
  if (!fields.find("Access-Control-Allow-Origin")) std::abort();
  return 0;
}
