// The S3 client: each operation as a coroutine that ends with a value or with the Error the server
// answered. blocking.hpp has the same for plain code.
//
// A request goes out signed with Config's keys (Version 2 or 4), unsigned when there are none, or,
// for uploads, signed by a signing service. The clock is asked once per request.
//
// Ownership: bodies and sinks are the caller's and must live until the coroutine is done, as must
// the Client. Threads: all calls and coroutines of one Client on the one thread that runs its
// executor; any number may be under way there at once.
// Errors, beside the server's own: NetworkFailure, with a message that says what could not be
// reached; MalformedXML for an answer that cannot be read; InvalidArgument and InvalidBucketName
// for what cannot be sent; those of the body or the sink. Spec: shared/spec/semantics.md.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/body.hpp"
#include "client/config.hpp"
#include "client/operation.hpp"
#include "client/request.hpp"
#include "client/sink.hpp"
#include "client/types.hpp"
#include "net/http_client.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"

namespace pail::client {

template <class T>
using Task = boost::asio::awaitable<Result<T>>;

class Client {
 public:
  Client(boost::asio::any_io_executor executor, Config config,
         std::shared_ptr<const wire::Clock> clock = std::make_shared<wire::SystemClock>());

  // Any operation of client/ops.
  template <class T>
  Task<T> call(Operation<T> operation) {
    PAIL_CO_TRY(const Answer answer,
                co_await answer_to(std::move(operation.request), std::move(operation.body)));
    co_return operation.read(answer);
  }

  Task<std::vector<BucketEntry>> list_buckets();
  // In Config's region.
  Task<void> create_bucket(std::string bucket);
  // NoSuchBucket when there is none; AccessDenied when it is not yours to see.
  Task<void> head_bucket(std::string bucket);
  Task<void> delete_bucket(std::string bucket);
  Task<std::string> get_bucket_location(std::string bucket);

  // Reads `body` from its start. One over body_in_memory_max is announced with Expect first, so
  // that a refusal costs no upload.
  Task<PutResult> put_object(std::string bucket, std::string key, Body& body,
                             PutOptions options = {});
  // One part of a multipart upload, which ops::create_multipart_upload began. Sent and retried as
  // put_object's body.
  Task<PutResult> upload_part(std::string bucket, std::string key, PartOfUpload part, Body& body,
                              PutOptions options = {});
  // `sink` gets bytes of a success only. What it got before a failure is the beginning of the
  // object, never the whole: see FileSink.
  Task<ObjectInfo> get_object(std::string bucket, std::string key, Sink& sink,
                              GetOptions options = {});
  // NoSuchKey for any 404: S3 answers HEAD without saying whether bucket or key is missing.
  Task<ObjectInfo> head_object(std::string bucket, std::string key, GetOptions options = {});
  // Success whether or not there was such a key.
  Task<DeleteResult> delete_object(std::string bucket, std::string key);
  // Any number of keys, 1000 per request. A key that could not be deleted is no Error but an entry
  // of `failed`.
  Task<DeleteObjectsResult> delete_objects(std::string bucket, std::vector<std::string> keys);

  Task<ListPage> list_objects(std::string bucket, ListOptions options = {});
  // Calls `visit` with one page after the other until there are no more or it answers false.
  Task<void> each_page(std::string bucket, ListOptions options,
                       std::function<bool(const ListPage&)> visit);

 private:
  // A request with its body, which is `stream` or else `text`.
  struct Sending;

  net::Origin endpoint() const;
  Task<Draft> prepare(Request request, std::string payload_hash);
  Task<Draft> sign_remotely(Request request);
  // The whole exchange. A status that is no success becomes the server's Error; `sink` gets the
  // body of a success.
  Task<net::ResponseHead> send(Sending sending, Sink& sink, Progress received);
  Task<PutResult> put(Request request, Body& body, PutOptions options);
  // send() with both bodies in memory.
  Task<Answer> answer_to(Request request, std::string body = {});
  bool signs_payload() const noexcept;  // Version 4 with keys of our own

  Config config_;
  std::shared_ptr<const wire::Clock> clock_;
  std::unique_ptr<const signer::Key> key_;  // null: requests go unsigned
  net::HttpClient http_;
};

}  // namespace pail::client
