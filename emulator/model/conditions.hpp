// Conditional requests: If-Match and its three sisters. Spec: shared/spec/semantics.md §6-7; errors
// in errors.csv.
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
  std::optional<std::string> if_match;  // quotes removed
  // NotImplemented for the forms S3 refuses (§7).
  static wire::Result<WriteConditions> from(const wire::Headers& headers);
  bool any() const noexcept { return must_be_absent || if_match.has_value(); }
};

// Whether `etag_list` (a header's text: quoted or bare ETags, comma-separated, or *) names `etag`
// (bare hex).
bool names_etag(std::string_view etag_list, std::string_view etag) noexcept;

}  // namespace pail::model
