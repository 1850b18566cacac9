#include "client/client.hpp"

#include <utility>

#include "client/client_calls.hpp"
#include "client/remote_signing.hpp"
#include "client/responses.hpp"
#include "client/signing.hpp"
#include "wire/text.hpp"
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
  Receiver(Sink& sink, const Progress& progress) : sink_(sink), progress_(progress) {}

  net::Result<void> head(const net::ResponseHead& head) override {
    success_ = is_success(head.status());
    total_ = wire::parse_unsigned(head.get("Content-Length")).value_or(0);
    return wire::ok();
  }

  net::Result<void> write(net::Bytes piece) override {
    if (!success_) {
      const std::size_t room = error_body_bytes_max - refusal_.size();
      refusal_ += wire::as_text(piece).substr(0, room);
      return wire::ok();
    }
    PAIL_TRY(sink_.write(piece));
    done_ += piece.size();
    if (progress_) progress_(done_, total_);
    return wire::ok();
  }

  const std::string& refusal() const noexcept { return refusal_; }

 private:
  Sink& sink_;
  const Progress& progress_;
  bool success_ = false;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  std::string refusal_;
};

// HEAD has no document to read; what is missing follows from what was asked for.
Error refusal_of(Level level, bool is_head, unsigned status, std::string_view body) {
  if (is_head && status == 404) {
    return level == Level::bucket ? Errc::NoSuchBucket : Errc::NoSuchKey;
  }
  return wire::error_from_xml(body, status);
}

// Net says which server and what happened; this adds what to look at. The element Phase stays.
Error explain(const Error& error, const net::Origin& origin) {
  if (error.code() != Errc::NetworkFailure) return error;
  const std::string_view phase = error.detail("Phase");
  std::string message(error.message().value_or(""));
  if (phase == "resolve") message += ". Is the host name right?";
  if (phase == "connect" && !origin.tls) message += ". Is a server running there?";
  return Error(Errc::NetworkFailure, message).with("Phase", phase);
}

std::unique_ptr<const signer::Key> key_of(const Config& config) {
  if (!config.credentials || config.signing_service) return nullptr;
  return std::make_unique<const signer::Key>(*config.credentials);
}

}  // namespace

Client::Client(boost::asio::any_io_executor executor, Config config,
               std::shared_ptr<const wire::Clock> clock)
    : config_(std::move(config)),
      clock_(std::move(clock)),
      key_(key_of(config_)),
      http_(std::move(executor), config_.http) {}

net::Origin Client::endpoint() const {
  return config_.endpoint.value_or(default_endpoint());
}

bool Client::signs_payload() const noexcept {
  return key_ != nullptr && config_.signature == Signature::v4;
}

Task<Draft> Client::prepare(Request request, std::string payload_hash) {
  if (config_.signing_service) co_return co_await sign_remotely(std::move(request));
  PAIL_CO_TRY(Draft draft, address(endpoint(), config_.addressing, std::move(request)));
  if (key_) {
    const Signing with{*key_, config_.signature, config_.region, clock_->now()};
    sign(draft, with, payload_hash);
  }
  co_return draft;
}

Task<Draft> Client::sign_remotely(Request request) {
  if (request.method != "PUT" || request.level != Level::object) {
    co_return Error(Errc::InvalidArgument, "A signing service signs uploads only.");
  }
  const net::Url& service = *config_.signing_service;
  PAIL_CO_TRY(const net::HttpRequest question, signing_request(service, request));
  auto answer = co_await http_.fetch(service.origin, question);
  if (!answer) co_return explain(answer.error(), service.origin);
  const net::HttpResponse& response = answer.assume_value();
  if (!is_success(response.status())) {
    co_return signing_refusal(response.status(), response.body);
  }
  co_return remotely_signed(config_, std::move(request), response.body);
}

Task<net::ResponseHead> Client::send(Sending sending, Sink& sink, Progress received) {
  const Level level = sending.request.level;
  PAIL_CO_TRY(const Draft draft,
              co_await prepare(std::move(sending.request), std::move(sending.payload_hash)));
  net::HttpRequest http = to_http(draft);
  http.body = std::move(sending.text);
  http.expect_continue = sending.stream != nullptr;
  Receiver receiver(sink, received);
  auto head = co_await http_.exchange(draft.origin, http, sending.stream, receiver);
  if (!head) co_return explain(head.error(), draft.origin);
  const unsigned status = head.assume_value().status();
  if (!is_success(status)) {
    co_return refusal_of(level, draft.method == "HEAD", status, receiver.refusal());
  }
  co_return head;
}

Task<Answer> Client::answer_to(Request request, std::string body) {
  Sending sending;
  sending.request = std::move(request);
  if (signs_payload()) sending.payload_hash = hex_sha256(body);
  sending.text = std::move(body);
  TextSink sink;
  Answer answer;
  PAIL_CO_TRY(answer.head, co_await send(std::move(sending), sink, {}));
  answer.body = sink.take();
  answer.now = clock_->now();
  co_return answer;
}

}  // namespace pail::client
