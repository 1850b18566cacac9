// Lifecycle configurations: a bucket's rules as values, read from what
// PutBucketLifecycleConfiguration brings and written as GetBucketLifecycleConfiguration shows them.
// When a rule acts is emulator/lifecycle/schedule.hpp's. Pure; thread-safe. Spec:
// shared/spec/semantics.md §20, §30; errors in errors.csv.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/object.hpp"
#include "wire/clock.hpp"
#include "wire/headers.hpp"
#include "wire/result.hpp"

namespace pail::emulator::documents {

inline constexpr std::size_t lifecycle_rules_max = 1000;  // S3

inline constexpr std::string_view transition_minimum_header =
    "x-amz-transition-default-minimum-object-size";

// Which objects a rule is about: those that everything here is true of.
struct LifecycleFilter {
  // <Prefix> in the rule itself; one thing or nothing in a <Filter>; several in its <And>.
  enum class Form : std::uint8_t { prefix, filter, conjunction };
  Form form = Form::filter;
  std::optional<std::string> prefix = {};
  model::Pairs tags = {};
  std::optional<std::uint64_t> size_greater_than = {};
  std::optional<std::uint64_t> size_less_than = {};
};

// When an action on current versions is due: so many days after they were written, or on a day.
struct LifecycleWhen {
  std::optional<std::uint32_t> days = {};
  std::optional<wire::Time> date = {};  // a midnight
};

struct LifecycleExpiration {
  LifecycleWhen when = {};  // nothing when it is about delete markers
  std::optional<bool> expired_object_delete_marker = {};
};

struct LifecycleTransition {
  LifecycleWhen when = {};
  std::string storage_class;
};

struct NoncurrentExpiration {
  std::uint32_t days = 0;
  std::optional<std::uint32_t> newer_versions = {};  // so many are kept however old they are
};

struct NoncurrentTransition {
  std::uint32_t days = 0;
  std::optional<std::uint32_t> newer_versions = {};
  std::string storage_class;
};

struct LifecycleRule {
  std::string id;
  bool enabled = false;
  LifecycleFilter filter = {};
  std::optional<LifecycleExpiration> expiration = {};
  std::vector<LifecycleTransition> transitions = {};
  std::optional<NoncurrentExpiration> noncurrent_expiration = {};
  std::vector<NoncurrentTransition> noncurrent_transitions = {};
  std::optional<std::uint32_t> abort_after_days = {};  // of uploads that nobody completes
};

// How small an object may be and still change its class, where its rule does not speak of sizes.
enum class TransitionMinimum : std::uint8_t {
  all_storage_classes_128k,
  varies_by_storage_class  // none for GLACIER and DEEP_ARCHIVE
};
std::string_view name(TransitionMinimum minimum) noexcept;
// From the header of that name. InvalidRequest for another value.
wire::Result<TransitionMinimum> read_transition_minimum(const wire::Headers& headers);

// What a bucket keeps.
struct Lifecycle {
  std::vector<LifecycleRule> rules;
  TransitionMinimum minimum = TransitionMinimum::all_storage_classes_128k;
  // Up to when the rules have acted; when they came, until they do for the first time. Nothing they
  // do can seem to have happened before.
  wire::Time acted_until = {};
};

// Rules without an ID get one. MissingRequestBodyError; MalformedXML for what the schema forbids;
// InvalidArgument (days that are none, IDs, dates not at midnight); InvalidRequest for what does
// not go together.
wire::Result<std::vector<LifecycleRule>> parse_lifecycle(std::string_view document);
std::string lifecycle_document(const std::vector<LifecycleRule>& rules);

// BucketConfig::lifecycle holds a line with the rest of a Lifecycle, and the document.
std::string lifecycle_slot(const Lifecycle& lifecycle);
struct LifecycleSlot {
  TransitionMinimum minimum;
  wire::Time acted_until;
  std::string_view document;  // a view into the slot
};
// InternalError when the slot is none that lifecycle_slot() wrote.
wire::Result<LifecycleSlot> open_lifecycle_slot(std::string_view slot);
wire::Result<Lifecycle> read_lifecycle_slot(std::string_view slot);

}  // namespace pail::emulator::documents
