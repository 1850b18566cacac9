#include <algorithm>
#include <array>

#include "emulator/seed/description.hpp"
#include "emulator/seed/documents.hpp"
#include "emulator/seed/tree.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::seed {
namespace {

// A member of a bucket that is one of its documents. In the order they have to be put: ACLs want
// the ownership that allows them, and a block that does not forbid them; much of what follows wants
// versioning.
struct Kind {
  std::string_view member;
  std::string_view sub_resource;
  std::string_view root;  // of its XML; "" for JSON
};
constexpr auto kinds = std::to_array<Kind>({
    {"versioning", "versioning", "VersioningConfiguration"},
    {"ownership", "ownershipControls", "OwnershipControls"},
    {"public_access_block", "publicAccessBlock", "PublicAccessBlockConfiguration"},
    {"acl", "acl", "AccessControlPolicy"},
    {"tags", "tagging", "Tagging"},
    {"policy", "policy", ""},
    {"cors", "cors", "CORSConfiguration"},
    {"lifecycle", "lifecycle", "LifecycleConfiguration"},
    {"notification", "notification", "NotificationConfiguration"},
    {"website", "website", "WebsiteConfiguration"},
    {"encryption", "encryption", "ServerSideEncryptionConfiguration"},
    {"logging", "logging", "BucketLoggingStatus"},
    {"object-lock", "object-lock", "ObjectLockConfiguration"},
    {"replication", "replication", "ReplicationConfiguration"},
    {"requestPayment", "requestPayment", "RequestPaymentConfiguration"},
    {"accelerate", "accelerate", "AccelerateConfiguration"},
});

// Documents that are one word.
std::string versioning_text(std::string_view status) {
  return wire::XmlWriter()
      .open("VersioningConfiguration", wire::s3_namespace)
      .element("Status", status)
      .close()
      .take();
}

std::string ownership_text(std::string_view ownership) {
  return wire::XmlWriter()
      .open("OwnershipControls", wire::s3_namespace)
      .open("Rule")
      .element("ObjectOwnership", ownership)
      .close()
      .close()
      .take();
}

wire::Result<std::string> tags_text(const Member& member) {
  PAIL_TRY(const Pairs tags, member.pairs());
  wire::XmlWriter xml;
  xml.open("Tagging", wire::s3_namespace).open("TagSet");
  for (const auto& [key, value] : tags) {
    xml.open("Tag").element("Key", key).element("Value", value).close();
  }
  return xml.close().close().take();
}

// Nobody writes a document of XML without a bracket.
bool is_word(const Member& member) {
  return member.value().is_string() && member.value().get_string().find('<') == std::string::npos;
}

wire::Result<Configuration> read_configuration(const Kind& kind, const Member& member) {
  Configuration configuration{.at = {member.path()},
                              .sub_resource = std::string(kind.sub_resource)};
  const bool word = is_word(member);
  if (word && kind.member == "acl") {
    PAIL_TRY(configuration.canned_acl, member.text());
  } else if (word && (kind.member == "versioning" || kind.member == "ownership")) {
    PAIL_TRY(const std::string text, member.text());
    configuration.text = kind.member == "ownership" ? ownership_text(text) : versioning_text(text);
  } else if (kind.member == "public_access_block" && member.value().is_bool()) {
    PAIL_TRY(const bool block, member.flag());
    if (block) return member.mistake("write what it blocks, or false");
    configuration.remove = true;
  } else if (kind.member == "tags") {
    PAIL_TRY(configuration.text, tags_text(member));
  } else if (kind.root.empty()) {
    PAIL_TRY(configuration.text, policy_text(member));
  } else {
    PAIL_TRY(configuration.text, xml_text(member, kind.root));
  }
  return configuration;
}

bool is_versioned(Fields& fields) {
  const auto member = fields.find("versioning");
  return member && member->value().is_string() && member->value().get_string() == "Enabled";
}

}  // namespace

wire::Result<Bucket> read_bucket(const Member& member) {
  PAIL_TRY(Fields fields, Fields::of(member));
  Bucket bucket{.at = {member.path()}, .name = {}};
  PAIL_TRY(fields.read("name", bucket.name));
  PAIL_TRY(fields.maybe("region", bucket.region));
  PAIL_TRY(fields.maybe("owner", bucket.owner));
  PAIL_TRY(const auto objects, fields.items("objects"));
  PAIL_TRY(bucket.objects, read_objects(objects, is_versioned(fields)));
  if (const auto tree = fields.find("tree")) {
    PAIL_TRY(const auto folder, folder_of(*tree));
    PAIL_TRY(auto found, objects_of_tree(member.document(), folder, {tree->path()}));
    add_missing(bucket.objects, std::move(found));
  }
  for (const Kind& kind : kinds) {
    const auto found = fields.find(kind.member);
    if (!found) continue;
    PAIL_TRY(Configuration configuration, read_configuration(kind, *found));
    bucket.configurations.push_back(std::move(configuration));
  }
  PAIL_TRY(fields.done());
  return bucket;
}

}  // namespace pail::emulator::seed
