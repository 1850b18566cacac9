// The operations on objects.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client/client_calls.hpp"
#include "client/responses.hpp"
#include "signer/v4.hpp"
#include "wire/content_type.hpp"
#include "wire/digest.hpp"

namespace pail::client {
namespace {

namespace asio = boost::asio;

// Pieces in which a body is hashed; other coroutines of the thread get their turn in between.
constexpr std::size_t hash_bytes = 1024 * 1024;

// Reports what has been taken from a body, which is what has been sent but for one piece.
class ProgressSource final : public net::Source {
 public:
  ProgressSource(net::Source& body, const Progress& progress) : body_(body), progress_(progress) {}

  std::uint64_t size() const noexcept override { return body_.size(); }
  net::Result<net::Bytes> next(std::size_t bytes_max) override {
    PAIL_TRY(const net::Bytes piece, body_.next(bytes_max));
    done_ += piece.size();
    if (progress_) progress_(done_, size());
    return piece;
  }

 private:
  net::Source& body_;
  const Progress& progress_;
  std::uint64_t done_ = 0;
};

Result<std::string> read_whole(net::Source& body) {
  std::string text;
  text.reserve(static_cast<std::size_t>(body.size()));
  for (;;) {
    PAIL_TRY(const net::Bytes piece, body.next(body_in_memory_max));
    if (piece.empty()) return text;
    text += wire::as_text(piece);
  }
}

void add_fields(Request& request, const std::vector<wire::NamedText>& fields,
                std::string_view prefix = "") {
  for (const auto& [name, value] : fields) {
    request.headers.push_back({std::string(prefix) + name, value});
  }
}

Request get_request(std::string method, std::string bucket, std::string key,
                    const GetOptions& options) {
  Request request = object_request(std::move(method), std::move(bucket), std::move(key));
  if (!options.version_id.empty()) request.query.add("versionId", options.version_id);
  if (!options.range.empty()) request.headers.push_back({"Range", options.range});
  add_fields(request, options.headers);
  return request;
}

// In hex.
Task<std::string> hash_and_rewind(Body& body) {
  wire::Sha256 hash;
  for (;;) {
    PAIL_CO_TRY(const net::Bytes piece, body.next(hash_bytes));
    if (piece.empty()) break;
    hash.update(piece);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  PAIL_CO_TRY(body.rewind());
  co_return wire::to_hex(hash.finish());
}

}  // namespace

Task<PutResult> Client::put_object(std::string bucket, std::string key, Body& body,
                                   PutOptions options) {
  return put(object_request("PUT", std::move(bucket), std::move(key)), body, std::move(options));
}

Task<PutResult> Client::upload_part(std::string bucket, std::string key, PartOfUpload part,
                                    Body& body, PutOptions options) {
  Request request = object_request("PUT", std::move(bucket), std::move(key));
  request.query.add("partNumber", std::to_string(part.number));
  request.query.add("uploadId", part.upload_id);
  return put(std::move(request), body, std::move(options));
}

// A PUT of `body`, whatever it is the body of.
Task<PutResult> Client::put(Request request, Body& body, PutOptions options) {
  Sending sending;
  sending.request = std::move(request);
  // A signing service has to be told what S3 would take by itself.
  if (options.content_type.empty() && config_.signing_service) {
    options.content_type = wire::unknown_content_type;
  }
  if (!options.content_type.empty()) {
    sending.request.headers.push_back({"Content-Type", options.content_type});
  }
  add_fields(sending.request, options.metadata, "x-amz-meta-");
  add_fields(sending.request, options.headers);

  PAIL_CO_TRY(const bool can_start_over, body.rewind());
  ProgressSource stream(body, options.progress);
  if (body.size() <= body_in_memory_max) {
    PAIL_CO_TRY(sending.text, read_whole(stream));
    if (signs_payload()) sending.payload_hash = hex_sha256(sending.text);
  } else {
    sending.stream = &stream;
    sending.payload_hash = signer::v4::unsigned_payload;
    // TLS keeps the body whole; hashing it first would read the file twice for nothing.
    if (signs_payload() && can_start_over && !endpoint().tls) {
      PAIL_CO_TRY(sending.payload_hash, co_await hash_and_rewind(body));
    }
  }
  TextSink ignored;
  PAIL_CO_TRY(const net::ResponseHead head, co_await send(std::move(sending), ignored, {}));
  co_return read_put(head);
}

Task<ObjectInfo> Client::get_object(std::string bucket, std::string key, Sink& sink,
                                    GetOptions options) {
  Sending sending;
  sending.request = get_request("GET", std::move(bucket), std::move(key), options);
  sending.payload_hash = signer::v4::empty_payload_sha256;
  PAIL_CO_TRY(const net::ResponseHead head,
              co_await send(std::move(sending), sink, std::move(options.progress)));
  co_return read_object_info(head, clock_->now());
}

Task<ObjectInfo> Client::head_object(std::string bucket, std::string key, GetOptions options) {
  Request request = get_request("HEAD", std::move(bucket), std::move(key), options);
  PAIL_CO_TRY(const Answer answer, co_await answer_to(std::move(request)));
  co_return read_object_info(answer.head, clock_->now());
}

Task<DeleteResult> Client::delete_object(std::string bucket, std::string key) {
  Request request = object_request("DELETE", std::move(bucket), std::move(key));
  PAIL_CO_TRY(const Answer answer, co_await answer_to(std::move(request)));
  co_return read_delete(answer.head);
}

Task<DeleteObjectsResult> Client::delete_objects(std::string bucket,
                                                 std::vector<std::string> keys) {
  DeleteObjectsResult all;
  for (std::size_t first = 0; first < keys.size(); first += wire::limits::delete_objects_max) {
    const std::size_t last = std::min(first + wire::limits::delete_objects_max, keys.size());
    const auto at = [&](std::size_t index) {
      return keys.begin() + static_cast<std::ptrdiff_t>(index);
    };
    std::string body = delete_objects_xml({at(first), at(last)});
    Request request = bucket_request("POST", bucket);
    request.query.add("delete");
    request.headers.push_back({"Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(body)))});
    PAIL_CO_TRY(const Answer answer, co_await answer_to(std::move(request), std::move(body)));
    PAIL_CO_TRY(DeleteObjectsResult batch, read_delete_objects(answer.body));
    std::move(batch.deleted.begin(), batch.deleted.end(), std::back_inserter(all.deleted));
    std::move(batch.failed.begin(), batch.failed.end(), std::back_inserter(all.failed));
  }
  co_return all;
}

}  // namespace pail::client
