#include "emulator/model/conditions.hpp"

#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::model {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::string_view any_etag = "*";

struct ListedEtag {
  std::string_view text;
  bool weak = false;
};

// Takes the first ETag off a list, with the comma behind it. Quotes may hold commas.
ListedEtag take_etag(std::string_view& list) noexcept {
  list = wire::trim(list);
  ListedEtag etag;
  etag.weak = list.starts_with("W/");
  if (etag.weak) list.remove_prefix(2);
  const bool quoted = list.starts_with('"');
  if (quoted) list.remove_prefix(1);
  const std::size_t end = list.find(quoted ? '"' : ',');
  etag.text = quoted ? list.substr(0, end) : wire::trim(list.substr(0, end));
  const std::size_t comma = list.find(',', end);
  list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  return etag;
}

enum class Comparison : bool { strong, weak };

bool names(std::string_view list, std::string_view etag, Comparison comparison) noexcept {
  if (wire::trim(list) == any_etag) return true;
  while (!list.empty()) {
    const ListedEtag listed = take_etag(list);
    if (listed.weak && comparison == Comparison::strong) continue;
    if (listed.text == etag) return true;
  }
  return false;
}

wire::Seconds in_seconds(wire::Time time) noexcept {
  return std::chrono::floor<std::chrono::seconds>(time);
}

// The date of a header, if it has one that can be read.
std::optional<wire::Seconds> date_of(std::optional<std::string_view> header, wire::Time now) {
  return header ? wire::parse_http_date(*header, now) : std::nullopt;
}

Error precondition_failed(std::string_view condition) {
  return Error(Errc::PreconditionFailed).with("Condition", condition);
}

Error not_accepted(std::string_view header) {
  std::string message = "We don't accept the provided value of ";
  message.append(header).append(" header for this API");
  return Error(Errc::NotImplemented).with("Header", header).with("additionalMessage", message);
}

}  // namespace

ReadConditions ReadConditions::from(const wire::Headers& headers) {
  return {.if_match = headers.find("If-Match"),
          .if_none_match = headers.find("If-None-Match"),
          .if_modified_since = headers.find("If-Modified-Since"),
          .if_unmodified_since = headers.find("If-Unmodified-Since")};
}

Result<void> check(const ReadConditions& conditions, std::string_view etag,
                   wire::Time last_modified, wire::Time now) {
  const wire::Seconds modified = in_seconds(last_modified);
  if (conditions.if_match) {
    // An If-Match that holds settles If-Unmodified-Since too, whatever its date.
    if (!names_etag(*conditions.if_match, etag)) return precondition_failed("If-Match");
  } else if (const auto date = date_of(conditions.if_unmodified_since, now)) {
    if (modified > *date) return precondition_failed("If-Unmodified-Since");
  }
  if (conditions.if_none_match && names(*conditions.if_none_match, etag, Comparison::weak)) {
    return Errc::NotModified;
  }
  if (const auto date = date_of(conditions.if_modified_since, now)) {
    if (modified <= *date && *date <= in_seconds(now)) return Errc::NotModified;
  }
  return wire::ok();
}

Result<WriteConditions> WriteConditions::from(const wire::Headers& headers) {
  const auto if_none_match = headers.find("If-None-Match");
  const auto if_match = headers.find("If-Match");
  if (if_none_match && if_match) {
    return Error(Errc::NotImplemented)
        .with("Header", "If-Match,If-None-Match")
        .with("additionalMessage", "Multiple conditional request headers present in the request");
  }
  if (if_none_match && *if_none_match != any_etag) return not_accepted("If-None-Match");
  if (if_match && *if_match == any_etag) return not_accepted("If-Match");
  WriteConditions conditions;
  conditions.must_be_absent = if_none_match.has_value();
  if (if_match) conditions.if_match = bare_etag(*if_match);
  return conditions;
}

WriteConditions WriteConditions::of_delete(const wire::Headers& headers) {
  WriteConditions conditions;
  if (const auto if_match = headers.find("If-Match")) conditions.if_match = bare_etag(*if_match);
  return conditions;
}

Result<void> check(const WriteConditions& conditions, std::optional<std::string_view> etag,
                   std::string_view key) {
  if (conditions.must_be_absent && etag) return precondition_failed("If-None-Match");
  if (!conditions.if_match) return wire::ok();
  if (!etag) return Error(Errc::NoSuchKey).with("Key", key);
  if (*conditions.if_match != *etag && *conditions.if_match != any_etag) {
    return precondition_failed("If-Match");
  }
  return wire::ok();
}

bool names_etag(std::string_view etag_list, std::string_view etag) noexcept {
  return names(etag_list, etag, Comparison::strong);
}

std::string_view bare_etag(std::string_view text) noexcept {
  text = wire::trim(text);
  const bool quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace pail::model
