// One line of a world's journal: who asked what, and what came of it. A value.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/clock.hpp"

namespace pail::world {

// "Name: value\n" each, in the order they came: one allocation for all of them.
using HeaderLines = std::string;

// Calls visit(name, value) for each line.
template <class Visit>
void for_each_header(std::string_view lines, Visit visit) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() < lines.size() ? line.size() + 1 : line.size());
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos) visit(line.substr(0, colon), line.substr(colon + 2));
  }
}

struct JournalEntry {
  enum class Kind : std::uint8_t {
    request,       // an exchange with a client
    notification,  // an event handed to a destination, or given up
    lifecycle,     // something a lifecycle rule did
  };
  std::uint64_t id = 0;  // 1, 2, 3... in the order of their ends; given by the journal
  Kind kind = Kind::request;
  wire::Time time = {};  // when it began, by the world's clock
  std::string request_id;
  std::string peer;
  bool tls = false;
  std::string method;
  std::string target;     // raw; values of signatures and tokens shortened
  HeaderLines headers;    // of the request; secrets, signatures and tokens shortened
  std::string operation;  // "" when none was found
  std::string bucket;
  std::string key;         // decoded
  std::string version_id;  // asked for, or made
  std::string identity;    // arn; "" for anonymous
  std::string access_key;  // as claimed
  std::string scheme;      // "V4 header"; "" without a good signature
  // "accepted", "refused", "anonymous", or "waived" (served in spite of it: --auth=warn); "" when
  // nothing was judged: the request failed before, or authentication is off.
  std::string verdict;
  std::string reason;  // why it was refused or waived, with the doctor's finding where there is one
  unsigned status = 0;           // 0: nobody was answered, the connection was cut
  std::string code;              // S3's error code; "" on success
  HeaderLines response_headers;  // of the answer
  // Of the request's body that were taken: behind HTTP's chunks, before aws-chunked is undone.
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;            // of the answer's body, as it was to be sent
  std::chrono::microseconds duration{0};  // from the head to the answer, by the machine's clock
  std::vector<std::string> faults;        // ids of the rules that hit it
  std::string detail;                     // of other kinds: the destination, the rule, the event
};

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

  bool fits(const JournalEntry& entry) const noexcept;
};

std::string_view name(JournalEntry::Kind kind) noexcept;

}  // namespace pail::world
