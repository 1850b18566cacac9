#include "emulator/model/listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "emulator/model/model.hpp"
#include "tests/model/model_test_world.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::model {
namespace {

using ::testing::ElementsAre;
using testing::ModelTestWorld;
using Texts = std::vector<std::string>;

Texts texts(const boost::json::value& array) {
  Texts out;
  for (const auto& text : array.as_array()) out.emplace_back(text.as_string());
  return out;
}

Texts keys_of(const ListPage& page) {
  Texts keys;
  for (const ListedObject& listed : page.objects) keys.push_back(listed.key);
  return keys;
}

class ListingTest : public ::testing::Test {
 protected:
  ListPage list(const ListQuery& query) { return world_.model().list(bucket_, query).value(); }
  void put(const Texts& keys) {
    for (const std::string& key : keys) world_.put(bucket_, key, key).value();
  }

  ModelTestWorld world_;
  Bucket bucket_ = world_.make_bucket();
};

TEST_F(ListingTest, AnswersTheSpecTable) {
  const auto table = testing::json_fixture("spec/cases.json").at("listing");
  put(texts(table.at("keys")));
  ASSERT_FALSE(table.at("cases").as_array().empty());
  for (const auto& row : table.at("cases").as_array()) {
    SCOPED_TRACE(boost::json::serialize(row));
    const ListPage page = list({.prefix = std::string(row.at("prefix").as_string()),
                                .delimiter = std::string(row.at("delimiter").as_string()),
                                .after = std::string(row.at("marker").as_string()),
                                .keys_max = row.at("max_keys").to_number<std::size_t>()});
    const auto& expected = row.at("expect");
    EXPECT_EQ(keys_of(page), texts(expected.at("contents")));
    EXPECT_EQ(page.common_prefixes, texts(expected.at("common_prefixes")));
    EXPECT_EQ(page.truncated, expected.at("is_truncated").as_bool());
    EXPECT_EQ(page.objects.size() + page.common_prefixes.size(),
              expected.at("key_count").to_number<std::size_t>());
    if (expected.at("next_marker").is_string()) {
      EXPECT_EQ(page.last, std::string_view(expected.at("next_marker").as_string()));
    }
  }
}

TEST_F(ListingTest, OrdersByTheBytesOfTheKey) {
  const auto table = testing::json_fixture("spec/cases.json").at("key_order");
  put(texts(table.at("input")));
  EXPECT_EQ(keys_of(list({})), texts(table.at("sorted")));
}

TEST_F(ListingTest, GivesTheObjectsAndNotJustTheirNames) {
  put({"key"});
  const ListPage page = list({});
  ASSERT_EQ(page.objects.size(), 1U);
  EXPECT_EQ(page.objects[0].object.etag(), "3c6e0b8a9c15224a8228b9a98ca1531d");  // md5 of "key"
  EXPECT_EQ(page.objects[0].object.size(), 3U);
}

TEST_F(ListingTest, StaysInsideItsBucket) {
  const Bucket next = world_.make_bucket("next");
  put({"\xff", "z"});
  world_.put(next, "a").value();
  EXPECT_THAT(keys_of(list({})), ElementsAre("z", "\xff"));
  EXPECT_THAT(list({.delimiter = "\xff"}).common_prefixes, ElementsAre("\xff"));
  EXPECT_TRUE(list({.after = "\xff"}).objects.empty());
}

TEST_F(ListingTest, AMarkerNeedNotExistAndIsExclusive) {
  put({"a", "b", "c"});
  EXPECT_THAT(keys_of(list({.after = "b"})), ElementsAre("c"));
  EXPECT_THAT(keys_of(list({.after = "aa"})), ElementsAre("b", "c"));
  EXPECT_THAT(keys_of(list({.prefix = "b", .after = "a"})), ElementsAre("b"));
  EXPECT_THAT(keys_of(list({.prefix = "b", .after = "bb"})), ElementsAre());
  EXPECT_THAT(keys_of(list({.prefix = "a", .after = "c"})), ElementsAre());
}

TEST_F(ListingTest, ADelimiterMayHaveSeveralBytesAndOverlapItself) {
  put({"aaa", "xaaay", "xaab", "x--y", "x-y"});
  const ListPage page = list({.delimiter = "aa"});
  EXPECT_THAT(page.common_prefixes, ElementsAre("aa", "xaa"));
  EXPECT_THAT(keys_of(page), ElementsAre("x--y", "x-y"));
}

TEST_F(ListingTest, TheDelimiterIsSoughtBehindThePrefixOnly) {
  put({"a/b", "a/c/d", "a/c/e", "b"});
  const ListPage page = list({.prefix = "a/", .delimiter = "/"});
  EXPECT_THAT(keys_of(page), ElementsAre("a/b"));
  EXPECT_THAT(page.common_prefixes, ElementsAre("a/c/"));
}

TEST_F(ListingTest, AGroupThatEndsInFFIsSteppedOver) {
  put({"a\xff", "a\xff\xff", "a\xff\xff\xff", "b"});
  const ListPage page = list({.delimiter = "\xff\xff"});
  EXPECT_THAT(page.common_prefixes, ElementsAre("a\xff\xff"));
  EXPECT_THAT(keys_of(page), ElementsAre("a\xff", "b"));
}

TEST_F(ListingTest, AGroupIsSkippedBySeekingAndNotScanned) {
  for (int i = 0; i < 1000; ++i) put({"group/" + std::to_string(i)});
  put({"after"});
  world_.space().cursor_steps = 0;
  EXPECT_THAT(list({.delimiter = "/"}).common_prefixes, ElementsAre("group/"));
  EXPECT_LE(world_.space().cursor_steps, 3);  // to the first, behind "after", behind the group
}

TEST_F(ListingTest, AFullPageIsTruncatedOnlyWhenSomethingFollows) {
  put({"a", "b/1", "b/2"});
  const ListPage full = list({.delimiter = "/", .keys_max = 2});
  EXPECT_FALSE(full.truncated);
  EXPECT_EQ(full.last, "b/");
  EXPECT_TRUE(list({.delimiter = "/", .keys_max = 1}).truncated);
}

TEST_F(ListingTest, AnEmptyPageHasNoLastEntry) {
  EXPECT_EQ(list({}).last, "");
  EXPECT_FALSE(list({}).truncated);
}

// What a listing means, said as plainly as possible: look at every key, keep the entries in order.
struct NaiveEntry {
  std::string text;
  bool group = false;
  auto operator<=>(const NaiveEntry&) const = default;
};

std::vector<NaiveEntry> naive_list(const std::set<std::string>& keys, const ListQuery& query) {
  std::vector<NaiveEntry> entries;
  for (const std::string& key : keys) {
    if (key.compare(0, query.prefix.size(), query.prefix) != 0) continue;
    const std::size_t at = query.delimiter.empty() ? std::string::npos
                                                   : key.find(query.delimiter, query.prefix.size());
    const bool group = at != std::string::npos;
    NaiveEntry entry{group ? key.substr(0, at + query.delimiter.size()) : key, group};
    const bool behind_marker =
        entry.text > query.after && !(group && query.after.starts_with(entry.text));
    if (!behind_marker) continue;
    if (entries.empty() || entries.back() != entry) entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<NaiveEntry> entries_of(const ListPage& page) {
  std::vector<NaiveEntry> entries;
  for (const ListedObject& listed : page.objects) entries.push_back({listed.key, false});
  for (const std::string& group : page.common_prefixes) entries.push_back({group, true});
  std::sort(entries.begin(), entries.end());
  return entries;
}

class RandomTexts {
 public:
  explicit RandomTexts(unsigned seed) : random_(seed) {}
  std::string operator()(std::size_t pieces_max) {
    static const Texts alphabet = {
        "a", "b", "/", "//", "-", "\xc3\xa9", "\xf0\x9f\x98\x80", "\xff", std::string(1, '\0')};
    std::string text;
    for (std::size_t pieces = random_() % (pieces_max + 1); pieces > 0; --pieces) {
      text += alphabet[random_() % alphabet.size()];
    }
    return text;
  }

 private:
  std::mt19937 random_;
};

class RandomListingTest : public ListingTest {
 protected:
  std::set<std::string> put_random_keys(RandomTexts& random, std::size_t count) {
    std::set<std::string> keys;
    while (keys.size() < count) {
      const std::string key = random(6);
      if (!key.empty()) keys.insert(key);
    }
    put(Texts(keys.begin(), keys.end()));
    return keys;
  }

  // Pages through and compares every page with the same stretch of the whole listing.
  void expect_pages(const std::vector<NaiveEntry>& all, ListQuery query) {
    std::size_t seen = 0;
    for (bool more = true; more;) {
      const ListPage page = list(query);
      const auto entries = entries_of(page);
      const std::size_t expected = std::min(query.keys_max, all.size() - seen);
      ASSERT_EQ(entries.size(), expected);
      ASSERT_TRUE(std::equal(entries.begin(), entries.end(),
                             all.begin() + static_cast<std::ptrdiff_t>(seen)));
      ASSERT_EQ(page.last, entries.empty() ? "" : entries.back().text);
      seen += entries.size();
      more = page.truncated;
      ASSERT_EQ(more, seen < all.size());
      query.after = page.last;
    }
  }
};

TEST_F(RandomListingTest, EveryPageAgreesWithLookingAtEveryKey) {
  RandomTexts random(20130206);
  const auto keys = put_random_keys(random, 300);
  const Texts delimiters = {"", "/", "//", "a", "ab", "\xc3\xa9", "\xff", "\xff\xff", "/-"};
  for (int round = 0; round < 150; ++round) {
    for (const std::string& delimiter : delimiters) {
      ListQuery query{.prefix = random(2), .delimiter = delimiter, .after = random(3)};
      const auto all = naive_list(keys, query);
      for (const std::size_t keys_max : {1U, 2U, 7U, 1000U}) {
        query.keys_max = keys_max;
        SCOPED_TRACE(::testing::PrintToString(query.prefix) + " delimiter " +
                     ::testing::PrintToString(delimiter) + " after " +
                     ::testing::PrintToString(query.after) + " by " + std::to_string(keys_max));
        ASSERT_NO_FATAL_FAILURE(expect_pages(all, query));
      }
    }
  }
}

}  // namespace
}  // namespace pail::model
