// The exchange's questions to emulator/access: may this caller do that?
#include "emulator/access/decision.hpp"
#include "emulator/acl_decision.hpp"
#include "emulator/documents/ownership.hpp"
#include "emulator/pipeline.hpp"

namespace pail::emulator {
namespace {

std::string_view version_of(const wire::Query& query) {
  return query.value("versionId").value_or(std::string_view{});
}

Deed deed_of(const Operation& operation, const wire::Address& address, const wire::Query& query) {
  const bool versioned = !operation.version_action.empty() && query.has("versionId");
  return {versioned ? operation.version_action : operation.action, address.key, version_of(query)};
}

// ListBuckets is about all buckets, and policies name them either so or by "*" alone.
std::string resource_arn(std::string_view bucket, std::string_view key) {
  std::string arn = "arn:aws:s3:::";
  arn.append(bucket.empty() ? "*" : bucket);
  if (!key.empty()) arn.append("/").append(key);
  return arn;
}

}  // namespace

Result<void> Exchange::authorise() const {
  const Operation& operation = *route_.operation;
  if (operation.asks_per_key && identity_) return wire::ok();
  PAIL_TRY(check(deed_of(operation, address_, query_)));
  if (!access::limited_by_policies(identity_.get())) return wire::ok();
  for (const HeaderAction& asked : operation.header_actions) {
    if (!headers_->has(asked.header)) continue;
    PAIL_TRY(check({.action = asked.action, .key = address_.key, .by_header = true}));
  }
  return wire::ok();
}

Result<void> Exchange::check(const Deed& deed) const {
  return decide(deed, std::nullopt);
}

bool Exchange::may_list(std::string_view key) const {
  return decide({.action = "s3:ListBucket"}, key).has_value();
}

bool Exchange::may_list(std::string_view key, const model::Bucket& bucket) const {
  return decide({.action = "s3:ListBucket", .bucket = &bucket}, key).has_value();
}

bool Exchange::has(std::string_view canonical_id) const {
  return !number(canonical_id).empty();
}

std::string_view Exchange::number(std::string_view canonical_id) const {
  return contents_->directory().account_number(canonical_id);
}

RequestFacts Exchange::facts_about(std::string_view action) const {
  return {.request = request_,
          .headers = *headers_,
          .query = query_,
          .directory = contents_->directory(),
          .caller = identity_.get(),
          .scheme = verdict_.scheme,
          .now = now_,
          .region = world_->region(),
          .action = action};
}

Result<void> Exchange::decide(const Deed& deed, std::optional<std::string_view> prefix) const {
  const model::Bucket* const bucket = deed.bucket != nullptr ? deed.bucket
                                      : bucket_              ? &*bucket_
                                                             : nullptr;
  const std::string_view owner = bucket != nullptr ? std::string_view(bucket->owner) : "";
  RequestFacts facts = facts_about(deed.action);
  facts.owner = owner;
  facts.version_id = deed.version_id;
  facts.prefix = prefix;
  facts.request_tags = deed.tags;
  facts.object = {&contents_->model(), bucket, deed.key};
  const RequestKeys keys(facts);
  std::string resource;
  if (access::limited_by_policies(identity_.get())) {
    resource = resource_arn(bucket != nullptr ? bucket->name : address_.bucket, deed.key);
  }
  const access::Question question{identity_.get(), deed.action, resource, owner, keys};
  const bool has_acls = bucket != nullptr && documents::ownership_of(*bucket) !=
                                                 documents::Ownership::bucket_owner_enforced;
  return has_acls ? decide_with_acls(deed, *bucket, question) : access::decide(question);
}

Result<void> Exchange::decide_with_acls(const Deed& deed, const model::Bucket& bucket,
                                        const access::Question& question) const {
  const access::Effect policies = access::own_policies(question);
  const bool allowed = deed.by_header ? policies == access::Effect::allow
                                      : allowed_with_acls({.caller = question.caller,
                                                           .policies = policies,
                                                           .model = contents_->model(),
                                                           .bucket = bucket,
                                                           .action = deed.action,
                                                           .key = deed.key,
                                                           .version_id = deed.version_id});
  if (!allowed) return wire::Errc::AccessDenied;
  return wire::ok();
}

}  // namespace pail::emulator
