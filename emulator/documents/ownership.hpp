// Object Ownership: to whom the objects of a bucket belong, and whether it has ACLs at all. Kept in
// BucketConfig::ownership: "" for BucketOwnerEnforced, which every bucket starts with, the names of
// the two others, or what stands for controls taken away: then objects are their writers', as in
// the time before there were controls. Pure. Spec: shared/spec/semantics.md §17.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "emulator/model/model.hpp"

namespace pail::emulator::documents {

enum class Ownership : std::uint8_t {
  bucket_owner_enforced,
  bucket_owner_preferred,
  object_writer
};

inline constexpr std::string_view no_ownership_controls = "none";

std::string_view name(Ownership ownership) noexcept;  // "BucketOwnerEnforced"
std::optional<Ownership> ownership_from(std::string_view name) noexcept;
// What BucketConfig::ownership holds.
std::string_view stored_form(Ownership ownership) noexcept;

Ownership ownership_of(const model::Bucket& bucket) noexcept;
bool has_ownership_controls(const model::Bucket& bucket) noexcept;

}  // namespace pail::emulator::documents
