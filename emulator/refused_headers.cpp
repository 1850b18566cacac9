#include "emulator/refused_headers.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "emulator/invalid_argument.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::string_view acl_header = "x-amz-acl";
constexpr std::string_view encryption_header = "x-amz-server-side-encryption";
constexpr std::string_view bypass_header = "x-amz-bypass-governance-retention";

constexpr std::array<std::string_view, 7> object_acls = {
    "private",       "public-read",       "public-read-write",        "authenticated-read",
    "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"};
constexpr std::array<std::string_view, 6> bucket_acls = {"private",           "public-read",
                                                         "public-read-write", "authenticated-read",
                                                         "aws-exec-read",     "log-delivery-write"};

bool is_one_of(std::span<const std::string_view> names, std::string_view name) noexcept {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_grants(const wire::Headers& headers) noexcept {
  return std::any_of(headers.begin(), headers.end(), [](const wire::Header& field) {
    return wire::istarts_with(field.name, "x-amz-grant-");
  });
}

// `accepted`: the canned ACLs that change nothing; `refusal` for all others.
Result<void> check_acl(const wire::Headers& headers, std::span<const std::string_view> known,
                       std::span<const std::string_view> accepted, Errc refusal) {
  const auto canned = headers.find(acl_header);
  const bool grants = has_grants(headers);
  if (canned && grants) {
    return Error(Errc::InvalidRequest,
                 "Specifying both Canned ACLs and Header Grants is not allowed");
  }
  if (canned && !is_one_of(known, *canned)) {
    return Error(Errc::InvalidArgument)
        .without_message()
        .with("ArgumentName", acl_header)
        .with("ArgumentValue", *canned);
  }
  if (grants || (canned && !is_one_of(accepted, *canned))) return refusal;
  return wire::ok();
}

}  // namespace

Result<void> refuse_headers(const wire::Headers& headers,
                            std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (!headers.get(name).empty()) return Error(Errc::NotImplemented).with("Header", name);
  }
  return wire::ok();
}

Result<void> refuse_customer_keys(const wire::Headers& headers) {
  return refuse_headers(headers, {"x-amz-server-side-encryption-customer-algorithm",
                                  "x-amz-server-side-encryption-customer-key",
                                  "x-amz-server-side-encryption-customer-key-MD5"});
}

Result<void> check_encryption(const wire::Headers& headers) {
  PAIL_TRY(refuse_customer_keys(headers));
  PAIL_TRY(refuse_headers(headers, {"x-amz-server-side-encryption-aws-kms-key-id",
                                    "x-amz-server-side-encryption-context"}));
  if (!wire::iequals(headers.get("x-amz-server-side-encryption-bucket-key-enabled"), "false")) {
    PAIL_TRY(refuse_headers(headers, {"x-amz-server-side-encryption-bucket-key-enabled"}));
  }
  const auto algorithm = headers.find(encryption_header);
  if (!algorithm || *algorithm == "AES256") return wire::ok();
  if (algorithm->starts_with("aws:")) return refuse_headers(headers, {encryption_header});
  return Error(Errc::InvalidEncryptionAlgorithmError)
      .with("ArgumentName", encryption_header)
      .with("ArgumentValue", *algorithm);
}

Result<void> check_object_acl(const wire::Headers& headers) {
  // Who may write here is the owner, so `private` grants what bucket-owner-full-control does.
  constexpr std::array<std::string_view, 2> accepted = {"private", "bucket-owner-full-control"};
  return check_acl(headers, object_acls, accepted, Errc::AccessControlListNotSupported);
}

Result<void> check_bucket_acl(const wire::Headers& headers) {
  constexpr std::array<std::string_view, 1> accepted = {"private"};
  return check_acl(headers, bucket_acls, accepted, Errc::InvalidBucketAclWithObjectOwnership);
}

Result<void> check_governance_bypass(const wire::Headers& headers) {
  if (!wire::iequals(headers.get(bypass_header), "true")) return wire::ok();
  return invalid_argument(
      std::string(bypass_header) + " is only applicable to Object Lock enabled buckets.",
      bypass_header);
}

}  // namespace pail::emulator
