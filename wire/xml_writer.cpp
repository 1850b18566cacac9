#include <array>
#include <cassert>
#include <charconv>

#include "wire/xml.hpp"

namespace pail::wire {
namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// The bytes that stand for themselves in text and attributes. A table, since listings are mostly
// text.
constexpr std::array<bool, 256> plain_bytes() {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte) plain[byte] = true;
  for (const char c : {'\t', '\n'}) plain[static_cast<unsigned char>(c)] = true;
  for (const char c : {'&', '<', '>', '"'}) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}

constexpr auto is_plain = plain_bytes();

void append_escape(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\r':
      out += "&#13;";
      return;
    default:
      break;
  }
  char hex[2];
  const auto end = std::to_chars(hex, hex + sizeof hex, static_cast<unsigned>(c), 16).ptr;
  out += "&#x";
  out.append(hex, end);
  out += ';';
}

}  // namespace

void append_xml_escaped(std::string& out, std::string_view text) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_plain[static_cast<unsigned char>(text[i])]) continue;
    out.append(text, done, i - done);
    append_escape(out, text[i]);
    done = i + 1;
  }
  out.append(text, done);
}

XmlWriter::XmlWriter() : out_(declaration) {}

void XmlWriter::start_tag(std::string_view element, std::string_view xmlns, std::string_view end) {
  out_ += '<';
  out_ += element;
  out_ += end;
  if (!xmlns.empty()) attribute("xmlns", xmlns);
}

void XmlWriter::end_tag(std::string_view element) {
  out_ += "</";
  out_ += element;
  out_ += '>';
}

XmlWriter& XmlWriter::open(std::string_view element, std::string_view xmlns) {
  start_tag(element, xmlns, ">");
  open_.emplace_back(element);
  return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
  const std::string_view end = out_.ends_with("/>") ? "/>" : ">";
  assert(out_.ends_with(end));
  out_.resize(out_.size() - end.size());
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  append_xml_escaped(out_, value);
  out_ += '"';
  out_ += end;
  return *this;
}

XmlWriter& XmlWriter::close() {
  assert(!open_.empty());
  end_tag(open_.back());
  open_.pop_back();
  return *this;
}

XmlWriter& XmlWriter::text(std::string_view content) {
  append_xml_escaped(out_, content);
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view content) {
  start_tag(name, {}, ">");
  append_xml_escaped(out_, content);
  end_tag(name);
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::uint64_t content) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, content).ptr;
  return element(name, std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

XmlWriter& XmlWriter::element(std::string_view name, bool content) {
  return element(name, std::string_view(content ? "true" : "false"));
}

XmlWriter& XmlWriter::empty(std::string_view name, std::string_view xmlns) {
  start_tag(name, xmlns, "/>");
  return *this;
}

std::string XmlWriter::take() {
  assert(open_.empty());
  return std::move(out_);
}

}  // namespace pail::wire
