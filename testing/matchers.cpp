#include "testing/matchers.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "wire/headers.hpp"
#include "wire/text.hpp"

namespace pail::testing {
namespace {

using world::JournalEntry;
using Kind = JournalEntry::Kind;

std::string quoted(std::string_view text) {
  return text.empty() ? std::string("none") : "\"" + printable(text) + "\"";
}

std::string where(const JournalEntry& entry) {
  return "which is on " + place_of(entry.bucket, entry.key);
}

std::string verdict_of(const JournalEntry& entry) {
  std::string text = entry.verdict.empty() ? "not judged" : entry.verdict;
  return entry.reason.empty() ? text : text + ": " + printable(entry.reason);
}

// Values of that field, in the order they were sent.
std::vector<std::string> values(const std::string& lines, std::string_view name) {
  std::vector<std::string> found;
  world::for_each_header(lines, [&](std::string_view field, std::string_view value) {
    if (wire::iequals(field, name)) found.emplace_back(wire::trim(value));
  });
  return found;
}

}  // namespace

RequestMatcher::RequestMatcher(std::string_view operation) {
  const std::string wanted(operation);
  conditions_.push_back({wanted.empty() ? "is a request" : "is a request for " + wanted,
                         [wanted](const JournalEntry& entry) {
                           return entry.kind == Kind::request &&
                                  (wanted.empty() || entry.operation == wanted);
                         },
                         [](const JournalEntry& entry) {
                           if (entry.kind != Kind::request)
                             return "which is a " + std::string(name(entry.kind));
                           return "whose operation is " + quoted(entry.operation);
                         }});
}

RequestMatcher RequestMatcher::also(Condition condition) const {
  RequestMatcher more = *this;
  more.conditions_.push_back(std::move(condition));
  return more;
}

RequestMatcher RequestMatcher::on(std::string_view bucket) const {
  return also({"on " + place_of(bucket, ""),
               [wanted = std::string(bucket)](const JournalEntry& e) { return e.bucket == wanted; },
               where});
}

RequestMatcher RequestMatcher::on(std::string_view bucket, std::string_view key) const {
  return also({"on " + place_of(bucket, key),
               [bucket = std::string(bucket), key = std::string(key)](const JournalEntry& e) {
                 return e.bucket == bucket && e.key == key;
               },
               where});
}

RequestMatcher RequestMatcher::below(std::string_view bucket, std::string_view key_prefix) const {
  return also(
      {"below " + place_of(bucket, key_prefix),
       [bucket = std::string(bucket), prefix = std::string(key_prefix)](const JournalEntry& e) {
         return e.bucket == bucket && e.key.starts_with(prefix);
       },
       where});
}

RequestMatcher RequestMatcher::answered(unsigned status) const {
  return also({"answered " + std::to_string(status),
               [status](const JournalEntry& e) { return e.status == status; },
               [](const JournalEntry& e) {
                 return "which was answered " + std::to_string(e.status) +
                        (e.code.empty() ? "" : " " + e.code);
               }});
}

RequestMatcher RequestMatcher::with_code(std::string_view code) const {
  return also({"with the code " + std::string(code),
               [wanted = std::string(code)](const JournalEntry& e) { return e.code == wanted; },
               [](const JournalEntry& e) { return "whose code is " + quoted(e.code); }});
}

RequestMatcher RequestMatcher::by(std::string_view access_key) const {
  return also(
      {"by " + std::string(access_key),
       [wanted = std::string(access_key)](const JournalEntry& e) { return e.access_key == wanted; },
       [](const JournalEntry& e) { return "whose access key is " + quoted(e.access_key); }});
}

RequestMatcher RequestMatcher::accepted() const {
  return also({"with an accepted signature",
               [](const JournalEntry& e) { return e.verdict == "accepted"; },
               [](const JournalEntry& e) { return "which was " + verdict_of(e); }});
}

RequestMatcher RequestMatcher::refused() const {
  return also({"with a refused signature",
               [](const JournalEntry& e) { return e.verdict == "refused"; },
               [](const JournalEntry& e) { return "which was " + verdict_of(e); }});
}

RequestMatcher RequestMatcher::because(std::string_view words) const {
  return also({"because of " + quoted(words),
               [wanted = std::string(words)](const JournalEntry& e) {
                 return e.reason.find(wanted) != std::string::npos;
               },
               [](const JournalEntry& e) { return "whose reason is " + quoted(e.reason); }});
}

RequestMatcher RequestMatcher::with_header(std::string_view name, std::string_view value) const {
  return also({"with the header " + std::string(name) + ": " + printable(value),
               [name = std::string(name), value = std::string(value)](const JournalEntry& e) {
                 const auto all = values(e.headers, name);
                 return std::find(all.begin(), all.end(), value) != all.end();
               },
               [name = std::string(name)](const JournalEntry& e) {
                 return "whose " + name + " is " + quoted(joined(values(e.headers, name)));
               }});
}

RequestMatcher RequestMatcher::hit_by_fault() const {
  return also({"hit by a fault", [](const JournalEntry& e) { return !e.faults.empty(); },
               [](const JournalEntry&) { return std::string("which no fault hit"); }});
}

RequestMatcher RequestMatcher::hit_by_fault(std::string_view id) const {
  return also(
      {"hit by the fault " + std::string(id),
       [wanted = std::string(id)](const JournalEntry& e) {
         return std::find(e.faults.begin(), e.faults.end(), wanted) != e.faults.end();
       },
       [](const JournalEntry& e) { return "whose faults are " + quoted(joined(e.faults)); }});
}

bool RequestMatcher::MatchAndExplain(const JournalEntry& entry, std::ostream* why) const {
  const auto fails = [&](const Condition& condition) { return !condition.holds(entry); };
  const auto first = std::find_if(conditions_.begin(), conditions_.end(), fails);
  if (first == conditions_.end()) return true;
  if (why != nullptr) *why << first->found(entry);
  return false;
}

void RequestMatcher::DescribeTo(std::ostream* to) const {
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    *to << (i == 0 ? "" : " ") << conditions_[i].wanted;
  }
}

void RequestMatcher::DescribeNegationTo(std::ostream* to) const {
  *to << "is anything but what ";
  DescribeTo(to);
}

}  // namespace pail::testing
