#include "testing/journal_line.hpp"

#include <ostream>
#include <vector>

namespace pail::testing {

using world::JournalEntry;

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

std::string place_of(std::string_view bucket, std::string_view key) {
  if (bucket.empty()) return "no bucket";
  return "s3://" + printable(bucket) + (key.empty() ? "" : "/" + printable(key));
}

std::string line_of(const JournalEntry& entry) {
  if (entry.kind != JournalEntry::Kind::request) {
    return std::string(name(entry.kind)) + " on " + place_of(entry.bucket, entry.key) + ": " +
           printable(entry.detail);
  }
  std::string line =
      printable(entry.method) + " " + printable(entry.target) + " " + std::to_string(entry.status);
  if (!entry.code.empty()) line += " " + entry.code;
  line += " (" + (entry.operation.empty() ? std::string("no operation") : entry.operation);
  if (!entry.faults.empty()) line += "; fault " + joined(entry.faults);
  line += ")";
  return entry.reason.empty() ? line : line + ": " + printable(entry.reason);
}

}  // namespace pail::testing

namespace pail::world {

void PrintTo(const JournalEntry& entry, std::ostream* to) {
  *to << testing::line_of(entry);
}

}  // namespace pail::world
