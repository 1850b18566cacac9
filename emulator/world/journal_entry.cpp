#include "emulator/world/journal_entry.hpp"

namespace pail::world {
namespace {

bool fits_text(std::string_view wanted, std::string_view there) noexcept {
  return wanted.empty() || wanted == there;
}

}  // namespace

bool JournalMatch::fits(const JournalEntry& entry) const noexcept {
  return (status == 0 || status == entry.status) && fits_text(operation, entry.operation) &&
         fits_text(bucket, entry.bucket) && fits_text(key, entry.key) &&
         std::string_view(entry.key).starts_with(key_prefix) && fits_text(code, entry.code) &&
         fits_text(access_key, entry.access_key) && fits_text(kind, name(entry.kind));
}

std::string_view name(JournalEntry::Kind kind) noexcept {
  switch (kind) {
    case JournalEntry::Kind::request:
      return "request";
    case JournalEntry::Kind::notification:
      return "notification";
    case JournalEntry::Kind::lifecycle:
      break;
  }
  return "lifecycle";
}

}  // namespace pail::world
