// What a test says about a journal: matchers for its entries, to be used with GoogleMock's
// Contains, ElementsAre, Each and the like.
//
//   EXPECT_THAT(world.journal(), ElementsAre(
//       Request("PutObject").on("photos", "cat.jpg").answered(503).with_code("SlowDown"),
//       Request("PutObject").on("photos", "cat.jpg").answered(200)));
//   EXPECT_THAT(world.journal(), Not(Contains(Request().refused())));
//
// A failure names the first thing that was otherwise, and each entry is printed as one line. Value
// types; nothing of GoogleTest is included here.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/world/journal_entry.hpp"
#include "testing/journal_line.hpp"  // prints the entries

namespace pail::testing {

class RequestMatcher {
 public:
  using is_gtest_matcher = void;

  explicit RequestMatcher(std::string_view operation);

  RequestMatcher on(std::string_view bucket) const;
  RequestMatcher on(std::string_view bucket, std::string_view key) const;
  RequestMatcher below(std::string_view bucket, std::string_view key_prefix) const;
  RequestMatcher answered(unsigned status) const;
  RequestMatcher with_code(std::string_view code) const;  // S3's error code
  RequestMatcher by(std::string_view access_key) const;   // as claimed
  RequestMatcher accepted() const;                        // its signature was good
  RequestMatcher refused() const;                         // its signature was not
  RequestMatcher because(std::string_view words) const;   // which are part of the reason
  RequestMatcher with_header(std::string_view name, std::string_view value) const;  // sent
  RequestMatcher hit_by_fault() const;                                              // by any rule
  RequestMatcher hit_by_fault(std::string_view id) const;

  bool MatchAndExplain(const world::JournalEntry& entry, std::ostream* why) const;
  void DescribeTo(std::ostream* to) const;
  void DescribeNegationTo(std::ostream* to) const;

 private:
  struct Condition {
    std::string wanted;  // "answered 503"
    std::function<bool(const world::JournalEntry&)> holds;
    std::function<std::string(const world::JournalEntry&)> found;  // "which was answered 200"
  };
  RequestMatcher also(Condition condition) const;

  std::vector<Condition> conditions_;
};

// Any request when no operation is given.
inline RequestMatcher Request(std::string_view operation = {}) {
  return RequestMatcher(operation);
}

}  // namespace pail::testing
