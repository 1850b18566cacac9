// The preflight of CORS: a browser asks whether a page of another origin may send a request. Never
// authenticated; every refusal is a document. Spec: shared/spec/semantics.md §21, errors.md §9.
#include <algorithm>
#include <array>

#include "emulator/documents/cors.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::array<std::string_view, 7> methods = {"GET",    "HEAD",  "POST",   "PUT",
                                                     "DELETE", "PATCH", "OPTIONS"};

Result<documents::CorsRequest> read_request(const wire::Headers& headers) {
  const auto origin = headers.find("Origin");
  if (!origin) {
    return Error(Errc::BadRequest, "Insufficient information. Origin request header needed.");
  }
  const auto method = headers.find("Access-Control-Request-Method");
  if (!method || std::find(methods.begin(), methods.end(), *method) == methods.end()) {
    return Error(Errc::BadRequest,
                 "Invalid Access-Control-Request-Method: " + std::string(method.value_or("null")));
  }
  return documents::CorsRequest{*origin, *method, documents::requested_headers(headers)};
}

Error forbidden(std::string_view message, const documents::CorsRequest& request,
                std::string_view resource_type) {
  return Error(Errc::AccessForbidden, message)
      .with("Method", request.method)
      .with("ResourceType", resource_type);
}

Result<std::vector<documents::CorsRule>> rules_of(const Call& call,
                                                  const documents::CorsRequest& request) {
  const auto bucket = call.model.bucket(call.address.bucket);
  if (!bucket) return forbidden("CORSResponse: Bucket not found", request, "BUCKET");
  const std::string_view document = bucket.value().config(model::BucketConfig::cors);
  if (document.empty()) {
    return forbidden("CORSResponse: CORS is not enabled for this bucket.", request, "BUCKET");
  }
  return documents::parse_cors(document);
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(const documents::CorsRequest request, read_request(call.headers));
  PAIL_TRY(const auto rules, rules_of(call, request));
  const documents::CorsRule* const rule = documents::matching_rule(rules, request);
  if (rule == nullptr) {
    return forbidden(
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of "
        "Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers "
        "are not whitelisted by the resource's CORS spec.",
        request, call.address.key.empty() ? "BUCKET" : "OBJECT");
  }
  Reply reply = empty_reply(200);
  documents::write_cors_headers(reply.fields, *rule, request);
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation preflight_cors;
const Operation preflight_cors{.name = "PreflightCORS",
                               .method = "OPTIONS",
                               .level = Level::object,
                               .action = "",
                               .needs_bucket = false,
                               .begin = begin};

}  // namespace pail::emulator::ops
