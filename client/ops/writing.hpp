// Writes the documents of requests by the same descriptions that reading.hpp reads answers by. For
// the files of client/ops.
//
// Empty texts and values that are not set are left out. Values are passed as they are to Reader, by
// reference, and not changed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ops/reading.hpp"
#include "client/types.hpp"
#include "wire/xml.hpp"

namespace pail::client::ops {

class Writer {
 public:
  explicit Writer(wire::XmlWriter& xml) : xml_(&xml) {}

  void text(std::string_view name, const std::string& value) {
    if (!value.empty()) xml_->element(name, value);
  }
  void text(std::string_view name, const std::optional<std::string>& value) {
    if (value) xml_->element(name, *value);
  }
  void required(std::string_view name, const std::string& value) { xml_->element(name, value); }
  void texts(std::string_view name, const std::vector<std::string>& values) {
    for (const std::string& value : values) xml_->element(name, value);
  }
  // Documents of requests have keys as they are.
  void key(std::string_view name, const std::string& value) { xml_->element(name, value); }
  void time(std::string_view name, const std::optional<wire::Time>& value);
  void number(std::string_view name, std::uint64_t value) { xml_->element(name, value); }
  void number(std::string_view name, const std::optional<std::uint64_t>& value) {
    if (value) xml_->element(name, *value);
  }
  void number(std::string_view name, const std::optional<unsigned>& value) {
    if (value) xml_->element(name, std::uint64_t{*value});
  }
  void flag(std::string_view name, bool value) { xml_->element(name, value); }
  void flag(std::string_view name, const std::optional<bool>& value) {
    if (value) xml_->element(name, *value);
  }
  template <class Enum, std::size_t N>
  void word(std::string_view name, Enum value, const Words<Enum, N>& words) {
    xml_->element(name, word_of(value, words));
  }
  template <class Enum, std::size_t N>
  void word(std::string_view name, const std::optional<Enum>& value, const Words<Enum, N>& words) {
    if (value) word(name, *value, words);
  }
  void present(std::string_view name, bool value) {
    if (value) xml_->empty(name);
  }
  void checksum(const std::optional<ObjectChecksum>& value);
  // Of the element that inside() or element() has just begun.
  void attribute(std::string_view name, std::string_view value) { xml_->attribute(name, value); }

  template <class T>
  void element(std::string_view name, T& value) {
    inside(name, [&](Writer& way) { fields(way, value); });
  }
  template <class T>
  void element(std::string_view name, std::optional<T>& value) {
    if (value) element(name, *value);
  }
  template <class T>
  void elements(std::string_view name, std::vector<T>& values) {
    for (T& value : values) element(name, value);
  }
  template <class Walk>
  void inside(std::string_view name, Walk walk) {
    xml_->open(name);
    walk(*this);
    xml_->close();
  }

 private:
  wire::XmlWriter* xml_;
};

template <class T>
std::string write_document(std::string_view root, T& value) {
  wire::XmlWriter xml;
  xml.open(root, wire::s3_namespace);
  Writer writer(xml);
  fields(writer, value);
  return xml.close().take();
}

}  // namespace pail::client::ops
