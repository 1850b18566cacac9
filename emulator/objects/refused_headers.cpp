#include "emulator/objects/refused_headers.hpp"

#include "emulator/invalid_argument.hpp"
#include "wire/text.hpp"

namespace pail::emulator::objects {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::string_view encryption_header = "x-amz-server-side-encryption";
constexpr std::string_view bypass_header = "x-amz-bypass-governance-retention";

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

Result<void> check_governance_bypass(const wire::Headers& headers) {
  if (!wire::iequals(headers.get(bypass_header), "true")) return wire::ok();
  return invalid_argument(
      std::string(bypass_header) + " is only applicable to Object Lock enabled buckets.",
      bypass_header);
}

}  // namespace pail::emulator::objects
