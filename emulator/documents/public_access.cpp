#include "emulator/documents/public_access.hpp"

#include <algorithm>
#include <array>

#include "emulator/documents/configuration.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Result;

constexpr std::string_view root_name = "PublicAccessBlockConfiguration";

struct Setting {
  std::string_view element;
  bool PublicAccessBlock::*value;
};
// In the order of the document and of the stored digits.
constexpr std::array<Setting, 4> settings = {{
    {"BlockPublicAcls", &PublicAccessBlock::block_public_acls},
    {"IgnorePublicAcls", &PublicAccessBlock::ignore_public_acls},
    {"BlockPublicPolicy", &PublicAccessBlock::block_public_policy},
    {"RestrictPublicBuckets", &PublicAccessBlock::restrict_public_buckets},
}};

// S3's own example writes TRUE.
Result<bool> read_boolean(std::string_view text) {
  if (wire::iequals(text, "true")) return true;
  if (wire::iequals(text, "false")) return false;
  return Errc::MalformedXML;
}

Result<void> read_setting(const wire::XmlNode& node, PublicAccessBlock& block) {
  const auto* const setting =
      std::find_if(settings.begin(), settings.end(),
                   [&](const Setting& each) { return each.element == node.name(); });
  if (setting == settings.end()) return Errc::MalformedXML;
  PAIL_TRY(block.*(setting->value), read_boolean(node.text()));
  return wire::ok();
}

}  // namespace

std::optional<PublicAccessBlock> public_access_block_of(const model::Bucket& bucket) {
  const std::string_view digits = bucket.config(model::BucketConfig::public_access_block);
  if (digits == no_public_access_block) return std::nullopt;
  PublicAccessBlock block;
  for (std::size_t i = 0; i < std::min(digits.size(), settings.size()); ++i) {
    block.*(settings[i].value) = digits[i] == '1';
  }
  return block;
}

std::string stored_form(const PublicAccessBlock& block) {
  std::string digits;
  for (const Setting& setting : settings) digits += block.*(setting.value) ? '1' : '0';
  return digits;
}

Result<PublicAccessBlock> parse_public_access_block(std::string_view document) {
  PAIL_TRY(const auto xml, parse_configuration(document, root_name));
  PublicAccessBlock block{false, false, false, false};
  for (const wire::XmlNode& node : xml.root().children()) {
    PAIL_TRY(read_setting(node, block));
  }
  return block;
}

std::string public_access_block_document(const PublicAccessBlock& block) {
  wire::XmlWriter xml;
  xml.open(root_name, wire::s3_namespace);
  for (const Setting& setting : settings) xml.element(setting.element, block.*(setting.value));
  return xml.close().take();
}

}  // namespace pail::emulator::documents
