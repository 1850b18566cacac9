#include "client/client.hpp"

#include <utility>

#include "client/client_calls.hpp"
#include "client/remote_signing.hpp"
#include "client/responses.hpp"
#include "client/signing.hpp"
#include "net/failure.hpp"
#include "wire/digest.hpp"
#include "wire/xml.hpp"

namespace pail::client {
namespace {

using wire::Errc;
using wire::Error;

// An error document is a few kilobytes; what is longer is no such document.
constexpr std::size_t error_body_bytes_max = 256 * 1024;

// Hands a success on, and keeps the document of a failure.
class Receiver final : public net::ResponseSink {
 public:
  Receiver(Intake& intake, const wire::Clock& clock) : intake_(intake), clock_(clock) {}

  net::Result<void> head(const net::ResponseHead& head) override {
    success_ = is_success(head.status());
    return success_ ? intake_.begin(head, clock_.now()) : net::Result<void>(wire::ok());
  }
  net::Result<void> write(net::Bytes piece) override {
    if (success_) return intake_.write(piece);
    const std::size_t room = error_body_bytes_max - refusal_.size();
    refusal_ += wire::as_text(piece).substr(0, room);
    return wire::ok();
  }

  const std::string& refusal() const noexcept { return refusal_; }

 private:
  Intake& intake_;
  const wire::Clock& clock_;
  bool success_ = false;
  std::string refusal_;
};

// HEAD has no document to read; what is missing follows from what was asked for.
Error refusal_of(const Request& request, unsigned status, std::string_view body) {
  if (request.method == "HEAD" && status == 404) {
    return request.level == Level::bucket ? Errc::NoSuchBucket : Errc::NoSuchKey;
  }
  return wire::error_from_xml(body, status);
}

// Net says which server and what happened; this adds what to look at. Its elements stay: retries
// are decided by them.
Error explain(const Error& error, const net::Origin& origin) {
  if (error.code() != Errc::NetworkFailure) return error;
  const std::string_view phase = error.detail(net::phase_element);
  std::string message(error.message().value_or(""));
  if (phase == "resolve") message += ". Is the host name right?";
  if (phase == "connect" && !origin.tls) message += ". Is a server running there?";
  return net::retold(error, message);
}

std::shared_ptr<credentials::Provider> provider_of(const Config& config,
                                                   const boost::asio::any_io_executor& executor) {
  if (config.signing_service) return credentials::no_keys();
  const credentials::Surroundings around{
      executor, config.http, config.endpoint.value_or(default_endpoint()), config.retry};
  if (config.credentials) return credentials::make_provider({*config.credentials}, around);
  return config.source ? credentials::make_provider(*config.source, around)
                       : credentials::no_keys();
}

}  // namespace

Client::Client(boost::asio::any_io_executor executor, Config config,
               std::shared_ptr<const wire::Clock> clock,
               std::shared_ptr<credentials::Provider> provider)
    : config_(std::move(config)),
      clock_(std::move(clock)),
      provider_(provider ? std::move(provider) : provider_of(config_, executor)),
      random_(config_.retry.random ? config_.retry.random : std::make_shared<wire::SystemRandom>()),
      http_(std::move(executor), config_.http) {}

net::Origin Client::endpoint() const {
  return config_.endpoint.value_or(default_endpoint());
}

wire::Time Client::now_at(const net::Origin& origin) const {
  return clock_->now() + learned_.offset(origin);
}

Place Client::place_of(const Call& call) const {
  if (call.place) return *call.place;
  const auto learned = learned_.place(call.sending.request.bucket);
  return learned.value_or(Place{endpoint(), config_.region});
}

Task<std::shared_ptr<const signer::Key>> Client::key_at(const net::Origin& origin) {
  return provider_->key(now_at(origin));
}

Task<Client::Attempt> Client::try_once(Call& call) {
  Attempt attempt;
  attempt.place = place_of(call);
  PAIL_CO_TRY(attempt.key, co_await key_at(attempt.place.origin));
  Outgoing out;
  if (config_.signing_service) {
    if (call.sending.upload != nullptr) {
      PAIL_CO_TRY(call.sending.upload->start());
    }
    auto draft = co_await sign_remotely(copy_of(call.sending.request), attempt.head);
    if (!draft) {
      attempt.error = draft.error();
      co_return attempt;
    }
    out.draft = std::move(draft.assume_value());
  } else {
    PAIL_CO_TRY(out, prepare(call, attempt));
  }
  co_await exchange(call, out, attempt);
  co_return attempt;
}

Result<Client::Outgoing> Client::prepare(const Call& call, const Attempt& attempt) const {
  const Sending& sending = call.sending;
  const bool signs_v4 = attempt.key && config_.signature == Signature::v4;
  Request request = copy_of(sending.request);
  call.intake.prepare(request);
  signer::Payload form = signer::Payload::unspecified;
  std::string payload_hash;
  if (sending.upload != nullptr) {
    PAIL_TRY(sending.upload->start());
    const net::Origin& origin = attempt.place.origin;
    form = form_of(*sending.upload,
                   {signs_v4, origin.tls, net::is_loopback(origin.host), config_.payload_signing});
    payload_hash = payload_keyword(form);
    announce(request, *sending.upload, form);
  } else if (signs_v4) {
    payload_hash = wire::to_hex(wire::sha256(wire::as_bytes(sending.text)));
  }
  Outgoing out;
  PAIL_TRY(out.draft, address(attempt.place.origin, config_.addressing, std::move(request)));
  if (!attempt.key) return out;
  const Signing with{*attempt.key, config_.signature, attempt.place.region,
                     now_at(attempt.place.origin)};
  signer::ChunkSeed seed = sign(out.draft, with, payload_hash);
  if (signer::has_chunks(form)) {
    out.chunks = chunked_source(*sending.upload, form, attempt.key, std::move(seed));
  }
  return out;
}

// `refusal` gets the head of what the service answered instead of a signature.
Task<Draft> Client::sign_remotely(Request request, net::ResponseHead& refusal) {
  if (request.method != "PUT" || request.level != Level::object) {
    co_return Error(Errc::InvalidArgument, "A signing service signs uploads only.");
  }
  const net::Url& service = *config_.signing_service;
  PAIL_CO_TRY(const net::HttpRequest question,
              signing_request(service, config_.signing_service_token, request));
  auto answer = co_await http_.fetch(service.origin, question);
  if (!answer) co_return explain(answer.error(), service.origin);
  net::HttpResponse& response = answer.assume_value();
  if (!is_success(response.status())) {
    refusal = std::move(response.head);
    co_return signing_refusal(refusal.status(), response.body);
  }
  co_return remotely_signed(config_, std::move(request), response.body);
}

boost::asio::awaitable<void> Client::exchange(Call& call, Outgoing& out, Attempt& attempt) {
  net::HttpRequest http = to_http(out.draft);
  http.body = call.sending.text;
  http.expect_continue = call.sending.upload != nullptr;
  http.may_be_resent = only_reads(call.sending.request);
  net::Source* const body = out.chunks ? out.chunks.get() : call.sending.upload;
  Receiver receiver(call.intake, *clock_);
  auto head = co_await http_.exchange(out.draft.origin, http, body, receiver);
  if (!head) {
    attempt.error = explain(head.error(), out.draft.origin);
    co_return;
  }
  attempt.head = std::move(head.assume_value());
  const unsigned status = attempt.head.status();
  if (!is_success(status)) {
    attempt.error = refusal_of(call.sending.request, status, receiver.refusal());
  } else if (auto finished = call.intake.finish(); !finished) {
    attempt.error = finished.error();
  }
}

Task<Answer> Client::answer_to(Request request, std::string body) {
  Sending sending;
  sending.request = std::move(request);
  sending.text = std::move(body);
  DocumentIntake document;
  Answer answer;
  PAIL_CO_TRY(answer.head, co_await send(std::move(sending), document));
  answer.body = document.take();
  answer.now = clock_->now();
  co_return answer;
}

Task<std::string> Client::presigned_url(std::string method, std::string bucket, std::string key,
                                        std::chrono::seconds lifetime) {
  const Place place = learned_.place(bucket).value_or(Place{endpoint(), config_.region});
  PAIL_CO_TRY(const std::shared_ptr<const signer::Key> keys, co_await key_at(place.origin));
  if (!keys) co_return Error(Errc::InvalidArgument, "There are no keys to sign with.");
  Request request;
  request.method = std::move(method);
  request.level = Level::object;
  request.bucket = std::move(bucket);
  request.key = std::move(key);
  PAIL_CO_TRY(Draft draft, address(place.origin, config_.addressing, std::move(request)));
  const Signing with{*keys, config_.signature, place.region, now_at(place.origin)};
  PAIL_CO_TRY(presign(draft, with, lifetime));
  co_return to_url(draft);
}

}  // namespace pail::client
