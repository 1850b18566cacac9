// The S3 client: each operation as a coroutine that ends with a value or with the Error the server
// answered. blocking.hpp has the same for plain code.
//
// A request goes out signed with the provider's keys (Version 2 or 4), unsigned when there are
// none, or, for uploads, signed by a signing service. The clock is asked once per attempt.
//
// What fails is tried again as retry.hpp says. Every request of S3 and STS may be sent twice: the
// worst that is left is an upload in parts that nobody completes, or a delete marker more. But an
// attempt whose answer was lost may have had its effect, and the next one is then refused for it
// (412 to If-None-Match, BucketAlreadyOwnedByYou, NoSuchUpload). Such a refusal is reported as it
// is, as SDKs do, with an element of its own: EarlierAttempt, "unknown".
// A clock that is off, a redirect, another region and keys that have ended are put right by one
// more attempt each, and remembered (corrections.hpp). A download that breaks off goes on where it
// stopped.
//
// Ownership: bodies and sinks are the caller's and must live until the coroutine is done, as must
// the Client. Threads: all calls and coroutines of one Client on the one thread that runs its
// executor; any number may be under way there at once. A coroutine that is cancelled ends with
// Cancelled, wherever it is.
// Errors, beside the server's own: NetworkFailure, with a message that says what could not be
// reached; MalformedXML for an answer that cannot be read; InvalidArgument and InvalidBucketName
// for what cannot be sent; BadDigest for an object that came altered; those of the body or the
// sink. Spec: shared/spec/semantics.md.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/body.hpp"
#include "client/config.hpp"
#include "client/credentials/provider.hpp"
#include "client/intake.hpp"
#include "client/learned.hpp"
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
  // `provider`: whose keys to use instead of the Config's; several Clients may share one.
  Client(boost::asio::any_io_executor executor, Config config,
         std::shared_ptr<const wire::Clock> clock = std::make_shared<wire::SystemClock>(),
         std::shared_ptr<credentials::Provider> provider = nullptr);

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
  // that a refusal costs no upload. S3 compares what arrives with a checksum (upload.hpp).
  Task<PutResult> put_object(std::string bucket, std::string key, Body& body,
                             PutOptions options = {});
  // One part of a multipart upload, which ops::create_multipart_upload began. Sent and retried as
  // put_object's body.
  Task<PutResult> upload_part(std::string bucket, std::string key, PartOfUpload part, Body& body,
                              PutOptions options = {});
  // `sink` gets bytes of a success only. What it got before a failure is the beginning of the
  // object, never the whole: see FileSink. An object whose server says a checksum of all of it is
  // compared with that before this succeeds.
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

  // A URL that works without a header for `lifetime`, by the server's time as far as it is known.
  Task<std::string> presigned_url(std::string method, std::string bucket, std::string key,
                                  std::chrono::seconds lifetime);

 private:
  struct Sending;   // a request with its body
  struct Call;      // what one call has been through
  struct Attempt;   // one exchange, and how it ended
  struct Outgoing;  // what goes over the wire

  net::Origin endpoint() const;
  wire::Time now_at(const net::Origin& origin) const;
  Place place_of(const Call& call) const;
  Task<std::shared_ptr<const signer::Key>> key_at(const net::Origin& origin);

  // The whole exchange, with whatever retries it takes. A status that is no success becomes the
  // server's Error; `intake` gets the body of a success.
  Task<net::ResponseHead> send(Sending sending, Intake& intake);
  Task<net::ResponseHead> send_until_done(const Sending& sending, Intake& intake);
  // An error is one that no other attempt would mend.
  Task<Attempt> try_once(Call& call);
  Result<Outgoing> prepare(const Call& call, const Attempt& attempt) const;
  Task<Draft> sign_remotely(Request request, net::ResponseHead& refusal);
  boost::asio::awaitable<void> exchange(Call& call, Outgoing& out, Attempt& attempt);

  // Whether there is to be another attempt, after whatever it needs.
  Task<bool> go_on(Call& call, const Attempt& attempt);
  bool correct_place(Call& call, const Attempt& attempt);
  bool correct_time(Call& call, const Attempt& attempt);
  Task<bool> renew_keys(Call& call, const Attempt& attempt);
  Task<bool> back_off(Call& call, const Attempt& attempt);

  Task<PutResult> put(Request request, Body& body, PutOptions options);
  Task<PutResult> put_stream(Request request, Body& body, PutOptions options);
  // send() with both bodies in memory.
  Task<Answer> answer_to(Request request, std::string body = {});

  Config config_;
  std::shared_ptr<const wire::Clock> clock_;
  std::shared_ptr<credentials::Provider> provider_;
  std::shared_ptr<wire::Random> random_;
  Learned learned_;
  net::HttpClient http_;
};

}  // namespace pail::client
