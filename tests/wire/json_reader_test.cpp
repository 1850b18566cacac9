#include "wire/json_reader.hpp"

#include <gtest/gtest.h>

namespace pail::wire {
namespace {

boost::json::object parsed(std::string_view text) {
  auto object = parse_json_object(text);
  EXPECT_TRUE(object) << text;
  return object ? std::move(object.value()) : boost::json::object();
}

std::string message_of(const Result<void>& result) {
  return result ? "fine" : std::string(result.error().message().value_or(""));
}

TEST(ParseJsonObject, TakesWhiteSpaceForTheEmptyObject) {
  EXPECT_TRUE(parsed("").empty());
  EXPECT_TRUE(parsed(" \r\n\t").empty());
}

TEST(ParseJsonObject, SaysInWhichLineTheMistakeIs) {
  const auto broken = parse_json_object("{\n  \"a\": 1,\n  b: 2\n}");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code(), Errc::InvalidRequest);
  EXPECT_NE(broken.error().message()->find("line 3"), std::string_view::npos)
      << *broken.error().message();
}

TEST(ParseJsonObject, RefusesWhatIsNoObject) {
  for (const std::string_view text : {"[]", "1", "\"a\"", "null", "{} {}", "{\"a\":1}x"}) {
    EXPECT_FALSE(parse_json_object(text)) << text;
  }
}

TEST(ParseJsonObject, RefusesWhatNestsTooDeep) {
  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_TRUE(parse_json_object(nested(30)));
  EXPECT_FALSE(parse_json_object(nested(40)));
}

TEST(ObjectReader, ReadsEachKindAndNothingWhereNothingIs) {
  const auto object = parsed(R"({"text":"a","whole":3,"number":-1.5,"flag":true,"list":[1],
                                  "object":{"inner":"b"}})");
  ObjectReader reader(object);
  EXPECT_EQ(reader.text("text"), "a");
  EXPECT_EQ(reader.text("absent"), std::nullopt);
  EXPECT_EQ(reader.whole("whole", 1, 3), 3);
  EXPECT_EQ(reader.number("number"), -1.5);
  EXPECT_EQ(reader.flag("flag"), true);
  EXPECT_EQ(*reader.list("list"), boost::json::array{1});
  const auto inner_text = [](ObjectReader& inner) { return inner.required_text("inner"); };
  EXPECT_EQ(reader.within("object", inner_text), "b");
  EXPECT_EQ(reader.within("absent", inner_text), std::nullopt);
  EXPECT_EQ(message_of(reader.finish()), "fine");
}

TEST(ObjectReader, RefusesMembersNobodyAskedFor) {
  const auto object = parsed(R"({"nmae":"a"})");
  ObjectReader reader(object);
  reader.text("name");
  EXPECT_EQ(message_of(reader.finish()), "nmae: unknown; there are name");
}

TEST(ObjectReader, NamesTheMemberByItsPath) {
  const auto object = parsed(R"({"clock":{"mode":"fixed","secs":1}})");
  ObjectReader reader(object);
  reader.within("clock", [](ObjectReader& clock) { return clock.required_text("mode"); });
  EXPECT_EQ(message_of(reader.finish()), "clock.secs: unknown; there are mode");
}

struct Wrong {
  std::string_view document;
  std::string_view message;
};

TEST(ObjectReader, RefusesWrongKindsAndWhatIsMissing) {
  constexpr std::string_view range = "n: must be a whole number from 1 to 9";
  const Wrong cases[] = {
      {R"({"n":0})", range},
      {R"({"n":10})", range},
      {R"({"n":1.5})", range},
      {R"({"n":"1"})", range},
      {R"({"n":18446744073709551615})", range},
      {R"({"n":1,"t":1})", "t: must be a string"},
      {R"({"n":1,"o":[]})", "o: must be an object"},
      {R"({"n":1,"d":"1"})", "d: must be a number"},
      {R"({"n":1,"f":1})", "f: must be true or false"},
      {R"({"n":1,"l":{}})", "l: must be a list"},
      {R"({"n":1})", "must: is missing"},
  };
  for (const Wrong& wrong : cases) {
    const auto object = parsed(wrong.document);
    ObjectReader reader(object);
    reader.whole("n", 1, 9);
    reader.text("t");
    reader.object("o");
    reader.number("d");
    reader.flag("f");
    reader.list("l");
    reader.required_text("must");
    EXPECT_EQ(message_of(reader.finish()), wrong.message) << wrong.document;
  }
}

TEST(ObjectReader, KeepsTheFirstMistake) {
  const auto object = parsed(R"({"a":1,"b":2})");
  ObjectReader reader(object);
  reader.refuse("a", "will not do");
  reader.refuse("b", "neither");
  EXPECT_EQ(message_of(reader.finish()), "a: will not do");
}

TEST(ObjectReader, AMemberMayBeOfSeveralKinds) {
  const auto object = parsed(R"({"delay":7})");
  ObjectReader reader(object);
  ASSERT_NE(reader.find("delay"), nullptr);
  EXPECT_FALSE(reader.find("delay")->is_object());
  EXPECT_EQ(reader.whole<unsigned>("delay", 0, 9), 7U);
  EXPECT_EQ(reader.find("absent"), nullptr);
  EXPECT_EQ(message_of(reader.finish()), "fine");
}

TEST(ObjectReader, TellsThatNothingIsTaken) {
  const auto object = parsed(R"({"a":1})");
  EXPECT_EQ(message_of(ObjectReader(object).finish()), "a: unknown; there are none");
}

}  // namespace
}  // namespace pail::wire
