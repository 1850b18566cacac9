#include <cstdint>

#include "tests/fuzz/wire/require.hpp"
#include "wire/xml.hpp"

using namespace pail::wire;
using pail::testing::require;

namespace {

// Local names may start with what a whole name may not ("x:1"), hence the letter in front.
void write(XmlWriter& xml, XmlNode node) {
  xml.open("n" + std::string(node.name())).text(node.text());
  for (const XmlNode& child : node.children()) write(xml, child);
  xml.close();
}

void require_same(XmlNode written, XmlNode node) {
  require(written.name().substr(1) == node.name(), "the name comes back");
  require(written.text() == node.text(), "the text comes back");
  const auto a = written.children(), b = node.children();
  require(a.size() == b.size(), "the children come back");
  for (std::size_t i = 0; i < a.size(); ++i) require_same(a[i], b[i]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = pail::testing::input(data, size);
  const auto parsed = XmlDocument::parse(text);
  if (parsed) {
    XmlWriter xml;
    write(xml, parsed.assume_value().root());
    const auto again = XmlDocument::parse(xml.take());
    require(again.has_value(), "what is written is readable");
    require_same(again.assume_value().root(), parsed.assume_value().root());
  }
  const Error error = error_from_xml(text, 400);
  const Error same = error_from_xml(error_xml(error, "r", "h"), 400);
  require(same.code() == error.code(), "the code of an error comes back");
  return 0;
}
