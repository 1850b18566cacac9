#include "emulator/world/journal_entry.hpp"

namespace pail::world {
namespace {

bool fits_text(std::string_view wanted, std::string_view there) noexcept {
  return wanted.empty() || wanted == there;
}

}  // namespace

JournalEntry entry_of(const JournalNote& note) {
  JournalEntry entry;
  static_cast<JournalFacts&>(entry) = note;
  for (std::size_t i = 0; i < JournalNote::count; ++i) {
    entry.*JournalEntry::all[i] = note.*JournalNote::all[i];
  }
  entry.faults.assign(note.faults.begin(), note.faults.end());
  std::erase(entry.response_headers, '\r');
  return entry;
}

JournalNote note_of(const JournalEntry& entry) noexcept {
  JournalNote note;
  static_cast<JournalFacts&>(note) = entry;
  for (std::size_t i = 0; i < JournalNote::count; ++i) {
    note.*JournalNote::all[i] = entry.*JournalEntry::all[i];
  }
  note.faults = entry.faults;
  return note;
}

bool JournalMatch::fits(const JournalNote& note) const noexcept {
  return (status == 0 || status == note.status) && fits_text(operation, note.operation) &&
         fits_text(bucket, note.bucket) && fits_text(key, note.key) &&
         note.key.starts_with(key_prefix) && fits_text(code, note.code) &&
         fits_text(access_key, note.access_key) && fits_text(kind, name(note.kind));
}

std::string_view name(JournalKind kind) noexcept {
  switch (kind) {
    case JournalKind::request:
      return "request";
    case JournalKind::notification:
      return "notification";
    case JournalKind::lifecycle:
      break;
  }
  return "lifecycle";
}

}  // namespace pail::world
