#include "signer/service/key_template.hpp"

#include <gtest/gtest.h>

#include "signer/service/file_name.hpp"
#include "wire/date.hpp"

namespace pail::signer::service {
namespace {

const wire::Time moment = *wire::parse_iso_extended("2013-02-06T00:57:45Z");

KeyTemplate parsed(std::string_view text) {
  auto key = KeyTemplate::parse(text);
  if (!key) throw std::runtime_error(wire::describe(key.error()));
  return std::move(key.value());
}

std::string made(std::string_view text, std::string_view caller, std::string_view filename) {
  wire::SeededRandom random(1);
  return parsed(text).make({caller, filename, moment}, random).value();
}

TEST(FileNameTest, names_are_made_fit) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"cat.jpg", "cat.jpg"},
      {"My cat (1).JPG", "My-cat--1-.JPG"},
      {"/etc/passwd", "passwd"},
      {"..\\..\\boot.ini", "boot.ini"},
      {"../../x", "x"},
      {"a/..", "file"},
      {"..", "file"},
      {".", "file"},
      {"", "file"},
      {"/", "file"},
      {".htaccess", "htaccess"},
      {"...x", "x"},
      {"%2e%2e%2fx", "-2e-2e-2fx"},
      {"a\r\nX-Evil: 1", "a--X-Evil--1"},
      {std::string_view("a\0b", 3), "a-b"},
      {"a?b#c&d=e", "a-b-c-d-e"},
      {"${filename}", "--filename-"},
      {"\xC3\xA9t\xC3\xA9.png", "\xC3\xA9t\xC3\xA9.png"},
      {"\xF0\x9F\x93\xB7.jpg", "\xF0\x9F\x93\xB7.jpg"},
      {"gpj\xE2\x80\xAE.exe", "gpj-.exe"},  // U+202E turns what follows round
      {"a\xEF\xBC\x8F"
       "b",
       "a-b"},                             // U+FF0F, a slash to who normalises
      {"\xE2\x80\xA4\xE2\x80\xA4", "--"},  // U+2024, likewise a dot
      {"a\xFF.jpg", "a\xC3\xBF.jpg"},      // no UTF-8: read as ISO-8859-1
  };
  for (const auto& [name, fit] : cases) {
    SCOPED_TRACE(std::string(name));
    EXPECT_EQ(fit_file_name(name), fit);
    EXPECT_TRUE(is_fit_file_name(fit));
  }
}

TEST(FileNameTest, a_long_name_is_cut_between_characters_and_keeps_its_extension) {
  const std::string fit = fit_file_name(std::string(500, 'a') + ".jpeg");
  EXPECT_EQ(fit.size(), file_name_bytes_max);
  EXPECT_TRUE(fit.ends_with("a.jpeg"));
  std::string accents;
  for (int i = 0; i < 150; ++i) accents += "\xC3\xA9";
  EXPECT_EQ(fit_file_name("x" + accents).size(), file_name_bytes_max - 1);
  EXPECT_TRUE(is_fit_file_name(fit_file_name("x" + accents)));
}

TEST(FileNameTest, extensions_are_small_letters_and_digits_or_bin) {
  EXPECT_EQ(extension_of("a.JPG"), "jpg");
  EXPECT_EQ(extension_of("a.tar.gz"), "gz");
  EXPECT_EQ(extension_of("a"), "bin");
  EXPECT_EQ(extension_of("a."), "bin");
  EXPECT_EQ(extension_of("a.b-c"), "bin");
  EXPECT_EQ(extension_of("a." + std::string(17, 'x')), "bin");
}

TEST(CallerSegmentTest, no_two_callers_share_a_segment_and_none_is_a_path) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"ann", "ann"},         {"a/b", "a~2fb"},       {"a~2fb", "a~7e2fb"},     {"..", "~2e."},
      {".", "~2e"},           {"a.b@c", "a.b@c"},     {"auth0|7", "auth0~7c7"}, {"*", "~2a"},
      {"${x}", "~24~7bx~7d"}, {"\xC3\xA9", "~c3~a9"}, {"a b", "a~20b"},
  };
  for (const auto& [name, segment] : cases) EXPECT_EQ(caller_segment(name), segment) << name;
}

TEST(KeyTemplateTest, keys_are_made_of_callers_files_and_the_services_time) {
  EXPECT_EQ(made("users/{caller}/{filename}", "ann", "C at.JPG"), "users/ann/C-at.JPG");
  EXPECT_EQ(made("{date}/{caller}/x.{ext}", "a/b", "C.JPG"), "2013-02-06/a~2fb/x.jpg");
  EXPECT_EQ(made("u/{caller}/{path}", "ann", "a/b.txt"), "u/ann/b.txt");
  EXPECT_EQ(made("config.json", "ann", "x"), "config.json");
  const std::string key = made("{uuid}-{filename}", "ann", "x.png");
  EXPECT_EQ(key.size(), 36U + 1 + 5);
  EXPECT_EQ(key[14], '4') << "the version of a random UUID";
  EXPECT_TRUE(key.ends_with("-x.png"));
}

TEST(KeyTemplateTest, each_key_has_a_uuid_of_its_own) {
  wire::SeededRandom random(1);
  const KeyTemplate key = parsed("{uuid}");
  EXPECT_NE(key.make({"a", "b", moment}, random).value(),
            key.make({"a", "b", moment}, random).value());
}

TEST(KeyTemplateTest, what_is_made_matches_for_its_caller_and_nobody_else) {
  wire::SeededRandom random(1);
  for (const std::string_view text : {"users/{caller}/{uuid}-{filename}", "users/{caller}/{path}",
                                      "{caller}/{date}.{ext}", "a/{caller}/{date}/{uuid}.{ext}"}) {
    for (const std::string_view caller : {"ann", "a/b", "..", "\xC3\xA9", "x.y@z"}) {
      for (const std::string_view file :
           {"cat.jpg", "..", "a/../b c.PNG", "\xF0\x9F\x93\xB7.jpg"}) {
        SCOPED_TRACE(std::string(text) + " " + std::string(caller) + " " + std::string(file));
        const KeyTemplate key = parsed(text);
        const std::string name = key.make({caller, file, moment}, random).value();
        EXPECT_TRUE(key.matches(name, caller)) << name;
        EXPECT_FALSE(key.matches(name, "somebody")) << name;
        EXPECT_TRUE(name.starts_with(key.prefix_of(caller)));
      }
    }
  }
}

TEST(KeyTemplateTest, a_key_that_is_asked_for_has_to_match_all_of_it) {
  const std::string uuid = "01234567-89ab-4def-8123-456789abcdef";
  const KeyTemplate key = parsed("users/{caller}/{uuid}-{filename}");
  const std::string mine = "users/ann/" + uuid + "-";
  EXPECT_TRUE(key.matches(mine + "cat.jpg", "ann"));
  const std::vector<std::string> wrongs{mine,
                                        mine + "a/b",
                                        mine + "..",
                                        mine + "../x",
                                        mine + ".x",
                                        mine + "%2e%2e",
                                        mine + "a b",
                                        mine + "a\\b",
                                        mine + std::string(201, 'x'),
                                        "users/ann/" + uuid + "cat.jpg",
                                        "users/ann/0-cat.jpg",
                                        "users/bob/" + uuid + "-cat.jpg",
                                        "/" + mine + "x",
                                        "users//" + uuid + "-x",
                                        "users/ann/../bob/" + uuid + "-x",
                                        "users/a%6en/" + uuid + "-x",
                                        "users/ANN/" + uuid + "-x",
                                        "USERS/ann/" + uuid + "-x",
                                        "users/ann/01234567-89AB-4DEF-8123-456789ABCDEF-x",
                                        mine + "\xFF",
                                        mine + "a\nb",
                                        mine + "\xC3",
                                        mine + "x?acl",
                                        std::string()};
  for (const std::string& wrong : wrongs) {
    EXPECT_FALSE(key.matches(wrong, "ann")) << wrong;
  }
}

TEST(KeyTemplateTest, a_path_is_segments_each_of_which_is_fit) {
  const KeyTemplate key = parsed("users/{caller}/{path}");
  for (const std::string_view right :
       {"users/ann/a", "users/ann/a/b/c.txt", "users/ann/\xC3\xA9"}) {
    EXPECT_TRUE(key.matches(right, "ann")) << right;
  }
  for (const std::string_view wrong :
       {"users/ann/", "users/ann", "users/ann//a", "users/ann/a/", "users/ann/../bob/a",
        "users/ann/a/../../bob/a", "users/ann/./a", "users/ann/a/.", "users/ann/%2e%2e/bob/a",
        "users/ann/a%2f..%2fb", "users/annx/a", "users/an/a"}) {
    EXPECT_FALSE(key.matches(wrong, "ann")) << wrong;
  }
}

TEST(KeyTemplateTest, a_prefix_is_granted_only_where_any_key_behind_it_is) {
  const KeyTemplate open = parsed("users/{caller}/{path}");
  EXPECT_TRUE(open.matches_prefix("users/ann/", "ann"));
  EXPECT_TRUE(open.matches_prefix("users/ann/a/b-", "ann"));
  EXPECT_FALSE(open.matches_prefix("users/ann", "ann")) << "users/anna/ begins so, too";
  EXPECT_FALSE(open.matches_prefix("users/bob/", "ann"));
  EXPECT_FALSE(open.matches_prefix("", "ann"));
  EXPECT_FALSE(parsed("users/{caller}/{filename}").matches_prefix("users/ann/", "ann"));
}

TEST(KeyTemplateTest, the_prefix_of_a_caller_ends_where_keys_begin_to_differ) {
  EXPECT_EQ(parsed("users/{caller}/{uuid}-{filename}").prefix_of("a/b"), "users/a~2fb/");
  EXPECT_EQ(parsed("in/{caller}/x-{filename}").prefix_of("ann"), "in/ann/x-");
  EXPECT_EQ(parsed("{date}/{caller}/{path}").prefix_of("ann"), "");
}

TEST(KeyTemplateTest, templates_that_promise_too_much_are_refused) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "must not be empty"},
      {"{who}",
       "has a placeholder that there is not; there are {caller} {uuid} {date} {filename} "
       "{ext} {path}"},
      {"a{caller", "has a '{' without its '}'"},
      {"a}b", "may have letters, digits, / . _ - @ = + and placeholders only"},
      {"a b", "may have letters, digits, / . _ - @ = + and placeholders only"},
      {"a*", "may have letters, digits, / . _ - @ = + and placeholders only"},
      {"/a", "must not have empty segments or segments of dots"},
      {"a//b", "must not have empty segments or segments of dots"},
      {"a/../b", "must not have empty segments or segments of dots"},
      {"./a", "must not have empty segments or segments of dots"},
      {"x-{caller}/{path}", "must have {caller} as a whole segment, with a slash behind it"},
      {"{caller}-{filename}", "must have {caller} as a whole segment, with a slash behind it"},
      {"users/{caller}", "must have {caller} as a whole segment, with a slash behind it"},
      {"{path}/x", "may have {path} only at the end, behind a slash"},
      {"x-{path}", "may have {path} only at the end, behind a slash"},
      {"{filename}/{filename}", "may have one {filename} or {path}"},
  };
  for (const auto& [text, why] : cases) {
    const auto key = KeyTemplate::parse(text);
    ASSERT_FALSE(key.has_value()) << text;
    EXPECT_EQ(key.error().message(), why) << text;
  }
}

}  // namespace
}  // namespace pail::signer::service
