// Public Access Block: what a bucket refuses to make public, whoever asks. Kept in
// BucketConfig::public_access_block: "" for what every bucket starts with (all four on), four
// digits otherwise, or what stands for a block taken away. Pure. Spec: shared/spec/semantics.md
// §17, §25.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/model/model.hpp"

namespace pail::emulator::documents {

inline constexpr std::string_view no_public_access_block = "none";

struct PublicAccessBlock {
  bool block_public_acls = true;  // no ACL may be set that grants to everybody
  bool ignore_public_acls = true;
  bool block_public_policy = true;
  bool restrict_public_buckets = true;
};

// nullopt: it was taken away, and nothing is blocked.
std::optional<PublicAccessBlock> public_access_block_of(const model::Bucket& bucket);
// What BucketConfig::public_access_block holds.
std::string stored_form(const PublicAccessBlock& block);

// MissingRequestBodyError, MalformedXML. What the document does not name is off.
wire::Result<PublicAccessBlock> parse_public_access_block(std::string_view document);
std::string public_access_block_document(const PublicAccessBlock& block);

}  // namespace pail::emulator::documents
