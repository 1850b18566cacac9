#include "emulator/objects/lifecycle_headers.hpp"

#include "emulator/lifecycle/schedule.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::objects {
namespace {

// A document of ours that cannot be read says nothing here; whoever acts by it fails.
documents::Lifecycle rules_of(const model::Bucket& bucket) {
  const std::string_view slot = bucket.config(model::BucketConfig::lifecycle);
  if (slot.empty()) return {};
  auto lifecycle = documents::read_lifecycle_slot(slot);
  return lifecycle ? std::move(lifecycle).value() : documents::Lifecycle{};
}

}  // namespace

void write_expiration(wire::FieldBlock& fields, const model::Bucket& bucket, std::string_view key,
                      const model::Object& current) {
  const documents::Lifecycle lifecycle = rules_of(bucket);
  if (const auto due = lifecycle::expiration_of(lifecycle, key, current)) {
    fields.add("x-amz-expiration", lifecycle::expiration_header(*due));
  }
}

void write_abort(wire::FieldBlock& fields, const model::Bucket& bucket,
                 const model::Upload& upload) {
  const documents::Lifecycle lifecycle = rules_of(bucket);
  const wire::Time begun = upload.object.last_modified();
  if (const auto due = lifecycle::abort_of(lifecycle, upload.key, begun)) {
    fields.add("x-amz-abort-date", wire::format_http_date(due->when))
        .add("x-amz-abort-rule-id", wire::percent_encode(due->rule->id, false));
  }
}

}  // namespace pail::emulator::objects
