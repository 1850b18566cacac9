#include "client/ops/reading.hpp"

#include <limits>

#include "client/responses.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::client::ops {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view checksum_prefix = "Checksum";

// XResponse's XResult; null when there is none.
wire::XmlNode result_in(const wire::XmlNode& root) {
  constexpr std::string_view response = "Response";
  std::string_view name = root.name();
  if (!name.ends_with(response)) return {};
  name.remove_suffix(response.size());
  return root.child(std::string(name).append("Result"));
}

}  // namespace

void Reader::text(std::string_view name, std::string& value) {
  if (const wire::XmlNode node = node_.child(name)) value = node.text();
}

void Reader::text(std::string_view name, std::optional<std::string>& value) {
  if (const wire::XmlNode node = node_.child(name)) value = node.text();
}

void Reader::texts(std::string_view name, std::vector<std::string>& values) {
  for (const wire::XmlNode& node : node_.children(name)) values.emplace_back(node.text());
}

void Reader::etag(std::string_view name, std::string& value) {
  text(name, value);
  if (!value.empty() && !value.starts_with('"')) value = '"' + value + '"';
}

// A name that does not decode was not encoded.
void Reader::key(std::string_view name, std::string& value) {
  text(name, value);
  if (!state_->names_encoded) return;
  if (auto decoded = wire::query_decode(value)) value = std::move(*decoded);
}

// Servers write times in many ways, and nothing depends on one: what cannot be read stays unset.
void Reader::time(std::string_view name, wire::Time& value) {
  if (const auto read = wire::parse_iso_extended(node_.child_text(name))) value = *read;
}

void Reader::time(std::string_view name, std::optional<wire::Time>& value) {
  if (const auto read = wire::parse_iso_extended(node_.child_text(name))) value = *read;
}

std::optional<std::uint64_t> Reader::number_in(std::string_view name, std::uint64_t most) {
  const std::string_view text = wire::trim(node_.child_text(name));
  if (text.empty()) return std::nullopt;
  const auto number = wire::parse_unsigned(text);
  if (number && *number <= most) return number;
  state_->malformed = true;
  return std::nullopt;
}

void Reader::number(std::string_view name, std::uint64_t& value) {
  value = number_in(name, std::numeric_limits<std::uint64_t>::max()).value_or(value);
}

void Reader::number(std::string_view name, unsigned& value) {
  const auto number = number_in(name, std::numeric_limits<unsigned>::max());
  if (number) value = static_cast<unsigned>(*number);
}

void Reader::number(std::string_view name, std::optional<std::uint64_t>& value) {
  const auto number = number_in(name, std::numeric_limits<std::uint64_t>::max());
  if (number) value = number;
}

void Reader::number(std::string_view name, std::optional<unsigned>& value) {
  const auto number = number_in(name, std::numeric_limits<unsigned>::max());
  if (number) value = static_cast<unsigned>(*number);
}

std::optional<bool> Reader::flag_in(std::string_view name) {
  const std::string_view text = wire::trim(node_.child_text(name));
  if (text.empty()) return std::nullopt;
  if (wire::iequals(text, "true")) return true;
  if (wire::iequals(text, "false")) return false;
  state_->malformed = true;
  return std::nullopt;
}

void Reader::flag(std::string_view name, bool& value) {
  value = flag_in(name).value_or(value);
}

void Reader::flag(std::string_view name, std::optional<bool>& value) {
  if (const auto flag = flag_in(name)) value = flag;
}

void Reader::checksum(std::optional<ObjectChecksum>& value) {
  const auto type = checksum_type_from_name(node_.child_text("ChecksumType"));
  for (const wire::XmlNode& node : node_.children()) {
    if (!node.name().starts_with(checksum_prefix)) continue;
    const auto algorithm = wire::checksum_from_name(node.name().substr(checksum_prefix.size()));
    if (!algorithm) continue;
    value = ObjectChecksum{*algorithm, std::string(node.text()), type};
    return;
  }
}

void Reader::checksum_kind(std::optional<wire::ChecksumAlgorithm>& algorithm,
                           std::optional<ChecksumType>& type) {
  algorithm = wire::checksum_from_name(node_.child_text("ChecksumAlgorithm"));
  type = checksum_type_from_name(node_.child_text("ChecksumType"));
}

void Reader::text_in(std::string_view name, std::string_view inner, std::string& value) {
  inside(name, [&](Reader& way) { way.text(inner, value); });
}

bool Reader::truncated() {
  bool truncated = false;
  flag("IsTruncated", truncated);
  return truncated;
}

void Reader::common_prefixes(std::vector<std::string>& prefixes) {
  for (const wire::XmlNode& node : node_.children("CommonPrefixes")) {
    at(node).key("Prefix", prefixes.emplace_back());
  }
}

Result<wire::XmlDocument> AnswerDocument::parse(const Answer& answer) {
  if (answer.body.size() <= answer_bytes_max) {
    return wire::XmlDocument::parse(wire::trim(answer.body));
  }
  return Error(Errc::MalformedXML, "The answer is longer than any document of S3.");
}

Result<AnswerDocument> AnswerDocument::open(const Answer& answer, std::string_view root) {
  auto xml = parse(answer);
  if (!xml || xml.assume_value().root().name() != root) {
    return Error(Errc::MalformedXML, "The answer is no " + std::string(root) + " document.");
  }
  AnswerDocument document(std::move(xml).assume_value());
  document.state_.names_encoded =
      wire::iequals(document.xml_.root().child_text("EncodingType"), "url");
  return document;
}

Result<AnswerDocument> AnswerDocument::open_response(const Answer& answer) {
  auto xml = parse(answer);
  if (!xml || !result_in(xml.assume_value().root())) {
    return Error(Errc::MalformedXML, "The answer is none of STS or IAM.");
  }
  return AnswerDocument(std::move(xml).assume_value());
}

Reader AnswerDocument::result() {
  return {result_in(xml_.root()), state_};
}

Result<void> AnswerDocument::finish() const {
  if (!state_.malformed) return wire::ok();
  return Error(Errc::MalformedXML, "The answer says something that cannot be read.");
}

}  // namespace pail::client::ops
