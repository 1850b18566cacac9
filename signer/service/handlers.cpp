// What is answered to those who may: the JSON of each path. Implements these parts of service.hpp.
#include <algorithm>
#include <boost/json/array.hpp>

#include "client/ops/multipart.hpp"
#include "signer/service/part_plan.hpp"
#include "signer/service/service.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;
namespace ops = client::ops;
using wire::Errc;
using wire::Error;

template <class Request>
Ask ask_for(Act act, const Request& request) {
  Ask ask;
  ask.act = act;
  ask.bucket = request.bucket;
  ask.key = request.key;
  return ask;
}

// One request that will be sent with what is signed here.
template <class Request>
Ask ask_for_one(Act act, const Request& request, std::chrono::seconds lifetime) {
  Ask ask = ask_for(act, request);
  ask.filename = request.filename;
  ask.content_type = request.content_type;
  ask.size = request.size;
  ask.lifetime = lifetime;
  ask.version = request.version;
  return ask;
}

// What is granted is what will be signed.
template <class Request>
Result<void> grant_one(Dealing& dealing, const Ask& ask, Request& request, wire::Random& random) {
  PAIL_TRY(const Grant grant, dealing.grant(ask, random));
  request.bucket = grant.bucket;
  request.key = grant.key;
  return wire::ok();
}

Ask ask_for_begun(const UploadRequest& request) {
  Ask ask = ask_for(Act::multipart, request);
  ask.begun = true;
  return ask;
}

Result<void> check_total(std::uint64_t total, const std::optional<UploadTerms::Sizes>& sizes) {
  if (!sizes) return wire::ok();
  if (total > sizes->bytes_max) return Error(Errc::EntityTooLarge);
  if (total < sizes->bytes_min) return Error(Errc::EntityTooSmall);
  return wire::ok();
}

}  // namespace

SigningService::Answer SigningService::sign(Dealing& dealing, std::string_view body) {
  PAIL_TRY(SignRequest request, read_sign_request(body));
  PAIL_TRY(
      grant_one(dealing, ask_for_one(Act::put, request, signed_headers_last), request, *random_));
  return desk_.sign(request, dealing.memory);
}

SigningService::Answer SigningService::presign(Dealing& dealing, std::string_view body) {
  PAIL_TRY(PresignRequest request, read_presign_request(body));
  const Act act = request.method == "PUT" ? Act::put : Act::get;
  PAIL_TRY(grant_one(dealing, ask_for_one(act, request, request.expires), request, *random_));
  return desk_.presign(request, dealing.memory);
}

SigningService::Answer SigningService::post_policy(Dealing& dealing, std::string_view body) {
  PAIL_TRY(PostPolicyRequest request, read_post_policy_request(body));
  UploadTerms& terms = request.terms;
  Ask ask = ask_for(Act::post, terms);
  ask.filename = request.filename;
  ask.key_is_prefix = terms.key_is_prefix;
  ask.content_type = terms.content_type;
  ask.sizes = terms.sizes;
  ask.lifetime = request.expires;
  ask.version = request.version;
  PAIL_TRY(const Grant grant, dealing.grant(ask, *random_));
  terms.bucket = grant.bucket;
  terms.key = grant.key;
  terms.sizes = grant.sizes;
  return desk_.post_policy(request, dealing.memory);
}

SigningService::Answer SigningService::credentials(Dealing& dealing, std::string_view body) {
  PAIL_TRY(const CredentialsRequest request, read_credentials_request(body));
  Ask ask;
  ask.act = Act::credentials;
  ask.bucket = request.bucket;
  PAIL_TRY(const Grant grant, dealing.grant(ask, *random_));
  PAIL_TRY(const ops::SessionKeys keys,
           vending_.keys(dealing.policy->vendor, dealing.caller.name, grant, dealing.now));
  return json::object{{"access_key", keys.credentials.access_key},
                      {"secret_key", keys.credentials.secret_key},
                      {"session_token", keys.credentials.session_token},
                      {"expires_at", wire::format_iso_extended(keys.expires)},
                      {"bucket", grant.bucket},
                      {"prefix", grant.key},
                      {"endpoint", desk_.place().endpoint},
                      {"region", desk_.place().region}};
}

SigningService::Answer SigningService::multipart(Dealing& dealing, std::string_view body) {
  PAIL_TRY(const MultipartRequest request, read_multipart_request(body));
  Ask ask = ask_for(Act::multipart, request);
  ask.filename = request.filename;
  ask.content_type = request.content_type;
  ask.size = request.size;
  ask.begun = !request.upload_id.empty();
  PAIL_TRY(const Grant grant, dealing.grant(ask, *random_));
  std::string upload_id = request.upload_id;
  if (upload_id.empty()) {
    ops::CreateUploadOptions options;
    options.content_type = request.content_type;
    PAIL_TRY(ops::CreatedUpload created,
             s3_.call(ops::create_multipart_upload(grant.bucket, grant.key, options)));
    upload_id = std::move(created.upload_id);
  }
  const auto lifetime =
      std::min(grant.lifetime, std::chrono::seconds(wire::limits::presign_v4_max_s));
  const PartPlan plan = plan_parts(request.size);
  json::array parts;
  for (unsigned number = 1; number <= plan.count; ++number) {
    const std::uint64_t size = plan.size_of(number);
    parts.push_back(
        {{"number", number},
         {"size", size},
         {"url", desk_.part_url({grant.bucket, grant.key, upload_id, number, size}, lifetime)}});
  }
  const wire::Time end = std::chrono::floor<std::chrono::seconds>(dealing.now) + lifetime;
  return json::object{{"upload_id", upload_id},    {"bucket", grant.bucket},
                      {"key", grant.key},          {"part_bytes", plan.part_bytes},
                      {"parts", std::move(parts)}, {"expires_at", wire::format_iso_extended(end)}};
}

Result<std::vector<ops::CompletedPart>> SigningService::parts_of(const UploadRequest& request,
                                                                 const Grant& grant) {
  std::vector<ops::PartEntry> there;
  for (std::optional<unsigned> after = 0; after;) {
    ops::ListPartsOptions options;
    options.after = *after;
    PAIL_TRY(ops::PartPage page,
             s3_.call(ops::list_parts(grant.bucket, grant.key, request.upload_id, options)));
    std::move(page.parts.begin(), page.parts.end(), std::back_inserter(there));
    after = page.next;
  }
  std::vector<ops::CompletedPart> parts;
  std::uint64_t total = 0;
  auto wanted = request.parts.begin();
  for (const ops::PartEntry& part : there) {
    const bool named = wanted != request.parts.end() && wanted->number == part.number;
    if (!named && !request.parts.empty()) continue;
    parts.push_back({part.number, named ? wanted++->etag : part.etag, {}});
    total += part.size;
  }
  if (parts.empty() || wanted != request.parts.end()) return Error(Errc::InvalidPart);
  PAIL_TRY(check_total(total, grant.sizes));
  return parts;
}

SigningService::Answer SigningService::complete_upload(Dealing& dealing, std::string_view body) {
  PAIL_TRY(const UploadRequest request, read_complete_request(body));
  PAIL_TRY(const Grant grant, dealing.grant(ask_for_begun(request), *random_));
  PAIL_TRY(std::vector<ops::CompletedPart> parts, parts_of(request, grant));
  PAIL_TRY(const ops::CompletedUpload done,
           s3_.call(ops::complete_multipart_upload(grant.bucket, grant.key, request.upload_id,
                                                   std::move(parts))));
  return json::object{{"etag", done.etag}, {"key", grant.key}, {"bucket", grant.bucket}};
}

SigningService::Answer SigningService::abort_upload(Dealing& dealing, std::string_view body) {
  PAIL_TRY(const UploadRequest request, read_abort_request(body));
  PAIL_TRY(const Grant grant, dealing.grant(ask_for_begun(request), *random_));
  PAIL_TRY(s3_.call(ops::abort_multipart_upload(grant.bucket, grant.key, request.upload_id)));
  return json::object{{"key", grant.key}, {"bucket", grant.bucket}};
}

}  // namespace pail::signer::service
