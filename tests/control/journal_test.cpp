#include <gtest/gtest.h>

#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;

constexpr std::string_view journal = "worlds/default/journal";

std::size_t entries_of(const Answer& answer) {
  return answer.json().at("entries").as_array().size();
}

// Two buckets, an object, and one that is missing.
void make_history(Api& api) {
  const auto keys = Api::default_keys();
  api.s3(keys, "PUT", "/photos");
  api.s3(keys, "PUT", "/videos");
  api.s3(keys, "PUT", "/photos/cats/1.jpg", "meow");
  api.s3(keys, "GET", "/photos/dogs/1.jpg");
}

TEST(Journal, TellsWhatWasAskedAndWhatCameOfIt) {
  Api api;
  make_history(api);
  const Answer all = api.call("GET", journal);
  ASSERT_EQ(entries_of(all), 4U);
  EXPECT_EQ(all.json().at("last_id"), 4);
  EXPECT_EQ(all.text("/entries/2/operation"), "PutObject");
  EXPECT_EQ(all.text("/entries/2/key"), "cats/1.jpg");
  EXPECT_EQ(all.json().at_pointer("/entries/2/bytes_in"), 4);
  EXPECT_EQ(all.text("/entries/3/code"), "NoSuchKey");
  EXPECT_EQ(all.body.find(Api::default_keys().secret_key), std::string::npos);
}

TEST(Journal, IsSiftedByEachFilter) {
  Api api;
  make_history(api);
  const std::pair<std::string_view, std::size_t> cases[] = {
      {"operation=CreateBucket", 2},
      {"bucket=photos", 3},
      {"key=cats/1.jpg", 1},
      {"key_prefix=cats%2F", 1},
      {"access_key="
       "AKIAIOSFODNN7EXAMPLE",
       4},
      {"access_key=nobody", 0},
      {"status=404", 1},
      {"code=NoSuchKey", 1},
      {"kind=request", 4},
      {"kind=lifecycle", 0},
      {"after=3", 1},
      {"limit=2", 2},
      {"limit=0", 0},
      {"bucket=photos&status=200&limit=1", 1},
  };
  for (const auto& [query, count] : cases) {
    EXPECT_EQ(entries_of(api.call("GET", std::string(journal) + "?" + std::string(query))), count)
        << query;
  }
}

TEST(Journal, RefusesFiltersThatAreNone) {
  Api api;
  for (const std::string_view query : {"opreation=PutObject", "status=ok", "status=1000",
                                       "limit=-1", "after=x", "kind=reqest", "bucket=%zz"}) {
    EXPECT_EQ(api.call("GET", std::string(journal) + "?" + std::string(query)).status, 400U)
        << query;
  }
  EXPECT_EQ(api.call("GET", "health?verbose").status, 400U);
}

TEST(Journal, IsEmptiedAndCountsOn) {
  Api api;
  make_history(api);
  EXPECT_EQ(api.call("DELETE", journal).status, 204U);
  EXPECT_EQ(entries_of(api.call("GET", journal)), 0U);
  api.s3(Api::default_keys(), "GET", "/");
  EXPECT_EQ(api.call("GET", journal).json().at_pointer("/entries/0/id"), 5);
}

TEST(Journal, NeverShowsCallsOfTheApi) {
  Api api;
  for (const std::string_view path : {"health", "worlds", "nothing", "worlds/default/journal"}) {
    api.call("GET", path);
  }
  EXPECT_EQ(entries_of(api.call("GET", journal)), 0U);
}

TEST(Journal, ComesAsHarOfAnyWorld) {
  Api api;
  make_history(api);
  const auto entries = [](const Answer& har) {
    return har.json().at_pointer("/log/entries").as_array().size();
  };
  EXPECT_EQ(entries(api.call("GET", "journal/har")), 4U);
  EXPECT_EQ(entries(api.call("GET", "worlds/default/journal/har?status=404")), 1U);
  api.new_world(R"({"name":"other"})");
  EXPECT_EQ(entries(api.call("GET", "worlds/other/journal/har")), 0U);
}

TEST(JournalWait, AnswersAtOnceWhenTheEntriesAreThere) {
  Api api;
  make_history(api);
  const Answer found = api.call("POST", "worlds/default/journal/wait",
                                R"({"match":{"operation":"CreateBucket"},"count":2})");
  EXPECT_EQ(found.status, 200U);
  EXPECT_EQ(entries_of(found), 2U);
}

TEST(JournalWait, AnswersWhenTheLastOneComes) {
  Api api;
  constexpr std::string_view path = "worlds/default/journal/wait";
  auto waiting = api.begin("POST", path, R"({"match":{"operation":"CreateBucket"},"count":2})");
  const auto keys = Api::default_keys();
  api.s3(keys, "PUT", "/one-of-two");
  api.s3(keys, "GET", "/");
  api.s3(keys, "PUT", "/two-of-two");
  const Answer found = api.finish(waiting, "POST", path);
  EXPECT_EQ(found.status, 200U);
  EXPECT_EQ(found.text("/entries/1/bucket"), "two-of-two");
}

TEST(JournalWait, SaysWhatWasThereWhenTheTimeIsOver) {
  Api api;
  api.s3(Api::default_keys(), "PUT", "/photos");
  const Answer late =
      api.call("POST", "worlds/default/journal/wait",
               R"({"match":{"operation":"CreateBucket"},"count":2,"timeout_ms":20})");
  EXPECT_EQ(late.status, 408U);
  EXPECT_EQ(late.code(), "WaitTimeout");
  EXPECT_EQ(late.message(), "1 of 2 entries were there after 20 ms.");
  EXPECT_EQ(entries_of(late), 1U);
}

TEST(JournalWait, HoldsNoThreadHoweverManyWait) {
  Api api;  // two loops
  constexpr std::string_view path = "worlds/default/journal/wait";
  std::vector<pail::testing::RawSocket> waiting;
  for (int i = 0; i < 50; ++i) waiting.push_back(api.begin("POST", path, "{}"));
  api.s3(Api::default_keys(), "GET", "/");
  for (auto& socket : waiting) EXPECT_EQ(api.finish(socket, "POST", path).status, 200U);
}

TEST(JournalWait, DocumentsAreReadStrictly) {
  Api api;
  for (const std::string_view document :
       {R"({"match":{"operaton":"x"}})", R"({"count":0})", R"({"timeout_ms":-1})",
        R"({"timeout_ms":600001})", R"({"match":{"status":"404"}})", R"({"match":{"kind":"x"}})",
        R"({"limit":1})"}) {
    EXPECT_EQ(api.call("POST", "worlds/default/journal/wait", document).status, 400U) << document;
  }
}

}  // namespace
}  // namespace pail::control
