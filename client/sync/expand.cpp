#include "client/sync/expand.hpp"

#include <utility>

#include "client/sync/glob.hpp"

namespace pail::client::sync {
namespace {

// The key to go on behind when the listing has come to `last`; none: it goes on as it would.
std::optional<std::string> leap_of(const KeyRange& range, const std::string& last) {
  if (range.glob.empty() || !range.delimiter.empty()) return std::nullopt;
  std::string next = leap(range.glob, last, range.below);
  if (next == last || next.size() > wire::limits::key_bytes_max) return std::nullopt;
  return next;
}

// A server that hands out the same place again would keep us here for ever.
wire::Error stands_still() {
  return wire::Error(wire::Errc::MalformedXML, "The listing does not get any further.");
}

}  // namespace

KeyRange KeyRange::of_glob(std::string glob, bool below) {
  KeyRange range;
  range.prefix = literal_prefix(glob);
  if (!below && stays_in_folder(glob)) range.delimiter = "/";
  range.glob = std::move(glob);
  range.below = below;
  return range;
}

ObjectPages::ObjectPages(Client& s3, std::string bucket, KeyRange range)
    : s3_(s3), bucket_(std::move(bucket)), range_(std::move(range)) {
  options_.prefix = range_.prefix;
  options_.delimiter = range_.delimiter;
}

Task<std::optional<ListPage>> ObjectPages::next() {
  if (at_end_) co_return std::nullopt;
  PAIL_CO_TRY(ListPage page, co_await s3_.list_objects(bucket_, options_));
  at_end_ = page.next_token.empty();
  if (at_end_) co_return std::optional(std::move(page));
  if (page.next_token == options_.continuation_token) co_return stands_still();
  options_.start_after.clear();
  options_.continuation_token = page.next_token;
  if (page.objects.empty()) co_return std::optional(std::move(page));
  if (auto next = leap_of(range_, page.objects.back().key)) {
    options_.start_after = std::move(*next);
    options_.continuation_token.clear();
  }
  co_return std::optional(std::move(page));
}

VersionPages::VersionPages(Client& s3, std::string bucket, KeyRange range)
    : s3_(s3), bucket_(std::move(bucket)), range_(std::move(range)) {
  options_.prefix = range_.prefix;
  options_.delimiter = range_.delimiter;
}

Task<std::optional<ops::VersionPage>> VersionPages::next() {
  if (at_end_) co_return std::nullopt;
  PAIL_CO_TRY(ops::VersionPage page,
              co_await s3_.call(ops::list_object_versions(bucket_, options_)));
  at_end_ = !page.next;
  if (at_end_) co_return std::optional(std::move(page));
  if (page.next->key == options_.after.key && page.next->version_id == options_.after.version_id) {
    co_return stands_still();
  }
  options_.after = *page.next;
  if (page.versions.empty()) co_return std::optional(std::move(page));
  if (auto next = leap_of(range_, page.versions.back().key)) options_.after = {*next, ""};
  co_return std::optional(std::move(page));
}

}  // namespace pail::client::sync
