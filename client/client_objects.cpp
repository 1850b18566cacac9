// The operations on objects.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client/client_calls.hpp"
#include "client/ops/building.hpp"
#include "client/ops/objects.hpp"
#include "client/responses.hpp"
#include "wire/content_type.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

namespace asio = boost::asio;
using Algorithm = wire::ChecksumAlgorithm;

// Pieces in which a body is read ahead; other coroutines of the thread get their turn in between.
constexpr std::size_t read_ahead_bytes = 1024 * 1024;

Result<std::string> read_whole(net::Source& body) {
  std::string text;
  text.reserve(static_cast<std::size_t>(body.size()));
  for (;;) {
    PAIL_TRY(const net::Bytes piece, body.next(body_in_memory_max));
    if (piece.empty()) return text;
    text += wire::as_text(piece);
  }
}

bool has_checksum(const Request& request) {
  return std::any_of(request.headers.begin(), request.headers.end(), [](const auto& field) {
    return wire::checksum_from_header(field.name).has_value();
  });
}

std::string checksum_of(Algorithm algorithm, std::string_view text) {
  wire::Checksum checksum(algorithm);
  checksum.update(wire::as_bytes(text));
  return checksum.base64();
}

// Leaves the body at its end.
Task<std::string> read_ahead(Body& body, Algorithm algorithm) {
  wire::Checksum checksum(algorithm);
  for (;;) {
    PAIL_CO_TRY(const net::Bytes piece, body.next(read_ahead_bytes));
    if (piece.empty()) break;
    checksum.update(piece);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    const bool cancelled = co_await is_cancelled();
    if (cancelled) co_return wire::Error(wire::Errc::Cancelled);
  }
  co_return checksum.base64();
}

// What the server stored, against what was sent to it.
Result<PutResult> compared(PutResult result, Algorithm algorithm, const std::string& sent) {
  if (sent.empty()) return result;
  if (!result.checksum)
    result.checksum = ObjectChecksum{algorithm, sent, ChecksumType::full_object};
  const ObjectChecksum& stored = *result.checksum;
  if (stored.algorithm != algorithm || stored.type == ChecksumType::composite) return result;
  if (stored.value == sent) return result;
  return wire::Error(wire::Errc::BadDigest, "What the server stored is not what was sent.")
      .with("CalculatedDigest", stored.value)
      .with("ExpectedDigest", sent);
}

}  // namespace

Task<PutResult> Client::put_object(std::string bucket, std::string key, Body& body,
                                   PutOptions options) {
  return put(ops::object_request("PUT", std::move(bucket), std::move(key)), body,
             std::move(options));
}

Task<PutResult> Client::upload_part(std::string bucket, std::string key, PartOfUpload part,
                                    Body& body, PutOptions options) {
  Request request = ops::object_request("PUT", std::move(bucket), std::move(key));
  request.query.add("partNumber", std::to_string(part.number));
  request.query.add("uploadId", part.upload_id);
  return put(std::move(request), body, std::move(options));
}

// A PUT of `body`, whatever it is the body of.
Task<PutResult> Client::put(Request request, Body& body, PutOptions options) {
  // A signing service has to be told what S3 would take by itself.
  if (options.content_type.empty() && config_.signing_service) {
    options.content_type = wire::unknown_content_type;
  }
  ops::add_headers(request, options);
  if (has_checksum(request)) options.checksum.reset();
  if (body.size() > body_in_memory_max) {
    co_return co_await in_order(put_stream(std::move(request), body, std::move(options)));
  }
  PAIL_CO_TRY(body.rewind());
  Upload upload(body, {}, options.progress);
  Sending sending;
  PAIL_CO_TRY(sending.text, read_whole(upload));
  std::string sum;
  if (options.checksum) sum = checksum_of(*options.checksum, sending.text);
  // A signing service signs no x-amz-* field.
  if (options.checksum && !config_.signing_service) {
    ops::add_header(request, wire::header_name(*options.checksum), sum);
  }
  sending.request = std::move(request);
  DocumentIntake nothing;
  PAIL_CO_TRY(const net::ResponseHead head, co_await send(std::move(sending), nothing));
  co_return compared(read_put(head), options.checksum.value_or(Algorithm{}), sum);
}

Task<PutResult> Client::put_stream(Request request, Body& body, PutOptions options) {
  PAIL_CO_TRY(const auto key, co_await key_at(endpoint()));
  const bool has_chunks = key != nullptr && config_.signature == Signature::v4;
  if (!has_chunks && !config_.signing_service && options.checksum) {
    PAIL_CO_TRY(const bool can_start_over, body.rewind());
    if (can_start_over) {
      PAIL_CO_TRY(const std::string sum, co_await read_ahead(body, *options.checksum));
      ops::add_header(request, wire::header_name(*options.checksum), sum);
    }
  }
  Upload upload(body, options.checksum, options.progress);
  Sending sending;
  sending.request = std::move(request);
  sending.upload = &upload;
  DocumentIntake nothing;
  PAIL_CO_TRY(const net::ResponseHead head, co_await send(std::move(sending), nothing));
  co_return compared(read_put(head), options.checksum.value_or(Algorithm{}), upload.checksum());
}

Task<ObjectInfo> Client::get_object(std::string bucket, std::string key, Sink& sink,
                                    GetOptions options) {
  // Checksums are of whole objects.
  if (options.range.empty() && options.part_number == 0) options.checksum = true;
  Sending sending;
  sending.request = ops::object_request("GET", std::move(bucket), std::move(key), options);
  Download download(sink, options.progress);
  const auto head = co_await send(std::move(sending), download);
  if (head) co_return download.info();
  if (head.error().code() == wire::Errc::PreconditionFailed && download.is_under_way()) {
    co_return wire::Error(wire::Errc::PreconditionFailed,
                          "The object changed while it was being downloaded.");
  }
  co_return head.error();
}

Task<ObjectInfo> Client::head_object(std::string bucket, std::string key, GetOptions options) {
  return call(ops::head_object(std::move(bucket), std::move(key), options));
}

Task<DeleteResult> Client::delete_object(std::string bucket, std::string key) {
  return call(ops::delete_object(std::move(bucket), std::move(key)));
}

Task<DeleteObjectsResult> Client::delete_objects(std::string bucket,
                                                 std::vector<std::string> keys) {
  DeleteObjectsResult all;
  for (std::size_t first = 0; first < keys.size(); first += wire::limits::delete_objects_max) {
    const std::size_t last = std::min(first + wire::limits::delete_objects_max, keys.size());
    const auto at = [&](std::size_t index) {
      return keys.begin() + static_cast<std::ptrdiff_t>(index);
    };
    PAIL_CO_TRY(DeleteObjectsResult batch,
                co_await call(ops::delete_objects(bucket, {at(first), at(last)})));
    std::move(batch.deleted.begin(), batch.deleted.end(), std::back_inserter(all.deleted));
    std::move(batch.failed.begin(), batch.failed.end(), std::back_inserter(all.failed));
  }
  co_return all;
}

}  // namespace pail::client
