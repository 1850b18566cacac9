#include "signer/service/decide.hpp"

#include <gtest/gtest.h>

#include "tests/service/policy_support.hpp"
#include "wire/date.hpp"

namespace pail::signer::service {
namespace {

using Sizes = UploadTerms::Sizes;
using std::chrono::seconds;
using testing::policy_of;

constexpr std::string_view rules = R"({"rules": [
  {"name": "photos", "callers": ["ann", "phone-*"], "may": ["PUT", "POST", "multipart", "upload"],
   "buckets": ["photos", "raw"], "key": "users/{caller}/{filename}",
   "content_types": ["image/*", "video/mp4"], "bytes": [10, 1000], "seconds": 900},
  {"name": "reading", "callers": ["ann", "anonymous"], "may": ["GET"], "buckets": ["photos"],
   "key": "users/{path}", "seconds": 60},
  {"name": "folder", "callers": ["bob"], "may": ["credentials", "PUT", "GET"],
   "buckets": ["folders"], "key": "home/{caller}/{path}", "seconds": 3600},
  {"name": "dropbox", "callers": ["eve"], "may": ["PUT", "multipart"], "buckets": ["drop"],
   "key": "in/{uuid}-{filename}", "seconds": 300, "signatures": ["v4"]},
  {"name": "old phones", "callers": ["old"], "may": ["PUT"], "buckets": ["photos"],
   "key": "old/{caller}/{filename}", "bytes": [0, 1000], "signatures": ["v2", "v4"]}
]})";

// A request that the first rule grants; each row of the table changes some of it.
Ask photo() {
  Ask ask;
  ask.act = Act::put;
  ask.filename = "cat.jpg";
  ask.content_type = "image/jpeg";
  ask.size = 100;
  ask.lifetime = seconds(900);
  return ask;
}

struct Row {
  std::string_view about;
  std::string_view caller;
  Ask ask;
  std::string outcome;  // the key, or what the refusal says
};

// `change` is applied to photo().
template <class Change>
Row row(std::string_view about, std::string_view caller, std::string outcome, Change change) {
  Row made{about, caller, photo(), std::move(outcome)};
  change(made.ask);
  return made;
}

Row reading(std::string_view about, std::string_view caller, std::string key, std::string outcome) {
  Row made{about, caller, {}, std::move(outcome)};
  made.ask.key = std::move(key);
  return made;
}

std::string outcome_of(const Row& one) {
  static const Policy policy = policy_of(rules);
  wire::SeededRandom random(1);
  const auto grant = decide(policy, one.caller, one.ask,
                            *wire::parse_iso_extended("2013-02-06T00:57:45Z"), random);
  if (grant) return grant.value().bucket + "/" + grant.value().key;
  return std::string(grant.error().message().value_or(grant.error().code_text()));
}

std::string by(std::string_view rule, std::string_view why) {
  return "Rule '" + std::string(rule) + "' does not allow this: " + std::string(why);
}

void expect_all(const std::vector<Row>& table) {
  for (const Row& one : table) {
    SCOPED_TRACE(std::string(one.about));
    EXPECT_EQ(outcome_of(one), one.outcome);
  }
}

const std::string mine = "photos/users/ann/cat.jpg";

TEST(DecideTest, what_no_rule_allows_is_refused) {
  const auto same = [](Ask&) {};
  expect_all({
      row("as the rule says", "ann", mine, same),
      row("by a pattern of names", "phone-7", "photos/users/phone-7/cat.jpg", same),
      row("a stranger", "mallory", "No rule allows PUT to mallory.", same),
      row("names have their case", "Ann", "No rule allows PUT to Ann.", same),
      row("a name that begins so", "anna", "No rule allows PUT to anna.", same),
      row("an empty name", "", "No rule allows PUT to .", same),
      row("who is anonymous", "anonymous", "No rule allows PUT to anonymous.", same),
      row("another act", "ann", "No rule allows credentials to ann.",
          [](Ask& ask) { ask.act = Act::credentials; }),
      row("reading is another rule's", "phone-7", "No rule allows GET to phone-7.",
          [](Ask& ask) { ask.act = Act::get; }),
  });
}

TEST(DecideTest, buckets) {
  const std::string no = by("photos", "not this bucket.");
  expect_all({
      row("the first when none is named", "ann", mine, [](Ask& ask) { ask.bucket = ""; }),
      row("the first by name", "ann", mine, [](Ask& ask) { ask.bucket = "photos"; }),
      row("the second", "ann", "raw/users/ann/cat.jpg", [](Ask& ask) { ask.bucket = "raw"; }),
      row("another", "ann", no, [](Ask& ask) { ask.bucket = "folders"; }),
      row("a bucket's name has its case", "ann", no, [](Ask& ask) { ask.bucket = "Photos"; }),
      row("a path of a bucket", "ann", no, [](Ask& ask) { ask.bucket = "photos/"; }),
      row("a star", "ann", no, [](Ask& ask) { ask.bucket = "*"; }),
  });
}

TEST(DecideTest, content_types) {
  const std::string no = by("photos", "not this content type.");
  const std::string none = by("photos", "say the content type.");
  const auto type = [](std::string text) { return [text](Ask& ask) { ask.content_type = text; }; };
  expect_all({
      row("of the pattern", "ann", mine, type("image/png")),
      row("the exact one", "ann", mine, type("video/mp4")),
      row("in capitals", "ann", mine, type("IMAGE/PNG")),
      row("with parameters", "ann", mine, type("image/png; q=1")),
      row("another", "ann", no, type("text/html")),
      row("one that begins so", "ann", no, type("video/mp4x")),
      row("one that ends so", "ann", no, type("ximage/png")),
      row("none", "ann", none, [](Ask& ask) { ask.content_type.reset(); }),
      row("an empty one", "ann", none, type("")),
      row("two in one", "ann", no, type("image/png, text/html")),
      row("two slashes", "ann", no, type("image/png/text/html")),
      row("a type without a subtype", "ann", no, type("image/")),
      row("a type hidden in parameters", "ann", no, type("text/html;image/png")),
      row("a space in it", "ann", no, type("image/p ng")),
      row("any where the rule names none", "bob", "folders/home/bob/cat.jpg",
          [](Ask& ask) { ask.content_type = "text/html"; }),
      row("none where the rule names none", "bob", "folders/home/bob/cat.jpg",
          [](Ask& ask) { ask.content_type.reset(); }),
  });
}

TEST(DecideTest, sizes) {
  const std::string no = by("photos", "a file has from 10 to 1000 bytes.");
  const auto size = [](std::uint64_t bytes) { return [bytes](Ask& ask) { ask.size = bytes; }; };
  const auto act = [](Act what, std::optional<std::uint64_t> bytes) {
    return [what, bytes](Ask& ask) {
      ask.act = what;
      ask.size = bytes;
    };
  };
  const auto form = [](std::uint64_t low, std::uint64_t high) {
    return [low, high](Ask& ask) {
      ask.act = Act::post;
      ask.size.reset();
      ask.sizes = Sizes{low, high};
    };
  };
  expect_all({
      row("the least", "ann", mine, size(10)),
      row("the greatest", "ann", mine, size(1000)),
      row("one too few", "ann", no, size(9)),
      row("one too many", "ann", no, size(1001)),
      row("a PUT must say it", "ann", by("photos", "say the size, as \"size\"."),
          [](Ask& ask) { ask.size.reset(); }),
      row("so must an upload in parts", "ann", by("photos", "say the size, as \"size\"."),
          act(Act::multipart, std::nullopt)),
      row("parts of what is too large", "ann", no, act(Act::multipart, 1001)),
      row("a body that comes here is counted", "ann", mine, act(Act::upload, std::nullopt)),
      row("and refused at once when it says too much", "ann", no, act(Act::upload, 1001)),
      row("a form within", "ann", mine, form(10, 1000)),
      row("a smaller form", "ann", mine, form(20, 30)),
      row("a form that allows too little", "ann", no, form(9, 1000)),
      row("a form that allows too much", "ann", no, form(10, 1001)),
      row("no size where the rule has none", "bob", "folders/home/bob/cat.jpg",
          [](Ask& ask) { ask.size.reset(); }),
  });
}

TEST(DecideTest, a_form_without_sizes_gets_the_rules) {
  const Policy policy = policy_of(rules);
  wire::SeededRandom random(1);
  Ask ask = photo();
  ask.act = Act::post;
  const auto grant = decide(policy, "ann", ask, {}, random);
  ASSERT_TRUE(grant.has_value());
  EXPECT_EQ(grant.value().sizes->bytes_min, 10U);
  EXPECT_EQ(grant.value().sizes->bytes_max, 1000U);
}

TEST(DecideTest, lifetimes_and_signatures) {
  const auto lasts = [](int s) { return [s](Ask& ask) { ask.lifetime = seconds(s); }; };
  const auto v2 = [](Ask& ask) { ask.version = Version::v2; };
  expect_all({
      row("a shorter life", "ann", mine, lasts(1)),
      row("a second too long", "ann", by("photos", "it lasts 900 seconds at most."), lasts(901)),
      row("the rule's own", "ann", mine, [](Ask& ask) { ask.lifetime.reset(); }),
      row("headers last 15 minutes", "eve", by("dropbox", "it lasts 300 seconds at most."),
          [](Ask& ask) { ask.lifetime = signed_headers_last; }),
      row("V2 holds no size", "ann",
          by("photos", "Version 2 cannot hold an upload to a size; ask for signature v4."), v2),
      row("V2 holds a form's size", "ann", mine,
          [](Ask& ask) {
            ask.act = Act::post;
            ask.version = Version::v2;
          }),
      row("V2 where no size matters", "bob", "folders/home/bob/cat.jpg", v2),
      row("V2 where the rule says so", "old", "photos/old/old/cat.jpg", v2),
      row("no V2 where the rule says so", "eve", by("dropbox", "it takes signature v4 only."),
          [](Ask& ask) {
            ask.version = Version::v2;
            ask.lifetime = seconds(1);
          }),
  });
}

TEST(DecideTest, keys_that_callers_choose) {
  const std::string no = by("photos", "the key does not fit 'users/{caller}/{filename}'.");
  std::vector<Row> table;
  const auto key = [&](std::string_view about, std::string text, std::string outcome) {
    table.push_back(row(about, "ann", outcome, [&](Ask& ask) {
      ask.filename.clear();
      ask.key = text;
    }));
  };
  key("one's own", "users/ann/cat.jpg", mine);
  key("accents", "users/ann/\xC3\xA9.jpg", "photos/users/ann/\xC3\xA9.jpg");
  key("another's", "users/bob/cat.jpg", no);
  key("one that begins so", "users/anna/cat.jpg", no);
  key("up and over", "users/ann/../bob/cat.jpg", no);
  key("up", "users/ann/..", no);
  key("dots", "users/ann/.", no);
  key("a hidden file", "users/ann/.htaccess", no);
  key("percent-encoded dots", "users/ann/%2e%2e", no);
  key("percent-encoded slash", "users/ann/a%2fb", no);
  key("percent-encoded twice", "users/ann/%252e%252e%252fbob", no);
  key("a folder of one's own", "users/ann/a/b", no);
  key("a backslash", "users/ann/..\\bob", no);
  key("a slash in front", "/users/ann/cat.jpg", no);
  key("two slashes", "users//ann/cat.jpg", no);
  key("nothing behind the slash", "users/ann/", no);
  key("a slash that normalises",
      "users/ann/a\xEF\xBC\x8F"
      "b",
      no);
  key("no UTF-8", "users/ann/\xFF", no);
  key("a line feed", "users/ann/a\nb", no);
  key("a NUL", std::string("users/ann/a\0b", 13), no);
  const std::string longest = "photos/users/ann/" + std::string(200, 'x');
  key("200 bytes", longest.substr(std::string_view("photos/").size()), longest);
  key("201 bytes", "users/ann/" + std::string(201, 'x'), no);
  key("1025 bytes", std::string(1025, 'x'), no);
  key("the template itself", "users/{caller}/{filename}", no);
  expect_all(table);
}

TEST(DecideTest, keys_that_are_made) {
  std::vector<Row> table;
  const auto file = [&](std::string text, std::string outcome) {
    table.push_back(row("a file", "ann", outcome, [&](Ask& ask) { ask.filename = text; }));
  };
  file("../../bob/cat.jpg", "photos/users/ann/cat.jpg");
  file("..", "photos/users/ann/file");
  file("%2e%2e%2fbob", "photos/users/ann/-2e-2e-2fbob");
  file("a/b\\c", "photos/users/ann/c");
  file("\xC3\xA9 1.jpg", "photos/users/ann/\xC3\xA9-1.jpg");
  file("{caller}", "photos/users/ann/-caller-");
  const std::string longest = "photos/users/ann/" + std::string(196, 'x') + ".jpg";
  file(std::string(3000, 'x') + ".jpg", longest);
  expect_all(table);
}

TEST(DecideTest, who_reads_names_what_is_there) {
  const std::string no = by("reading", "the key does not fit 'users/{path}'.");
  expect_all({
      reading("anybody's, as the rule says", "ann", "users/bob/cat.jpg",
              "photos/users/bob/cat.jpg"),
      reading("who is anonymous, where named", "anonymous", "users/x", "photos/users/x"),
      reading("outside", "ann", "secret", no),
      reading("up", "ann", "users/../secret", no),
      reading("nothing", "ann", "", no),
      reading("another rule's bucket and template", "bob", "home/bob/a/b", "folders/home/bob/a/b"),
      reading("not another's home", "bob", "home/ann/a",
              by("folder", "the key does not fit 'home/{caller}/{path}'.")),
  });
}

TEST(DecideTest, prefixes_of_forms) {
  const auto prefix = [](std::string text) {
    return [text](Ask& ask) {
      ask.act = Act::post;
      ask.filename.clear();
      ask.key = text;
      ask.key_is_prefix = true;
    };
  };
  expect_all({
      row("no template of one file has a prefix", "ann",
          by("photos", "the key does not fit 'users/{caller}/{filename}'."), prefix("users/ann/")),
  });
}

TEST(DecideTest, where_all_share_a_prefix_nobody_chooses_the_key_of_a_new_object) {
  const std::string key = "in/01234567-89ab-4def-8123-456789abcdef-cat.jpg";
  const auto chosen = [&](bool begun) {
    return [&key, begun](Ask& ask) {
      ask.act = Act::multipart;
      ask.lifetime.reset();
      ask.filename.clear();
      ask.key = key;
      ask.begun = begun;
    };
  };
  const std::string going_on = "drop/" + key;
  expect_all({
      row("he could write over another's", "eve",
          by("dropbox", "new objects get their key from here; send \"filename\" instead."),
          chosen(false)),
      row("but go on with an upload whose id he has", "eve", going_on, chosen(true)),
  });
}

TEST(DecideTest, credentials_are_for_the_callers_prefix) {
  Row keys{"", "bob", {}, "folders/home/bob/"};
  keys.ask.act = Act::credentials;
  EXPECT_EQ(outcome_of(keys), keys.outcome);
  keys.ask.bucket = "photos";
  EXPECT_EQ(outcome_of(keys), by("folder", "not this bucket."));
}

TEST(DecideTest, an_upload_that_was_begun_needs_no_type_and_no_size_again) {
  Row going_on = row("", "ann", mine, [](Ask& ask) {
    ask.act = Act::multipart;
    ask.filename.clear();
    ask.key = "users/ann/cat.jpg";
    ask.begun = true;
    ask.content_type.reset();
    ask.size.reset();
  });
  EXPECT_EQ(outcome_of(going_on), mine);
  going_on.ask.size = 1001;
  EXPECT_EQ(outcome_of(going_on), by("photos", "a file has from 10 to 1000 bytes."))
      << "but no other one";
  going_on.caller = "phone-7";
  going_on.ask.size.reset();
  EXPECT_EQ(outcome_of(going_on),
            by("photos", "the key does not fit 'users/{caller}/{filename}'."));
}

TEST(DecideTest, the_first_rule_that_allows_all_of_it_makes_the_key) {
  const Policy policy = policy_of(R"({"rules": [
    {"name": "small", "callers": ["ann"], "may": ["PUT"], "buckets": ["b"],
     "key": "small/{filename}", "bytes": [0, 10]},
    {"name": "large", "callers": ["ann"], "may": ["PUT"], "buckets": ["b"],
     "key": "large/{filename}", "bytes": [0, 100]}]})");
  wire::SeededRandom random(1);
  Ask ask = photo();
  ask.size = 10;
  EXPECT_EQ(decide(policy, "ann", ask, {}, random).value().key, "small/cat.jpg");
  ask.size = 11;
  EXPECT_EQ(decide(policy, "ann", ask, {}, random).value().rule->name, "large");
  ask.size = 101;
  const auto refused = decide(policy, "ann", ask, {}, random);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().detail("Rule"), "small") << "the first that was about this";
  EXPECT_EQ(refused.error().code(), wire::Errc::AccessDenied);
}

TEST(DecideTest, in_development_anything_goes) {
  const Policy policy = development_policy("bucket");
  wire::SeededRandom random(1);
  Ask ask;
  ask.act = Act::put;
  ask.filename = "a/../b";
  ask.lifetime = seconds(2'000'000'000);
  EXPECT_EQ(decide(policy, anonymous_name, ask, {}, random).value().key, "a/../b");
  ask.bucket = "other";
  EXPECT_FALSE(decide(policy, anonymous_name, ask, {}, random).has_value());
}

}  // namespace
}  // namespace pail::signer::service
