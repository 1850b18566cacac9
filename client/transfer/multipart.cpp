#include "client/transfer/multipart.hpp"

#include <algorithm>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <iterator>
#include <utility>

#include "client/transfer/crew.hpp"
#include "client/transfer/whole_checksum.hpp"
#include "net/cancelled.hpp"
#include "wire/text.hpp"

namespace pail::client::transfer {
namespace {

namespace asio = boost::asio;

// S3 judges them when the object comes into being, and takes none before.
bool is_condition(const wire::NamedText& field) {
  return wire::iequals(field.name, "If-Match") || wire::iequals(field.name, "If-None-Match");
}

std::uint64_t total_of(const auto& parts) {
  std::uint64_t total = 0;
  for (const auto& [number, part] : parts) total += part.bytes;
  return total;
}

}  // namespace

Result<void> check_part_bytes(std::uint64_t asked) {
  if (asked == 0 || (asked >= part_bytes_min && asked <= part_bytes_max)) return wire::ok();
  return wire::Error(
      wire::Errc::InvalidArgument,
      "The parts of an upload have 5 MiB to 5 GiB, not " + std::to_string(asked) + " bytes.");
}

Multipart::Multipart(Client& s3, Place to, const UploadOptions& options)
    : s3_(s3),
      to_(std::move(to)),
      checksum_(options.checksum),
      object_(static_cast<const NewObject&>(options.put)) {
  const auto conditions =
      std::stable_partition(object_.headers.begin(), object_.headers.end(),
                            [](const wire::NamedText& field) { return !is_condition(field); });
  conditions_.assign(std::make_move_iterator(conditions),
                     std::make_move_iterator(object_.headers.end()));
  object_.headers.erase(conditions, object_.headers.end());
}

Task<void> Multipart::begin() {
  ops::CreateUploadOptions options;
  static_cast<NewObject&>(options) = object_;
  options.checksum = checksum_;
  if (can_be_joined(checksum_)) options.checksum_type = ChecksumType::full_object;
  PAIL_CO_TRY(const ops::CreatedUpload created, co_await s3_.call(ops::create_multipart_upload(
                                                    to_.bucket, to_.key, std::move(options))));
  upload_id_ = created.upload_id;
  co_return wire::ok();
}

Task<std::vector<ops::PartEntry>> Multipart::take_up(std::string upload_id) {
  std::vector<ops::PartEntry> all;
  ops::ListPartsOptions options;
  for (;;) {
    auto answer = co_await s3_.call(ops::list_parts(to_.bucket, to_.key, upload_id, options));
    // radosgw's word for an upload that it does not know.
    if (!answer && answer.error().code() == wire::Errc::NoSuchKey) {
      co_return wire::Errc::NoSuchUpload;
    }
    PAIL_CO_TRY(ops::PartPage page, std::move(answer));
    std::move(page.parts.begin(), page.parts.end(), std::back_inserter(all));
    if (!page.next) break;
    options.after = *page.next;
  }
  upload_id_ = std::move(upload_id);
  co_return all;
}

Task<void> Multipart::put(Part part, Body& body, Progress progress) {
  PutOptions options;
  options.progress = std::move(progress);
  options.checksum = checksum_;
  const PartOfUpload place{upload_id_, part.number};
  PAIL_CO_TRY(PutResult sent,
              co_await s3_.upload_part(to_.bucket, to_.key, place, body, std::move(options)));
  done_[part.number] = {std::move(sent.etag), part.bytes, std::move(sent.checksum)};
  co_return wire::ok();
}

Task<void> Multipart::put_copy(Part part, ops::CopySource from) {
  const PartOfUpload place{upload_id_, part.number};
  const ops::ByteRange range{part.offset, part.offset + part.bytes - 1};
  PAIL_CO_TRY(ops::Copied copied,
              co_await s3_.call(ops::upload_part_copy(from, to_.bucket, to_.key, place, range)));
  done_[part.number] = {std::move(copied.etag), part.bytes, std::move(copied.checksum)};
  co_return wire::ok();
}

void Multipart::keep(const ops::PartEntry& part) {
  done_[part.number] = {part.etag, part.size, part.checksum};
}

// None where the server did not say one of them.
std::optional<ObjectChecksum> Multipart::checksum_of_parts() const {
  if (!can_be_joined(checksum_)) return std::nullopt;
  WholeChecksum whole(checksum_);
  for (const auto& [number, part] : done_) {
    const bool fits = part.checksum && part.checksum->algorithm == checksum_ &&
                      whole.append(part.checksum->value, part.bytes);
    if (!fits) return std::nullopt;
  }
  ObjectChecksum checksum;
  checksum.algorithm = checksum_;
  checksum.value = whole.base64();
  checksum.type = ChecksumType::full_object;
  return checksum;
}

std::vector<ops::CompletedPart> Multipart::completed_parts() const {
  std::vector<ops::CompletedPart> parts;
  for (const auto& [number, part] : done_) parts.push_back({number, part.etag, part.checksum});
  return parts;
}

Task<Uploaded> Multipart::complete() {
  ops::CompleteUploadOptions options;
  options.checksum = checksum_of_parts();
  options.object_size = total_of(done_);
  options.headers = conditions_;
  Uploaded uploaded;
  uploaded.size = *options.object_size;
  uploaded.parts = static_cast<unsigned>(done_.size());
  PAIL_CO_TRY(ops::CompletedUpload completed,
              co_await s3_.call(ops::complete_multipart_upload(to_.bucket, to_.key, upload_id_,
                                                               completed_parts(), options)));
  uploaded.etag = std::move(completed.etag);
  uploaded.version_id = std::move(completed.version_id);
  co_return uploaded;
}

// A cancellation neither hinders it nor is lost: it is the reason then.
Task<Uploaded> Multipart::give_up(wire::Error why) {
  const asio::cancellation_state before = co_await asio::this_coro::cancellation_state;
  bool cancelled = net::is_cancelled(before);
  const auto note = [&cancelled](asio::cancellation_type) noexcept {
    cancelled = true;
    return asio::cancellation_type::none;
  };
  co_await asio::this_coro::reset_cancellation_state(note);
  const Result<void> gone = co_await abort();
  co_await asio::this_coro::reset_cancellation_state();
  if (cancelled) why = wire::Errc::Cancelled;
  if (!gone) why.with(left_upload_element, upload_id_);
  co_return why;
}

Task<void> Multipart::abort() {
  if (!is_begun()) co_return wire::ok();
  const Result<void> gone =
      co_await s3_.call(ops::abort_multipart_upload(to_.bucket, to_.key, upload_id_));
  if (!gone && gone.error().code() == wire::Errc::NoSuchUpload) co_return wire::ok();
  co_return gone;
}

Task<Uploaded> put_whole(Client& s3, const Place& to, Body& body, const UploadOptions& options,
                         Progress progress) {
  PutOptions put = options.put;
  put.checksum = options.checksum;
  put.progress = std::move(progress);
  PAIL_CO_TRY(PutResult sent, co_await s3.put_object(to.bucket, to.key, body, std::move(put)));
  Uploaded uploaded;
  uploaded.etag = std::move(sent.etag);
  uploaded.version_id = std::move(sent.version_id);
  uploaded.size = body.size();
  co_return uploaded;
}

}  // namespace pail::client::transfer
