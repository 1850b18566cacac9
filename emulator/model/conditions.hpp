// Conditional requests: If-Match and its three sisters.
// Spec: shared/spec/semantics.md §6-7; errors in errors.csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/clock.hpp"
#include "wire/headers.hpp"
#include "wire/result.hpp"

namespace pail::model {

// What a read asks. Header texts as sent; views into the request.
struct ReadConditions {
  std::optional<std::string_view> if_match, if_none_match, if_modified_since, if_unmodified_since;
  static ReadConditions from(const wire::Headers& headers);
};

// Judges in S3's order (If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since; the first
// to fail decides). PreconditionFailed (412, element Condition) or NotModified (304). Unreadable
// and future dates are ignored.
wire::Result<void> check(const ReadConditions& conditions, std::string_view etag,
                         wire::Time last_modified, wire::Time now);

// What a write asks: If-None-Match: * or If-Match: "etag".
struct WriteConditions {
  bool must_be_absent = false;
  // One ETag, quotes removed; "*" = whatever there is.
  std::optional<std::string> if_match = std::nullopt;
  // NotImplemented for the forms S3 refuses (§7), If-Match: * among them.
  static wire::Result<WriteConditions> from(const wire::Headers& headers);
  // DeleteObject's: If-Match alone, with * allowed (it must exist).
  static WriteConditions of_delete(const wire::Headers& headers);
  bool any() const noexcept { return must_be_absent || if_match.has_value(); }
};

// Judges a write against the ETag of the current object (nullopt: there is none).
// PreconditionFailed (Condition), or NoSuchKey (Key) when If-Match meets nothing.
wire::Result<void> check(const WriteConditions& conditions, std::optional<std::string_view> etag,
                         std::string_view key);

// Whether `etag_list` (a header's text: quoted or bare ETags, comma-separated, or *) names `etag`
// (bare hex). Weak ETags (W/"...") never match here, as If-Match has it; If-None-Match takes them
// (RFC 9110 §13.1.1-2; S3 itself never issues one).
bool names_etag(std::string_view etag_list, std::string_view etag) noexcept;

// One ETag without the quotes around it: headers and the ETag elements of DeleteObjects.
std::string_view bare_etag(std::string_view text) noexcept;

}  // namespace pail::model
