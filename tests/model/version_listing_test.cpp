#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "emulator/model/model.hpp"
#include "tests/model/model_test_world.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::model {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ModelTestWorld;
using testing::some_time;
using Texts = std::vector<std::string>;

Texts texts(const boost::json::value& array) {
  Texts out;
  for (const auto& text : array.as_array()) out.emplace_back(text.as_string());
  return out;
}

// "key@id" in the order of the page.
Texts names_of(const VersionPage& page) {
  Texts names;
  for (const auto& listed : page.versions) {
    names.push_back(listed.key + "@" + std::string(listed.version.version_id()));
  }
  return names;
}

class VersionListingTest : public ::testing::Test {
 protected:
  VersionPage list(const VersionQuery& query = {}) {
    return world_.model().list_versions(bucket_, query).value();
  }
  std::string put(const std::string& key) {
    return std::string(world_.put(bucket_, key, key).value().version_id());
  }
  std::string remove(const std::string& key) {
    return world_.remove(bucket_, key).value().version_id;
  }
  void enable() {
    bucket_ = world_.model().configure(bucket_, BucketConfig::versioning, "Enabled").value();
  }
  // All pages of `versions_max`, one behind the other: entries and groups in the order of keys.
  Texts walk(VersionQuery query, std::size_t versions_max) {
    Texts all;
    query.versions_max = versions_max;
    for (;;) {
      const VersionPage page = list(query);
      EXPECT_LE(page.versions.size() + page.common_prefixes.size(), versions_max);
      for (const std::string& name : names_of(page)) all.push_back(name);
      for (const std::string& group : page.common_prefixes) all.push_back(group);
      if (!page.truncated) return all;
      EXPECT_EQ(page.versions.size() + page.common_prefixes.size(), versions_max);
      query.key_marker = page.next_key_marker;
      query.version_id_marker.reset();
      if (!page.next_version_id_marker.empty()) {
        query.version_id_marker = page.next_version_id_marker;
      }
    }
  }

  ModelTestWorld world_;
  Bucket bucket_ = world_.make_bucket();
};

// What holds for the listing of objects holds for that of versions.
TEST_F(VersionListingTest, AnswersTheSpecTableOfListings) {
  const auto table = testing::json_fixture("spec/cases.json").at("listing");
  for (const std::string& key : texts(table.at("keys"))) put(key);
  ASSERT_FALSE(table.at("cases").as_array().empty());
  for (const auto& row : table.at("cases").as_array()) {
    SCOPED_TRACE(boost::json::serialize(row));
    const VersionPage page = list({.prefix = std::string(row.at("prefix").as_string()),
                                   .delimiter = std::string(row.at("delimiter").as_string()),
                                   .key_marker = std::string(row.at("marker").as_string()),
                                   .versions_max = row.at("max_keys").to_number<std::size_t>()});
    const auto& expected = row.at("expect");
    Texts keys;
    for (const auto& listed : page.versions) keys.push_back(listed.key);
    EXPECT_EQ(keys, texts(expected.at("contents")));
    EXPECT_EQ(page.common_prefixes, texts(expected.at("common_prefixes")));
    EXPECT_EQ(page.truncated, expected.at("is_truncated").as_bool());
    if (expected.at("next_marker").is_string()) {
      EXPECT_EQ(page.next_key_marker, std::string_view(expected.at("next_marker").as_string()));
    }
  }
}

TEST_F(VersionListingTest, AnEmptyBucketHasNone) {
  EXPECT_THAT(names_of(list()), IsEmpty());
  EXPECT_FALSE(list().truncated);
}

TEST_F(VersionListingTest, NewestFirstMarkersAmongThem) {
  put("a");
  enable();
  const std::string a2 = put("a"), b1 = remove("b"), c1 = put("c"), a3 = remove("a");
  const VersionPage page = list();
  EXPECT_THAT(names_of(page), ElementsAre("a@" + a3, "a@" + a2, "a@null", "b@" + b1, "c@" + c1));
  std::vector<bool> latest, markers;
  for (const auto& listed : page.versions) {
    latest.push_back(listed.is_latest);
    markers.push_back(listed.version.is_delete_marker());
  }
  EXPECT_THAT(latest, ElementsAre(true, false, false, true, true));
  EXPECT_THAT(markers, ElementsAre(true, false, false, true, false));
}

TEST_F(VersionListingTest, AGroupIsOneEntryThoughOnlyMarkersAreInIt) {
  enable();
  put("a/1");
  put("a/1");
  remove("b/1");
  const std::string c = put("c");
  const VersionPage page = list({.delimiter = "/"});
  EXPECT_THAT(page.common_prefixes, ElementsAre("a/", "b/"));
  EXPECT_THAT(names_of(page), ElementsAre("c@" + c));
  EXPECT_THAT(walk({.delimiter = "/"}, 1), ElementsAre("a/", "b/", "c@" + c));
}

TEST_F(VersionListingTest, AGroupIsSkippedBySeekNotByScan) {
  enable();
  for (int i = 0; i < 200; ++i) {
    put("big/" + std::to_string(i));
    remove("big/" + std::to_string(i));
  }
  put("next");
  const int before = world_.space().cursor_steps;
  EXPECT_EQ(list({.delimiter = "/"}).common_prefixes, Texts{"big/"});
  EXPECT_LT(world_.space().cursor_steps - before, 20);
}

TEST_F(VersionListingTest, AMarkerWithoutAVersionHasTheWholeKeyBehindIt) {
  enable();
  put("a");
  put("a");
  const std::string b = put("b");
  EXPECT_THAT(names_of(list({.key_marker = "a"})), ElementsAre("b@" + b));
}

TEST_F(VersionListingTest, AMarkerWithAVersionGoesOnWithinTheKey) {
  put("a");
  enable();
  const std::string a2 = put("a"), a3 = put("a"), b = put("b");
  const auto behind = [&](const std::string& id) {
    return names_of(list({.key_marker = "a", .version_id_marker = id}));
  };
  EXPECT_THAT(behind(a3), ElementsAre("a@" + a2, "a@null", "b@" + b));
  EXPECT_THAT(behind(a2), ElementsAre("a@null", "b@" + b));
  EXPECT_THAT(behind("null"), ElementsAre("b@" + b));
}

TEST_F(VersionListingTest, AMarkersVersionMayBeGoneMeanwhile) {
  enable();
  const std::string a1 = put("a"), a2 = put("a"), a3 = put("a"), b = put("b");
  const auto drop = [&](const std::string& id) {
    world_.model().remove(bucket_, {.key = "a", .version_id = id}, some_time).value();
  };
  const auto behind = [&](const std::string& id) {
    return names_of(list({.key_marker = "a", .version_id_marker = id}));
  };
  drop(a3);
  EXPECT_THAT(behind(a3), ElementsAre("a@" + a2, "a@" + a1, "b@" + b)) << "the rest was promoted";
  drop(a2);
  EXPECT_THAT(behind(a2), ElementsAre("a@" + a1, "b@" + b));
  EXPECT_THAT(behind("null"), ElementsAre("b@" + b)) << "no trace of where it was";
}

TEST_F(VersionListingTest, PagesOfAnySizeShowEverythingOnce) {
  std::mt19937 random(3);
  const Texts keys = {"a", "a/b", "a/c", std::string("a\0b", 3), "ab", "b/", "b/c/d", "\xff"};
  for (int i = 0; i < 200; ++i) {
    if (i == 20) enable();
    const std::string& key = keys[random() % keys.size()];
    if (random() % 4 == 0) {
      remove(key);
    } else {
      put(key);
    }
  }
  for (const std::string delimiter : {"", "/", "b"}) {
    for (const std::string prefix : {"", "a", "a/", "b"}) {
      const VersionQuery query{.prefix = prefix, .delimiter = delimiter};
      const VersionPage whole = list(query);
      EXPECT_FALSE(whole.truncated);
      Texts expected = names_of(whole);
      expected.insert(expected.end(), whole.common_prefixes.begin(), whole.common_prefixes.end());
      std::sort(expected.begin(), expected.end());
      for (const std::size_t size : {1U, 2U, 3U, 7U, 100U}) {
        SCOPED_TRACE(prefix + " " + delimiter + " " + std::to_string(size));
        Texts pages = walk(query, size);
        std::sort(pages.begin(), pages.end());
        EXPECT_EQ(pages, expected);
      }
    }
  }
}

TEST_F(VersionListingTest, ListingObjectsCostsNothingForVersionsAndMarkers) {
  const auto steps_of_a_listing = [&] {
    const int before = world_.space().cursor_steps;
    EXPECT_EQ(world_.model().list(bucket_, {}).value().objects.size(), 2U);
    return world_.space().cursor_steps - before;
  };
  enable();
  put("a");
  put("z");
  const int few = steps_of_a_listing();
  for (int i = 0; i < 100; ++i) {
    put("a");
    remove("m" + std::to_string(i));
  }
  EXPECT_EQ(steps_of_a_listing(), few);
}

TEST_F(VersionListingTest, APageOfNothingIsNotTruncated) {
  put("a");
  const VersionPage page = list({.versions_max = 0});
  EXPECT_FALSE(page.truncated);
  EXPECT_THAT(names_of(page), IsEmpty());
}

}  // namespace
}  // namespace pail::model
