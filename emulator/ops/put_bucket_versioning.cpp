// PutBucketVersioning. MFA delete is understood and asked of nobody: no account here has a device.
// Spec: shared/spec/semantics.md §13.
#include "emulator/documents/configuration.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;

// "Enabled" or "Suspended", as the bucket keeps it.
Result<std::string> parse_status(std::string_view document) {
  PAIL_TRY(const auto xml, documents::parse_configuration(document, "VersioningConfiguration"));
  std::optional<std::string> status;
  std::optional<std::string> mfa_delete;
  for (const wire::XmlNode& part : xml.root().children()) {
    const bool is_status = part.name() == "Status";
    if (!is_status && part.name() != "MfaDelete") return Errc::MalformedXML;
    auto& slot = is_status ? status : mfa_delete;
    if (slot) return Errc::MalformedXML;
    slot = part.text();
  }
  if (mfa_delete && mfa_delete != "Enabled" && mfa_delete != "Disabled") return Errc::MalformedXML;
  if (!status) return Errc::IllegalVersioningConfigurationException;
  if (status != "Enabled" && status != "Suspended") return Errc::MalformedXML;
  return *status;
}

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const std::string status, parse_status(document));
  PAIL_TRY(documents::check_digests(call, digests));
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::versioning, status));
  return empty_reply(200);
}

Result<Begin> begin(Call& call) {
  return documents::collect_configuration(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_bucket_versioning;
const Operation put_bucket_versioning{.name = "PutBucketVersioning",
                                      .method = "PUT",
                                      .level = Level::bucket,
                                      .selector = "versioning",
                                      .action = "s3:PutBucketVersioning",
                                      .begin = begin};

}  // namespace pail::emulator::ops
