#include "emulator/documents/ownership.hpp"

#include <algorithm>
#include <array>

namespace pail::emulator::documents {
namespace {

// By Ownership.
constexpr std::array<std::string_view, 3> names = {"BucketOwnerEnforced", "BucketOwnerPreferred",
                                                   "ObjectWriter"};

std::string_view document_of(const model::Bucket& bucket) noexcept {
  return bucket.config(model::BucketConfig::ownership);
}

}  // namespace

std::string_view name(Ownership ownership) noexcept {
  return names[static_cast<std::size_t>(ownership)];
}

std::optional<Ownership> ownership_from(std::string_view name) noexcept {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Ownership>(found - names.begin());
}

std::string_view stored_form(Ownership ownership) noexcept {
  return ownership == Ownership::bucket_owner_enforced ? std::string_view{} : name(ownership);
}

Ownership ownership_of(const model::Bucket& bucket) noexcept {
  const std::string_view document = document_of(bucket);
  if (document.empty()) return Ownership::bucket_owner_enforced;
  return ownership_from(document).value_or(Ownership::object_writer);
}

bool has_ownership_controls(const model::Bucket& bucket) noexcept {
  return document_of(bucket) != no_ownership_controls;
}

}  // namespace pail::emulator::documents
