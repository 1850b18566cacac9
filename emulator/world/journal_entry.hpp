// One entry of a world's journal: who asked what, and what came of it. Values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/clock.hpp"

namespace pail::world {

// Header fields of an entry: "Name: value\n" each, in the order they came. Calls visit(name, value)
// for each line.
template <class Visit>
void for_each_header(std::string_view lines, Visit visit) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() < lines.size() ? line.size() + 1 : line.size());
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos) visit(line.substr(0, colon), line.substr(colon + 2));
  }
}

enum class JournalKind : std::uint8_t {
  request,       // an exchange with a client
  notification,  // an event handed to a destination, or given up
  lifecycle,     // something a lifecycle rule did
};
std::string_view name(JournalKind kind) noexcept;

struct JournalFacts {
  using Kind = JournalKind;

  std::uint64_t id = 0;  // 1, 2, 3... in the order of their ends; given by the journal
  Kind kind = Kind::request;
  wire::Time time = {};  // when it began, by the world's clock
  bool tls = false;
  unsigned status = 0;  // 0: nobody was answered, the connection was cut
  // Of the request's body that were taken: behind HTTP's chunks, before aws-chunked is undone.
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;            // of the answer's body, as it was to be sent
  std::chrono::microseconds duration{0};  // from the head to the answer, by the machine's clock
};

template <class Text>
struct JournalTexts {
  Text request_id;
  Text peer;
  Text method;
  Text target;     // raw; values of signatures and tokens shortened
  Text headers;    // of the request; secrets, signatures and tokens shortened
  Text operation;  // "" when none was found
  Text bucket;
  Text key;         // decoded
  Text version_id;  // asked for, or made
  Text identity;    // arn; "" for anonymous
  Text access_key;  // as claimed
  Text scheme;      // "V4 header"; "" without a good signature
  // "accepted", "refused", "anonymous", or "waived" (served in spite of it: --auth=warn); "" when
  // nothing was judged: the request failed before, or authentication is off.
  Text verdict;
  Text reason;  // why it was refused or waived, with the doctor's finding where there is one
  Text code;    // S3's error code; "" on success
  // Of the answer. A note's lines may still have the carriage returns they were sent with.
  Text response_headers;
  Text detail;  // of other kinds: the destination, the rule, the event

  static constexpr Text JournalTexts::*all[] = {
      &JournalTexts::request_id,       &JournalTexts::peer,       &JournalTexts::method,
      &JournalTexts::target,           &JournalTexts::headers,    &JournalTexts::operation,
      &JournalTexts::bucket,           &JournalTexts::key,        &JournalTexts::version_id,
      &JournalTexts::identity,         &JournalTexts::access_key, &JournalTexts::scheme,
      &JournalTexts::verdict,          &JournalTexts::reason,     &JournalTexts::code,
      &JournalTexts::response_headers, &JournalTexts::detail};
  static constexpr std::size_t count = std::size(all);
};

// As whoever makes an entry has it: texts of his own, which it points to.
struct JournalNote : JournalFacts, JournalTexts<std::string_view> {
  std::span<const std::string> faults;  // ids of the rules that hit it
};

// As whoever reads it gets it.
struct JournalEntry : JournalFacts, JournalTexts<std::string> {
  std::vector<std::string> faults;  // ids of the rules that hit it
};

JournalEntry entry_of(const JournalNote& note);
// While the entry lives and is not changed.
JournalNote note_of(const JournalEntry& entry) noexcept;

// What is looked for; nothing given fits every entry.
struct JournalMatch {
  std::string operation = {};
  std::string bucket = {};
  std::string key = {};
  std::string key_prefix = {};
  std::string code = {};
  std::string access_key = {};
  unsigned status = 0;
  std::string kind = {};  // "request", "notification", "lifecycle"

  bool fits(const JournalNote& note) const noexcept;
  bool fits(const JournalEntry& entry) const noexcept { return fits(note_of(entry)); }
};

}  // namespace pail::world
