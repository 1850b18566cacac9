// PutBucketOwnershipControls. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/configuration.hpp"
#include "emulator/documents/ownership.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

using model::BucketConfig;
using wire::Errc;

// One rule with one element.
Result<documents::Ownership> parse(std::string_view document) {
  PAIL_TRY(const auto xml, documents::parse_configuration(document, "OwnershipControls"));
  const auto rules = xml.root().children();
  const bool is_one =
      rules.size() == 1 && rules.front().name() == "Rule" && rules.front().children().size() == 1;
  if (!is_one) return Errc::MalformedXML;
  const auto ownership = documents::ownership_from(rules.front().child_text("ObjectOwnership"));
  if (!ownership) return Errc::MalformedXML;
  return *ownership;
}

// A bucket that grants something to others cannot do without ACLs.
Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const documents::Ownership ownership, parse(document));
  PAIL_TRY(documents::check_digests(call, digests));
  const bool grants = !call.bucket->config(BucketConfig::acl).empty();
  if (ownership == documents::Ownership::bucket_owner_enforced && grants) {
    return Errc::InvalidBucketAclWithObjectOwnership;
  }
  PAIL_TRY(call.model.configure(*call.bucket, BucketConfig::ownership,
                                documents::stored_form(ownership)));
  return empty_reply(200);
}

Result<Begin> begin(Call& call) {
  return documents::collect_configuration(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_bucket_ownership_controls;
const Operation put_bucket_ownership_controls{.name = "PutBucketOwnershipControls",
                                              .method = "PUT",
                                              .level = Level::bucket,
                                              .selector = "ownershipControls",
                                              .action = "s3:PutBucketOwnershipControls",
                                              .begin = begin};

}  // namespace pail::emulator::ops
