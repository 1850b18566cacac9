#include "wire/form_data.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "wire/limits.hpp"

namespace pail::wire {
namespace {

struct Part {
  std::string name;
  std::optional<std::string> filename;
  std::string content;
  bool ended = false;
  bool operator==(const Part&) const = default;
};

void PrintTo(const Part& part, std::ostream* out) {
  *out << part.name << '(' << part.filename.value_or("-") << ")=" << part.content
       << (part.ended ? "" : "...");
}

class Collector final : public FormReader {
 public:
  Result<void> begin_part(FormPart part) override {
    EXPECT_TRUE(parts.empty() || parts.back().ended) << "two parts at once";
    parts.push_back({std::move(part.name), std::move(part.filename), {}});
    return ok();
  }
  Result<void> data(Bytes piece) override {
    EXPECT_FALSE(piece.empty());
    EXPECT_FALSE(parts.back().ended);
    parts.back().content += as_text(piece);
    return ok();
  }
  Result<void> end_part() override {
    parts.back().ended = true;
    return ok();
  }
  std::vector<Part> parts;
};

struct Parsed {
  std::vector<Part> parts;
  bool good = false;
  bool operator==(const Parsed&) const = default;
};

void PrintTo(const Parsed& parsed, std::ostream* out) {
  *out << (parsed.good ? "good:" : "bad:");
  for (const Part& part : parsed.parts) {
    *out << ' ';
    PrintTo(part, out);
  }
}

template <class Cut>  // how many bytes the next piece has
Parsed parse(std::string_view body, Cut cut, std::string_view boundary = "B") {
  Collector collector;
  FormParser parser(boundary, collector);
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t size = std::min(cut(at), body.size() - at);
    // In memory of its own, so that a span kept too long is found by the sanitizer.
    const std::string piece(body.substr(at, size));
    if (!parser.write(as_bytes(piece))) return {collector.parts, false};
    at += size;
  }
  EXPECT_EQ(parser.consumed(), body.size());
  return {collector.parts, parser.finish().has_value()};
}

Parsed whole(std::string_view body, std::string_view boundary = "B") {
  return parse(
      body, [&](std::size_t) { return body.size(); }, boundary);
}

std::string part(std::string_view disposition, std::string_view content) {
  std::string text = "--B\r\nContent-Disposition: form-data; ";
  return text.append(disposition).append("\r\n\r\n").append(content).append("\r\n");
}

Parsed one(std::string content) {
  return {{{"file", "f", std::move(content), true}}, true};
}

std::string form_of(std::string_view content) {
  return part("name=\"file\"; filename=\"f\"", content) + "--B--\r\n";
}

const std::string several_parts = "preamble\r\n--no\r\n" + part("name=\"key\"", "a/${filename}") +
                                  part("name=\"empty\"", "") +
                                  part("name=\"file\"; filename=\"C:\\dir\\a.jpg\"",
                                       "\r\n--\r\n--BB\r\n--B \tx\r\r\n--B-\r\n--C\r\n\r") +
                                  "--B--epilogue\r\n--B\r\n";

TEST(FormParser, ReadsPartsBetweenPreambleAndEpilogue) {
  const Parsed expected{
      {{"key", std::nullopt, "a/${filename}", true},
       {"empty", std::nullopt, "", true},
       {"file", "C:\\dir\\a.jpg", "\r\n--\r\n--BB\r\n--B \tx\r\r\n--B-\r\n--C\r\n\r", true}},
      true};
  EXPECT_EQ(whole(several_parts), expected);
}

TEST(FormParser, AnySplitInTwoGivesTheSame) {
  const std::string bodies[] = {several_parts,
                                form_of("\r\n--B"),
                                form_of("\r\n--B\r"),
                                form_of("x\r\n--B \t "),
                                form_of(std::string("\0\r\n\xff", 4)),
                                several_parts.substr(0, several_parts.size() / 2)};
  for (const std::string& body : bodies) {
    SCOPED_TRACE(body);
    const Parsed expected = whole(body);
    for (std::size_t first = 0; first <= body.size(); ++first) {
      SCOPED_TRACE(first);
      EXPECT_EQ(parse(body, [&](std::size_t at) { return at < first ? first : body.size(); }),
                expected);
    }
    EXPECT_EQ(parse(body, [](std::size_t) { return std::size_t{1}; }), expected);
  }
}

TEST(FormParser, RandomPiecesOfRandomContentGiveTheSame) {
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): the same every time
  const auto below = [&](std::size_t n) { return random() % n; };
  const std::string_view bits[] = {"\r\n--B", "\r\n", "--", "B", "-", " ", "\t", "\r", "x", "\n"};
  for (int round = 0; round < 2000; ++round) {
    std::string content;
    for (std::size_t i = below(12); i > 0; --i) content += bits[below(std::size(bits))];
    const std::string body = form_of(content);
    SCOPED_TRACE(body);
    EXPECT_EQ(parse(body, [&](std::size_t) { return 1 + below(9); }), whole(body));
  }
}

TEST(FormParser, ContentThatLooksLikeADelimiterIsContent) {
  for (const std::string content :
       {"\r\n--Bx", "\r\n--B-", "\r\n--B -", "\r\n--B\r", "\r\n--B\n", "\r\n--b\r\n", "\n--B\r\n",
        "\r--B\r\n", "--Bx", "\r\n-- B\r\n", "\r\r\n--\r\n", "\r\n--\r\n--B."}) {
    SCOPED_TRACE(content);
    EXPECT_EQ(whole(form_of(content)), one(content));
  }
  const std::string far = "\r\n--B" + std::string(limits::form_padding_bytes_max + 1, ' ');
  EXPECT_EQ(whole(form_of(far)), one(far));
}

TEST(FormParser, WhiteSpaceBehindABoundaryIsPassedOver) {
  EXPECT_EQ(whole("--B \t\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx"
                  "\r\n--B-- "),
            one("x"));
}

TEST(FormParser, APartMayEndWithItsHeaders) {
  EXPECT_EQ(whole("--B\r\nContent-Disposition: form-data; name=file; filename=f\r\n\r\n--B--"),
            one(""));
}

TEST(FormParser, APieceIsHandedOnAsItIs) {
  struct Watch final : FormReader {
    Result<void> begin_part(FormPart) override { return ok(); }
    Result<void> data(Bytes piece) override {
      seen = piece;
      ++calls;
      return ok();
    }
    Result<void> end_part() override { return ok(); }
    Bytes seen;
    int calls = 0;
  } watch;
  FormParser parser("B", watch);
  const std::string head = form_of("").substr(0, form_of("").size() - 9);
  ASSERT_TRUE(parser.write(as_bytes(head)));
  const std::string content(100'000, '\r');
  ASSERT_TRUE(parser.write(as_bytes(content)));
  EXPECT_EQ(watch.seen.data(), as_bytes(content).data());
  EXPECT_EQ(watch.seen.size(), content.size() - 1);  // the last CR may begin a delimiter
  EXPECT_EQ(watch.calls, 1);
}

TEST(FormParser, WhatIsNoFormIsRefused) {
  const std::string field = "Content-Disposition: form-data; name=\"a\"\r\n";
  const std::pair<std::string, std::string> bodies[] = {
      {"nothing", ""},
      {"no delimiter", "hello"},
      {"another boundary", "--C\r\n" + field + "\r\nx\r\n--C--"},
      {"no end", "--B\r\n" + field + "\r\nx\r\n"},
      {"half an end", "--B\r\n" + field + "\r\nx\r\n--B-"},
      {"a delimiter last", "--B\r\n" + field + "\r\nx\r\n--B\r\n"},
      {"ends inside headers", "--B\r\n" + field},
      {"no headers", "--B\r\n\r\nx\r\n--B--"},
      {"bare line feeds", "--B\nContent-Disposition: form-data; name=\"a\"\n\nx\n--B--\n"},
      {"bare line feed in a header", "--B\r\nContent-Disposition: form-data;\n name=a\r\n\r\n"},
      {"headers too long", "--B\r\nX: " + std::string(limits::form_part_header_bytes_max, 'x')}};
  for (const auto& [why, body] : bodies) {
    SCOPED_TRACE(why);
    EXPECT_FALSE(whole(body).good);
    EXPECT_FALSE(parse(body, [](std::size_t) { return std::size_t{1}; }).good);
  }
}

TEST(FormParser, AFormWithoutPartsIsAForm) {
  EXPECT_EQ(whole("--B--"), (Parsed{{}, true}));
  EXPECT_EQ(whole("\r\n--B--\r\n"), (Parsed{{}, true}));
}

TEST(FormParser, AReadersErrorStopsIt) {
  struct Full final : FormReader {
    Result<void> begin_part(FormPart) override { return ok(); }
    Result<void> data(Bytes) override { return Errc::EntityTooLarge; }
    Result<void> end_part() override { return ok(); }
  } full;
  FormParser parser("B", full);
  const auto written = parser.write(as_bytes(form_of("x")));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code(), Errc::EntityTooLarge);
}

TEST(PartHeaders, NamesAreReadAsClientsWriteThem) {
  struct Case {
    std::string disposition, name;
    std::optional<std::string> filename;
  };
  const Case cases[] = {
      {R"(form-data; name="key")", "key", {}},
      {R"(Form-Data;NAME="key";FileName="a.txt")", "key", "a.txt"},
      {R"(form-data; filename="a.txt"; name="key")", "key", "a.txt"},
      {R"(form-data; name=key; filename=a.txt)", "key", "a.txt"},
      {R"(form-data; name="file"; filename="")", "file", ""},
      {R"(form-data; name="";)", "", {}},
      // curl before 7.81 and Firefox of old; browsers and curl of today.
      {R"(form-data; name="a\"b"; filename="\"q\".txt")", "a\"b", "\"q\".txt"},
      {R"(form-data; name="a%22b"; filename="%22q%22.txt")", "a\"b", "\"q\".txt"},
      {R"(form-data; name="f"; filename="100%.txt")", "f", "100%.txt"},
      {R"(form-data; name="f"; filename="%41.txt")", "f", "%41.txt"},
      {R"(form-data; name="f"; filename="C:\dir\new.txt")", "f", R"(C:\dir\new.txt)"},
      {R"(form-data; name="f"; filename="\\host\share\x")", "f", R"(\\host\share\x)"},
      {R"(form-data; name="f"; filename="ends\")", "f", R"(ends\)"},
      {R"(form-data; name="f"; filename="a;b=c, d")", "f", "a;b=c, d"},
      {"form-data; name=\"sch\xc3\xb6n\"; filename=\"\xe5\x86\x99\xe7\x9c\x9f.jpg\"",
       "sch\xc3\xb6n", "\xe5\x86\x99\xe7\x9c\x9f.jpg"},
      {"form-data;\r\n name=\"f\";\r\n\tfilename=\"x\"", "f", "x"},
      {R"(form-data; name="f"; filename*=UTF-8''other.txt)", "f", {}}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.disposition);
    const auto part = read_part_headers(
        "Content-Type: text/plain\r\ncontent-disposition:" + c.disposition + "\r\nX-More: \r\n");
    ASSERT_TRUE(part);
    EXPECT_EQ(part->name, c.name);
    EXPECT_EQ(part->filename, c.filename);
  }
}

TEST(PartHeaders, WhatIsNoPartOfAFormIsRefused) {
  for (const std::string block :
       {"", "Content-Type: text/plain\r\n", "Content-Disposition: form-data\r\n",
        "Content-Disposition: attachment; name=\"a\"\r\n",
        "Content-Disposition: form-data; filename=\"a\"\r\n",
        "Content-Disposition: form-data; name=\"a\r\n",
        "Content-Disposition: form-data; name=\"a\"b\r\n",
        "Content-Disposition: form-data; name\r\n", "Content-Disposition\r\n",
        "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n",
        "Content-Disposition: form-data; name=a\r\nnonsense\r\n",
        "Content-Disposition: form-data; name=a\x01\r\n",
        "Content-Disposition: form-data; name=a\x7f\r\n",
        "Content-Disposition: form-data; name=a\r\nX: a\rb\r\n",
        "Content-Disposition: form-data; name=a"}) {
    EXPECT_FALSE(read_part_headers(block)) << block;
  }
}

TEST(FormBoundary, IsFoundQuotedOrNot) {
  const std::pair<std::string, std::string> cases[] = {
      {"multipart/form-data; boundary=----WebKitFormBoundaryAZaz09",
       "----WebKitFormBoundaryAZaz09"},
      {"Multipart/Form-Data;charset=utf-8;Boundary=x", "x"},
      {"multipart/form-data; boundary=\"a b:c?d\"", "a b:c?d"},
      {"multipart/form-data; boundary=a:b=c ; charset=x", "a:b=c"},
      {"multipart/form-data ; boundary=\"" + std::string(70, '\'') + "\"", std::string(70, '\'')}};
  for (const auto& [type, boundary] : cases) EXPECT_EQ(form_boundary(type), boundary) << type;
}

TEST(FormBoundary, IsThereOrTheTypeIsUseless) {
  for (const std::string type :
       {"", "multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"x", "multipart/form-data; boundary=a*b",
        "multipart/form-data; boundary=\"x \"", "multipart/mixed; boundary=x",
        "multipart/form-data; boundary=\"a\r\nb\""}) {
    EXPECT_FALSE(form_boundary(type)) << type;
  }
  EXPECT_FALSE(form_boundary("multipart/form-data; boundary=" + std::string(71, 'x')));
}

TEST(FormBoundary, TheMediaTypeDecidesWhatIsAForm) {
  EXPECT_TRUE(is_form_data("multipart/form-data"));
  EXPECT_TRUE(is_form_data("MULTIPART/form-data ;boundary=x"));
  EXPECT_FALSE(is_form_data("multipart/form-data2"));
  EXPECT_FALSE(is_form_data("application/x-www-form-urlencoded"));
  EXPECT_FALSE(is_form_data(""));
}

}  // namespace
}  // namespace pail::wire
