#include "client/transfer/object_ranges.hpp"

#include <algorithm>

#include "client/responses.hpp"
#include "wire/text.hpp"

namespace pail::client::transfer {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view checksum_mode = "x-amz-checksum-mode";

bool has_field(const GetOptions& options, std::string_view name) {
  return std::any_of(options.headers.begin(), options.headers.end(),
                     [&](const auto& field) { return wire::iequals(field.name, name); });
}

// The caller's conditions were judged by the first answer; from then on there is one of ours.
void replace_conditions(GetOptions& options, const std::string& etag) {
  auto& headers = options.headers;
  const auto is_condition = [](const auto& field) { return wire::istarts_with(field.name, "If-"); };
  headers.erase(std::remove_if(headers.begin(), headers.end(), is_condition), headers.end());
  headers.push_back({"If-Match", etag});
}

}  // namespace

Task<ObjectRanges> ObjectRanges::find(Client& s3, Place from, GetOptions options) {
  options.version_id = from.version_id;
  GetOptions head = options;
  if (!has_field(head, checksum_mode)) {
    head.headers.push_back({std::string(checksum_mode), "ENABLED"});
  }
  PAIL_CO_TRY(ObjectInfo info, co_await s3.head_object(from.bucket, from.key, std::move(head)));
  replace_conditions(options, info.etag);
  // A version never changes, so that naming it says as much; both are said where there is one.
  if (!info.version_id.empty()) options.version_id = info.version_id;
  co_return ObjectRanges(std::move(from), std::move(options), std::move(info));
}

bool ObjectRanges::has_whole_checksum() const noexcept {
  return info_.checksum && is_of_all_bytes(*info_.checksum);
}

Task<void> ObjectRanges::get(Client& s3, Part part, Sink& sink, Progress progress) const {
  GetOptions options = options_;
  options.range =
      "bytes=" + std::to_string(part.offset) + "-" + std::to_string(part.offset + part.bytes - 1);
  options.progress = std::move(progress);
  PAIL_CO_TRY(const ObjectInfo got,
              co_await s3.get_object(from_.bucket, from_.key, sink, std::move(options)));
  if (got.size == part.bytes && got.etag == info_.etag) co_return wire::ok();
  co_return Error(Errc::PreconditionFailed, "The server sent another range than was asked for.");
}

}  // namespace pail::client::transfer
