#include "client/ops/lifecycle.hpp"

#include "client/ops/settings.hpp"
#include "client/ops/tag_fields.hpp"

namespace pail::client::ops {
namespace {

constexpr std::string_view selector = "lifecycle";
constexpr std::string_view root = "LifecycleConfiguration";
constexpr std::string_view minimum_header = "x-amz-transition-default-minimum-object-size";

constexpr Words<bool, 2> statuses{{{"Enabled", true}, {"Disabled", false}}};
constexpr Words<TransitionMinimum, 2> minimums{
    {{"all_storage_classes_128K", TransitionMinimum::all_storage_classes_128k},
     {"varies_by_storage_class", TransitionMinimum::varies_by_storage_class}}};

template <class Way>
void predicates(Way& way, LifecycleFilter& filter) {
  way.text("Prefix", filter.prefix);
  way.elements("Tag", filter.tags);
  way.number("ObjectSizeGreaterThan", filter.size_greater_than);
  way.number("ObjectSizeLessThan", filter.size_less_than);
}

std::size_t count_predicates(const LifecycleFilter& filter) {
  return filter.tags.size() + std::size_t{filter.prefix.has_value()} +
         std::size_t{filter.size_greater_than.has_value()} +
         std::size_t{filter.size_less_than.has_value()};
}

}  // namespace

// Several stand in an <And>.
void fields(Writer& way, LifecycleFilter& filter) {
  if (count_predicates(filter) < 2) return predicates(way, filter);
  way.inside("And", [&](Writer& all) { predicates(all, filter); });
}

void fields(Reader& way, LifecycleFilter& filter) {
  predicates(way, filter);
  way.inside("And", [&](Reader& all) { predicates(all, filter); });
}

template <class Way>
void fields(Way& way, Expiration& expiration) {
  way.number("Days", expiration.days);
  way.time("Date", expiration.date);
  way.flag("ExpiredObjectDeleteMarker", expiration.expired_object_delete_marker);
}

template <class Way>
void fields(Way& way, Transition& transition) {
  way.number("Days", transition.days);
  way.time("Date", transition.date);
  way.text("StorageClass", transition.storage_class);
}

template <class Way>
void fields(Way& way, NoncurrentExpiration& expiration) {
  way.number("NoncurrentDays", expiration.days);
  way.number("NewerNoncurrentVersions", expiration.newer_versions);
}

template <class Way>
void fields(Way& way, NoncurrentTransition& transition) {
  way.number("NoncurrentDays", transition.days);
  way.number("NewerNoncurrentVersions", transition.newer_versions);
  way.text("StorageClass", transition.storage_class);
}

struct AbortUploads {
  std::optional<unsigned> days;
};

template <class Way>
void fields(Way& way, AbortUploads& abort) {
  way.number("DaysAfterInitiation", abort.days);
}

template <class Way>
void fields(Way& way, LifecycleRule& rule) {
  way.text("ID", rule.id);
  way.element("Filter", rule.filter);
  way.word("Status", rule.enabled, statuses);
  way.element("Expiration", rule.expiration);
  way.elements("Transition", rule.transitions);
  way.element("NoncurrentVersionExpiration", rule.noncurrent_expiration);
  way.elements("NoncurrentVersionTransition", rule.noncurrent_transitions);
  std::optional<AbortUploads> abort;
  if (rule.abort_uploads_after_days) abort.emplace(AbortUploads{rule.abort_uploads_after_days});
  way.element("AbortIncompleteMultipartUpload", abort);
  if (abort) rule.abort_uploads_after_days = abort->days;
}

void fields(Writer& way, Lifecycle& lifecycle) {
  way.elements("Rule", lifecycle.rules);
}

// Rules of old have their prefix beside the rest instead of in a filter.
void fields(Reader& way, Lifecycle& lifecycle) {
  way.each([&](std::string_view name, Reader& element) {
    if (name != "Rule") return;
    LifecycleRule& rule = lifecycle.rules.emplace_back();
    fields(element, rule);
    element.text("Prefix", rule.filter.prefix);
  });
}

namespace {

Result<Lifecycle> read_lifecycle(const Answer& answer) {
  PAIL_TRY(Lifecycle lifecycle, read_document<Lifecycle>(answer, root));
  lifecycle.transition_minimum = meaning_of(answer.head.get(minimum_header), minimums);
  return lifecycle;
}

}  // namespace

Operation<void> put_bucket_lifecycle_configuration(std::string bucket, Lifecycle lifecycle) {
  Request request = bucket_setting("PUT", std::move(bucket), selector);
  if (lifecycle.transition_minimum) {
    add_header(request, minimum_header, word_of(*lifecycle.transition_minimum, minimums));
  }
  return put(std::move(request), root, std::move(lifecycle));
}

Operation<Lifecycle> get_bucket_lifecycle_configuration(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), selector), read_lifecycle);
}

Operation<void> delete_bucket_lifecycle(std::string bucket) {
  return done(bucket_setting("DELETE", std::move(bucket), selector));
}

}  // namespace pail::client::ops
