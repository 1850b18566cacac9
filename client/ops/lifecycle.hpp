// What a bucket does by itself as time goes by: rules that delete, move to other storage classes,
// and abort uploads.
//
//   ops::LifecycleRule rule;
//   rule.filter.prefix = "tmp/";
//   rule.expiration = ops::Expiration{.days = 7};
//   s3.call(ops::put_bucket_lifecycle_configuration("photos", {{rule}}));
//
// Spec: shared/spec/semantics.md §20.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/operation.hpp"
#include "client/ops/tagging.hpp"

namespace pail::client::ops {

// Objects of which all that is said here is true; all objects when nothing is.
struct LifecycleFilter {
  std::optional<std::string> prefix = {};
  Tags tags = {};
  std::optional<std::uint64_t> size_greater_than = {};
  std::optional<std::uint64_t> size_less_than = {};
};

// One of the three. A date is a midnight.
struct Expiration {
  std::optional<unsigned> days = {};
  std::optional<wire::Time> date = {};
  std::optional<bool> expired_object_delete_marker = {};
};

// Days or date.
struct Transition {
  std::optional<unsigned> days = {};
  std::optional<wire::Time> date = {};
  std::string storage_class;
};

// Days since a newer version came.
struct NoncurrentExpiration {
  unsigned days = 0;
  std::optional<unsigned> newer_versions = {};  // so many are kept however old they are
};

struct NoncurrentTransition {
  unsigned days = 0;
  std::optional<unsigned> newer_versions = {};
  std::string storage_class;
};

struct LifecycleRule {
  std::string id;  // empty: the server makes one
  bool enabled = true;
  LifecycleFilter filter = {};
  std::optional<Expiration> expiration = {};
  std::vector<Transition> transitions = {};
  std::optional<NoncurrentExpiration> noncurrent_expiration = {};
  std::vector<NoncurrentTransition> noncurrent_transitions = {};
  std::optional<unsigned> abort_uploads_after_days = {};
};

// How small an object may be and still be moved, where its rule does not speak of sizes.
enum class TransitionMinimum { all_storage_classes_128k, varies_by_storage_class };

struct Lifecycle {
  std::vector<LifecycleRule> rules;
  std::optional<TransitionMinimum> transition_minimum = {};  // none: the server's usual
};

// All rules, in the place of those there were.
Operation<void> put_bucket_lifecycle_configuration(std::string bucket, Lifecycle lifecycle);
// NoSuchLifecycleConfiguration for a bucket that has none.
Operation<Lifecycle> get_bucket_lifecycle_configuration(std::string bucket);
Operation<void> delete_bucket_lifecycle(std::string bucket);

}  // namespace pail::client::ops
