#include "emulator/documents/lifecycle.hpp"

#include <array>

#include "wire/date.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

// By TransitionMinimum.
constexpr std::array<std::string_view, 2> minimum_names = {"all_storage_classes_128K",
                                                           "varies_by_storage_class"};

std::optional<TransitionMinimum> minimum_of(std::string_view text) noexcept {
  for (std::size_t i = 0; i < minimum_names.size(); ++i) {
    if (minimum_names[i] == text) return static_cast<TransitionMinimum>(i);
  }
  return std::nullopt;
}

template <class Number>
void write_number(wire::XmlWriter& xml, std::string_view element,
                  const std::optional<Number>& number) {
  if (number) xml.element(element, std::uint64_t{*number});
}

void write_predicates(wire::XmlWriter& xml, const LifecycleFilter& filter) {
  if (filter.prefix) xml.element("Prefix", *filter.prefix);
  for (const auto& [key, value] : filter.tags) {
    xml.open("Tag").element("Key", key).element("Value", value).close();
  }
  write_number(xml, "ObjectSizeGreaterThan", filter.size_greater_than);
  write_number(xml, "ObjectSizeLessThan", filter.size_less_than);
}

bool asks_nothing(const LifecycleFilter& filter) noexcept {
  return !filter.prefix && filter.tags.empty() && !filter.size_greater_than &&
         !filter.size_less_than;
}

void write_filter(wire::XmlWriter& xml, const LifecycleFilter& filter) {
  if (filter.form == LifecycleFilter::Form::prefix) return write_predicates(xml, filter);
  if (asks_nothing(filter)) {
    xml.empty("Filter");
    return;
  }
  xml.open("Filter");
  const bool several = filter.form == LifecycleFilter::Form::conjunction;
  if (several) xml.open("And");
  write_predicates(xml, filter);
  if (several) xml.close();
  xml.close();
}

void write_when(wire::XmlWriter& xml, const LifecycleWhen& when) {
  write_number(xml, "Days", when.days);
  if (when.date) xml.element("Date", wire::format_iso_milliseconds(*when.date));
}

void write_expiration(wire::XmlWriter& xml, const LifecycleExpiration& expiration) {
  xml.open("Expiration");
  write_when(xml, expiration.when);
  if (const auto marker = expiration.expired_object_delete_marker) {
    xml.element("ExpiredObjectDeleteMarker", *marker);
  }
  xml.close();
}

void write_current(wire::XmlWriter& xml, const LifecycleRule& rule) {
  if (rule.expiration) write_expiration(xml, *rule.expiration);
  for (const LifecycleTransition& transition : rule.transitions) {
    xml.open("Transition");
    write_when(xml, transition.when);
    xml.element("StorageClass", transition.storage_class).close();
  }
}

void write_noncurrent(wire::XmlWriter& xml, const LifecycleRule& rule) {
  if (const auto& expiration = rule.noncurrent_expiration) {
    xml.open("NoncurrentVersionExpiration");
    xml.element("NoncurrentDays", std::uint64_t{expiration->days});
    write_number(xml, "NewerNoncurrentVersions", expiration->newer_versions);
    xml.close();
  }
  for (const NoncurrentTransition& transition : rule.noncurrent_transitions) {
    xml.open("NoncurrentVersionTransition");
    xml.element("NoncurrentDays", std::uint64_t{transition.days});
    write_number(xml, "NewerNoncurrentVersions", transition.newer_versions);
    xml.element("StorageClass", transition.storage_class).close();
  }
}

void write_rule(wire::XmlWriter& xml, const LifecycleRule& rule) {
  xml.open("Rule").element("ID", rule.id);
  write_filter(xml, rule.filter);
  xml.element("Status", rule.enabled ? "Enabled" : "Disabled");
  write_current(xml, rule);
  write_noncurrent(xml, rule);
  if (rule.abort_after_days) {
    xml.open("AbortIncompleteMultipartUpload");
    write_number(xml, "DaysAfterInitiation", rule.abort_after_days);
    xml.close();
  }
  xml.close();
}

}  // namespace

std::string_view name(TransitionMinimum minimum) noexcept {
  return minimum_names[static_cast<std::size_t>(minimum)];
}

Result<TransitionMinimum> read_transition_minimum(const wire::Headers& headers) {
  const auto text = headers.find(transition_minimum_header);
  if (!text) return TransitionMinimum::all_storage_classes_128k;
  if (const auto minimum = minimum_of(*text)) return *minimum;
  return Error(Errc::InvalidRequest,
               "Invalid TransitionDefaultMinimumObjectSize found: " + std::string(*text));
}

std::string lifecycle_document(const std::vector<LifecycleRule>& rules) {
  wire::XmlWriter xml;
  xml.open("LifecycleConfiguration", wire::s3_namespace);
  for (const LifecycleRule& rule : rules) write_rule(xml, rule);
  return xml.close().take();
}

std::string lifecycle_slot(const Lifecycle& lifecycle) {
  const auto acted_until = lifecycle.acted_until.time_since_epoch().count();
  return std::string(name(lifecycle.minimum))
      .append(" ")
      .append(std::to_string(acted_until))
      .append("\n")
      .append(lifecycle_document(lifecycle.rules));
}

Result<LifecycleSlot> open_lifecycle_slot(std::string_view slot) {
  const std::size_t space = slot.find(' ');
  const std::size_t end = slot.find('\n');
  if (space > end || end == std::string_view::npos) return Errc::InternalError;
  const auto minimum = minimum_of(slot.substr(0, space));
  const auto acted_until = wire::parse_signed(slot.substr(space + 1, end - space - 1));
  if (!minimum || !acted_until) return Errc::InternalError;
  return LifecycleSlot{*minimum, wire::Time(std::chrono::microseconds(*acted_until)),
                       slot.substr(end + 1)};
}

Result<Lifecycle> read_lifecycle_slot(std::string_view slot) {
  PAIL_TRY(const LifecycleSlot opened, open_lifecycle_slot(slot));
  Lifecycle lifecycle{{}, opened.minimum, opened.acted_until};
  PAIL_TRY(lifecycle.rules, parse_lifecycle(opened.document));
  return lifecycle;
}

}  // namespace pail::emulator::documents
