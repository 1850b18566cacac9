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

// They are made eight digits at a time by arithmetic: every digit must come up, and none other.
TEST(RequestIds, UseEveryDigitOfTheirAlphabets) {
  RequestIdSource source(42);
  std::set<char> of_requests;
  std::set<char> of_hosts;
  for (int i = 0; i < 10'000; ++i) {
    const RequestIds ids = source.next();
    of_requests.insert(ids.request.begin(), ids.request.end());
    of_hosts.insert(ids.host.begin(), ids.host.end());
  }
  const auto text = [](const std::set<char>& digits) {
    return std::string(digits.begin(), digits.end());
  };
  EXPECT_EQ(text(of_requests), "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
  EXPECT_EQ(text(of_hosts), "+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}

TEST(RequestIds, DifferFromProcessToProcess) {
  EXPECT_NE(RequestIdSource(1).next().request_id(), RequestIdSource(2).next().request_id());
  EXPECT_NE(RequestIdSource().next().request_id(), RequestIdSource().next().request_id());
}

}  // namespace
}  // namespace pail::emulator
