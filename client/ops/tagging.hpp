// Tags of objects and buckets. Spec: shared/spec/semantics.md §16.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"

namespace pail::client::ops {

using Tags = std::vector<wire::NamedText>;

// All tags, in the place of those there were. An empty `version_id`: the current version.
Operation<void> put_object_tagging(std::string bucket, std::string key, Tags tags,
                                   std::string_view version_id = {});
Operation<Tags> get_object_tagging(std::string bucket, std::string key,
                                   std::string_view version_id = {});
Operation<void> delete_object_tagging(std::string bucket, std::string key,
                                      std::string_view version_id = {});

Operation<void> put_bucket_tagging(std::string bucket, Tags tags);
// NoSuchTagSet for a bucket that has none.
Operation<Tags> get_bucket_tagging(std::string bucket);
Operation<void> delete_bucket_tagging(std::string bucket);

}  // namespace pail::client::ops
