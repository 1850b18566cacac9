// PutBucketOwnershipControls. Spec: shared/spec/semantics.md §17.
#include "emulator/configuration.hpp"
#include "emulator/ownership.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

using model::BucketConfig;
using wire::Errc;

// One rule with one element.
Result<Ownership> parse(std::string_view document) {
  PAIL_TRY(const auto xml, parse_configuration(document, "OwnershipControls"));
  const auto rules = xml.root().children();
  const bool is_one =
      rules.size() == 1 && rules.front().name() == "Rule" && rules.front().children().size() == 1;
  if (!is_one) return Errc::MalformedXML;
  const auto ownership = ownership_from(rules.front().child_text("ObjectOwnership"));
  if (!ownership) return Errc::MalformedXML;
  return *ownership;
}

// A bucket that grants something to others cannot do without ACLs.
Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const Ownership ownership, parse(document));
  PAIL_TRY(check_digests(call, digests));
  const bool grants = !call.bucket->config(BucketConfig::acl).empty();
  if (ownership == Ownership::bucket_owner_enforced && grants) {
    return Errc::InvalidBucketAclWithObjectOwnership;
  }
  PAIL_TRY(call.model.configure(*call.bucket, BucketConfig::ownership, stored_form(ownership)));
  return empty_reply(200);
}

Result<Begin> begin(Call& call) {
  return collect_configuration(call, wire::limits::xml_body_bytes_max, finish);
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
