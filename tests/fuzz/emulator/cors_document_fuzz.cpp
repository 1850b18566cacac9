// PutBucketCors' document: what is accepted is shown so that it is accepted again, and a preflight
// of any origin gets an answer.
#include <cstdint>
#include <cstdlib>

#include "emulator/documents/cors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace documents = pail::emulator::documents;
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto rules = documents::parse_cors(document);
  if (!rules) return 0;
  const std::string shown = documents::cors_document(rules.value());
  const auto again = documents::parse_cors(shown);
  if (!again || documents::cors_document(again.value()) != shown) std::abort();
  const std::string& origin = rules.value().front().allowed_origins.front();
  const documents::CorsRequest request{origin, rules.value().front().allowed_methods.front(), {}};
  const documents::CorsRule* const rule = documents::matching_rule(rules.value(), request);
  if (rule != &rules.value().front()) std::abort();
  pail::wire::FieldBlock fields;
  documents::write_cors_headers(fields, *rule, request);
  if (!fields.find("Access-Control-Allow-Origin")) std::abort();
  return 0;
}
