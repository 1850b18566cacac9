#include "emulator/request_ids.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pail::emulator {
namespace {

TEST(RequestIds, AreSpelledLikeS3sAndNeverRepeat) {
  RequestIdSource source(42);
  std::set<std::string> requests;
  std::set<std::string> hosts;
  for (int i = 0; i < 10'000; ++i) {
    const RequestIds ids = source.next();
    ASSERT_EQ(ids.request_id().find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
              std::string_view::npos);
    requests.emplace(ids.request_id());
    hosts.emplace(ids.host_id());
  }
  EXPECT_EQ(requests.size(), 10'000U);
  EXPECT_EQ(hosts.size(), 10'000U);
}

TEST(RequestIds, DifferFromProcessToProcess) {
  EXPECT_NE(RequestIdSource(1).next().request_id(), RequestIdSource(2).next().request_id());
  EXPECT_NE(RequestIdSource().next().request_id(), RequestIdSource().next().request_id());
}

}  // namespace
}  // namespace pail::emulator
