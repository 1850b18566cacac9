// Proves an order of checks: each row's fault alone is refused as that row says, and of any two
// faults in one request the earlier row speaks.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/signer/support.hpp"

namespace pail::signer::testing {

// One row of a table of checks. `Draft` describes a request that is not signed yet.
template <class Draft>
struct Fault {
  std::string row;
  std::function<void(Draft&)> make;
  std::string outcome;   // as testing::outcome() words it
  std::string elements;  // as testing::elements() does; '*' = not compared here
};

template <class Draft, class Judge>
void expect_order(const std::vector<Fault<Draft>>& rows, const Judge& judge) {
  ASSERT_EQ(outcome(judge(Draft())), "accepted");
  for (const auto& row : rows) {
    SCOPED_TRACE(row.row);
    Draft draft;
    row.make(draft);
    const auto result = judge(draft);
    EXPECT_EQ(outcome(result), row.outcome);
    if (row.elements != "*") {
      EXPECT_EQ(elements(result), row.elements);
    }
  }
  for (std::size_t later = 1; later < rows.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      SCOPED_TRACE(rows[earlier].row + " before " + rows[later].row);
      Draft draft;
      rows[later].make(draft);
      rows[earlier].make(
          draft);  // second: where both touch one field, the earlier row's fault stands
      EXPECT_EQ(outcome(judge(draft)), rows[earlier].outcome);
    }
  }
}

}  // namespace pail::signer::testing
