// Reads an answer's document into a value. What a document consists of is said once, by a function
// beside its type:
//
//   template <class Way> void fields(Way& way, Tag& tag) {
//     way.text("Key", tag.key);
//     way.text("Value", tag.value);
//   }
//
// and Reader here, Writer in writing.hpp walk it; one that is only read, or only written, takes the
// one or the other. They stand in this namespace itself, where the walkers find them. For the files
// of client/ops.
//
// What is missing leaves its member as it was, and elements that nobody asks for are passed over:
// S3-like servers leave out and add. MalformedXML: another document; a number or a word that cannot
// be read; more than answer_bytes_max. Spec: shared/spec/operations.md §3.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"
#include "wire/xml.hpp"

namespace pail::client::ops {

// Ours: a page of 1000 keys of 1024 bytes, every byte percent-encoded, with all facts, has 4 MB; a
// list of 10,000 buckets has 3 MB.
inline constexpr std::size_t answer_bytes_max = 16 * 1024 * 1024;

// The words of an element, with their meanings.
template <class Enum, std::size_t N>
using Words = std::array<std::pair<std::string_view, Enum>, N>;

template <class Enum, std::size_t N>
constexpr std::string_view word_of(Enum value, const Words<Enum, N>& words) {
  for (const auto& [word, meaning] : words) {
    if (meaning == value) return word;
  }
  return {};
}

template <class Enum, std::size_t N>
constexpr std::optional<Enum> meaning_of(std::string_view text, const Words<Enum, N>& words) {
  for (const auto& [word, meaning] : words) {
    if (word == text) return meaning;
  }
  return std::nullopt;
}

class Reader {
 public:
  void text(std::string_view name, std::string& value);
  void text(std::string_view name, std::optional<std::string>& value);
  // Written even when it is empty.
  void required(std::string_view name, std::string& value) { text(name, value); }
  void texts(std::string_view name, std::vector<std::string>& values);
  // With its quotes: S3 leaves them out in GetObjectAttributes, radosgw where it made an object
  // itself.
  void etag(std::string_view name, std::string& value);
  // Of keys and prefixes: encoding-type=url is undone.
  void key(std::string_view name, std::string& value);
  void time(std::string_view name, wire::Time& value);
  void time(std::string_view name, std::optional<wire::Time>& value);
  void number(std::string_view name, std::uint64_t& value);
  void number(std::string_view name, unsigned& value);
  void number(std::string_view name, std::optional<std::uint64_t>& value);
  void number(std::string_view name, std::optional<unsigned>& value);
  void flag(std::string_view name, bool& value);
  void flag(std::string_view name, std::optional<bool>& value);
  // Whether there is such an element.
  void present(std::string_view name, bool& value) { value = bool(node_.child(name)); }
  template <class Enum, std::size_t N>
  void word(std::string_view name, Enum& value, const Words<Enum, N>& words);
  template <class Enum, std::size_t N>
  void word(std::string_view name, std::optional<Enum>& value, const Words<Enum, N>& words);
  // ChecksumCRC32 and its like: the first there is, with ChecksumType.
  void checksum(std::optional<ObjectChecksum>& value);
  // ChecksumAlgorithm and ChecksumType.
  void checksum_kind(std::optional<wire::ChecksumAlgorithm>& algorithm,
                     std::optional<ChecksumType>& type);
  // The text of `inner` in `name`: Owner's ID, for one.
  void text_in(std::string_view name, std::string_view inner, std::string& value);
  // Of a listing.
  bool truncated();
  void common_prefixes(std::vector<std::string>& prefixes);
  // What was read makes no sense.
  void refuse() { state_->malformed = true; }

  // Elements with fields of their own.
  template <class T>
  void element(std::string_view name, T& value);
  template <class T>
  void element(std::string_view name, std::optional<T>& value);
  template <class T>
  void elements(std::string_view name, std::vector<T>& values);
  // An element that only holds others: `walk` gets a way into it.
  template <class Walk>
  void inside(std::string_view name, Walk walk);
  // Each element in order, of whatever name.
  template <class Walk>
  void each(Walk walk);
  // An element that must be there.
  template <class T>
  void one(std::string_view name, T& value);

  // The element's own text, and one of its attributes.
  void own_text(std::string& value) { value = node_.text(); }
  void attribute(std::string_view name, std::string& value) { value = node_.attribute(name); }

 private:
  friend class AnswerDocument;
  struct State {
    bool names_encoded = false;
    bool malformed = false;
  };
  Reader(wire::XmlNode node, State& state) : node_(node), state_(&state) {}
  Reader at(wire::XmlNode node) const { return {node, *state_}; }
  std::optional<std::uint64_t> number_in(std::string_view name, std::uint64_t most);
  std::optional<bool> flag_in(std::string_view name);

  wire::XmlNode node_;
  State* state_;
};

class AnswerDocument {
 public:
  // MalformedXML unless the answer is a document of that root.
  static Result<AnswerDocument> open(const Answer& answer, std::string_view root);
  // The same of an answer of STS or IAM: <XResponse> with an <XResult> in it.
  static Result<AnswerDocument> open_response(const Answer& answer);
  Reader reader() { return {xml_.root(), state_}; }
  Reader result();
  Result<void> finish() const;  // MalformedXML when something in it could not be read

 private:
  explicit AnswerDocument(wire::XmlDocument xml) : xml_(std::move(xml)) {}
  static Result<wire::XmlDocument> parse(const Answer& answer);
  wire::XmlDocument xml_;
  Reader::State state_;
};

// `value` holds what it means that something is not said.
template <class T>
Result<T> read_document(const Answer& answer, std::string_view root, T value = {}) {
  PAIL_TRY(AnswerDocument document, AnswerDocument::open(answer, root));
  Reader reader = document.reader();
  fields(reader, value);
  PAIL_TRY(document.finish());
  return value;
}

template <class Enum, std::size_t N>
void Reader::word(std::string_view name, Enum& value, const Words<Enum, N>& words) {
  const std::string_view text = node_.child_text(name);
  if (text.empty()) return;
  const std::optional<Enum> meaning = meaning_of(text, words);
  if (!meaning) return refuse();
  value = *meaning;
}

template <class Enum, std::size_t N>
void Reader::word(std::string_view name, std::optional<Enum>& value, const Words<Enum, N>& words) {
  if (node_.child_text(name).empty()) return;
  word(name, value.emplace(), words);
}

template <class T>
void Reader::element(std::string_view name, T& value) {
  const wire::XmlNode node = node_.child(name);
  if (!node) return;
  Reader reader = at(node);
  fields(reader, value);
}

template <class T>
void Reader::element(std::string_view name, std::optional<T>& value) {
  if (node_.child(name)) element(name, value.emplace());
}

template <class T>
void Reader::one(std::string_view name, T& value) {
  if (!node_.child(name)) return refuse();
  element(name, value);
}

template <class T>
void Reader::elements(std::string_view name, std::vector<T>& values) {
  for (const wire::XmlNode& node : node_.children(name)) {
    Reader reader = at(node);
    fields(reader, values.emplace_back());
  }
}

template <class Walk>
void Reader::inside(std::string_view name, Walk walk) {
  const wire::XmlNode node = node_.child(name);
  if (!node) return;
  Reader reader = at(node);
  walk(reader);
}

template <class Walk>
void Reader::each(Walk walk) {
  for (const wire::XmlNode& node : node_.children()) {
    Reader reader = at(node);
    walk(node.name(), reader);
  }
}

}  // namespace pail::client::ops
