// Reading XML.
#include "wire/xml.hpp"

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::wire {
namespace {

// A character's number, "65" or "x41". U+0001 passes, though XML 1.0 does not have it: S3 writes
// &#x1; for keys that hold such characters. NUL does not: pugixml's texts end there.
bool is_character_number(std::string_view number) noexcept {
  const bool hex = number.starts_with('x');
  if (hex) number.remove_prefix(1);
  std::uint32_t character = 0;
  const char* const end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, character, hex ? 16 : 10);
  const bool surrogate = character >= 0xd800 && character <= 0xdfff;
  return error == std::errc{} && stop == end && character != 0 && character <= 0x10ffff &&
         !surrogate;
}

// `text` starts behind '&'. XML without a DTD has these references and no others; pugixml would
// take anything else for text.
bool is_reference(std::string_view text) noexcept {
  const std::size_t end = text.find(';');
  if (end == std::string_view::npos) return false;
  const std::string_view name = text.substr(0, end);
  if (name.starts_with('#')) return is_character_number(name.substr(1));
  return name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos";
}

bool is_forbidden(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

// Where `text` goes on behind a piece that starts with `open` and ends with `close`; 0 when it does
// not start so.
std::size_t length_of_piece(std::string_view text, std::string_view open,
                            std::string_view close) noexcept {
  if (!text.starts_with(open)) return 0;
  const std::size_t end = text.find(close, open.size());
  return end == std::string_view::npos ? text.size() : end + close.size();
}

// Markup or a reference that must not be; `text` starts with '<' or '&'.
bool is_refused(std::string_view text) noexcept {
  return text.starts_with('&') ? !is_reference(text.substr(1)) : text.starts_with("<!DOCTYPE");
}

// What pugixml would let pass: control characters, unknown references, a DTD.
bool is_acceptable(std::string_view text) noexcept {
  if (!is_utf8(text) || std::any_of(text.begin(), text.end(), is_forbidden)) return false;
  const auto is_markup = [](char c) { return c == '<' || c == '&'; };
  for (const char* at = text.begin();
       (at = std::find_if(at, text.end(), is_markup)) != text.end();) {
    const std::string_view rest(at, static_cast<std::size_t>(text.end() - at));
    if (is_refused(rest)) return false;
    at += std::max({std::size_t{1}, length_of_piece(rest, "<!--", "-->"),
                    length_of_piece(rest, "<![CDATA[", "]]>")});
  }
  return true;
}

std::string_view local_name(std::string_view name) noexcept {
  return name.substr(name.rfind(':') + 1);
}

bool is_text(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Makes the pieces of text between comments, CDATA sections and child elements one, the first: so
// text() needs no copy.
void join_text(pugi::xml_node element) {
  const auto children = element.children();
  if (std::count_if(children.begin(), children.end(), is_text) < 2) return;
  std::string all;
  for (const pugi::xml_node& child : children) {
    if (is_text(child)) all += child.value();
  }
  pugi::xml_node first = *std::find_if(children.begin(), children.end(), is_text);
  first.set_value(all.c_str());
  for (pugi::xml_node child = first.next_sibling(); child;) {
    const pugi::xml_node next = child.next_sibling();
    if (is_text(child)) element.remove_child(child);
    child = next;
  }
}

bool join_texts(pugi::xml_node element, unsigned depth) {
  if (depth > limits::xml_depth_max) return false;
  join_text(element);
  const auto children = element.children();
  return std::all_of(children.begin(), children.end(), [&](const pugi::xml_node& child) {
    return child.type() != pugi::node_element || join_texts(child, depth + 1);
  });
}

// One element, and around it white space alone.
bool has_one_root(const pugi::xml_document& document) {
  std::size_t roots = 0;
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_element) {
      ++roots;
    } else if (node.type() != pugi::node_pcdata || !trim(node.value()).empty()) {
      return false;
    }
  }
  return roots == 1;
}

// Fragments are asked for because pugixml drops text around the root otherwise; white space,
// because it may be a key.
constexpr unsigned parse_options = pugi::parse_fragment | pugi::parse_ws_pcdata |
                                   pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                   pugi::parse_wconv_attribute;

}  // namespace

struct XmlDocument::Impl {
  pugi::xml_document tree;
};

XmlDocument::XmlDocument(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;
XmlDocument::~XmlDocument() = default;

Result<XmlDocument> XmlDocument::parse(std::string_view text) {
  if (!is_acceptable(text)) return Errc::MalformedXML;
  auto impl = std::make_unique<Impl>();
  const auto parsed =
      impl->tree.load_buffer(text.data(), text.size(), parse_options, pugi::encoding_utf8);
  if (!parsed || !has_one_root(impl->tree) || !join_texts(impl->tree.document_element(), 1)) {
    return Errc::MalformedXML;
  }
  return XmlDocument(std::move(impl));
}

XmlNode XmlDocument::root() const {
  return XmlNode(impl_->tree.document_element().internal_object());
}

namespace {

pugi::xml_node node_of(void* node) {
  return pugi::xml_node(static_cast<pugi::xml_node_struct*>(node));
}

}  // namespace

std::string_view XmlNode::name() const {
  return local_name(node_of(node_).name());
}

std::string_view XmlNode::attribute(std::string_view name) const {
  for (const pugi::xml_attribute& attribute : node_of(node_).attributes()) {
    if (local_name(attribute.name()) == name) return attribute.value();
  }
  return {};
}

std::string_view XmlNode::text() const {
  for (const pugi::xml_node& child : node_of(node_).children()) {
    if (is_text(child)) return child.value();
  }
  return {};
}

XmlNode XmlNode::child(std::string_view name) const {
  for (const pugi::xml_node& child : node_of(node_).children()) {
    if (child.type() == pugi::node_element && local_name(child.name()) == name) {
      return XmlNode(child.internal_object());
    }
  }
  return XmlNode();
}

std::vector<XmlNode> XmlNode::children() const {
  std::vector<XmlNode> elements;
  for (const pugi::xml_node& child : node_of(node_).children()) {
    if (child.type() == pugi::node_element) elements.push_back(XmlNode(child.internal_object()));
  }
  return elements;
}

std::vector<XmlNode> XmlNode::children(std::string_view name) const {
  std::vector<XmlNode> elements = children();
  std::erase_if(elements, [&](const XmlNode& element) { return element.name() != name; });
  return elements;
}

}  // namespace pail::wire
