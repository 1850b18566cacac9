// One call over its attempts: what is put right, what is waited for, when it ends.
#include "client/client_calls.hpp"
#include "client/responses.hpp"
#include "client/waiting.hpp"
#include "net/failure.hpp"

namespace pail::client {
namespace {

using wire::Errc;
using wire::Error;

// Ours: S3 itself never sends anybody further than once.
constexpr unsigned hops_max = 3;

bool is_refusal(unsigned status) noexcept {
  return status >= 400 && status < 500;
}

// The status that counts: an error inside a 200 is the error it names.
unsigned status_of(const net::ResponseHead& head, const Error& error) noexcept {
  constexpr unsigned unnamed = 500;
  if (!is_success(head.status())) return head.status();
  return error.status() != 0 ? error.status() : unnamed;
}

// Of IAM, say, a second CreateAccessKey makes a second key.
bool may_be_sent_twice(const Request& request) {
  return request.service == "s3" || request.service == "sts" || only_reads(request);
}

}  // namespace

Task<net::ResponseHead> Client::send(Sending sending, Intake& intake) {
  co_return co_await in_order(send_until_done(sending, intake));
}

Task<net::ResponseHead> Client::send_until_done(const Sending& sending, Intake& intake) {
  Call call{sending, intake};
  for (;;) {
    const bool cancelled = co_await is_cancelled();
    if (cancelled) co_return Error(Errc::Cancelled);
    PAIL_CO_TRY(Attempt attempt, co_await try_once(call));
    if (!attempt.error) {
      learned_.quota(attempt.place.origin).give_back(call.taken);
      co_return std::move(attempt.head);
    }
    PAIL_CO_TRY(const bool again, co_await go_on(call, attempt));
    const unsigned status = attempt.head.status();
    if (!again && call.may_have_acted && is_refusal(status) && !only_reads(sending.request)) {
      attempt.error->with("EarlierAttempt", "unknown");
    }
    if (!again) co_return std::move(*attempt.error);
    call.may_have_acted |= !is_refusal(status) && !had_no_effect(*attempt.error, status);
  }
}

Task<bool> Client::go_on(Call& call, const Attempt& attempt) {
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return Error(Errc::Cancelled);
  const Upload* const upload = call.sending.upload;
  if (upload != nullptr && !upload->can_be_sent()) co_return false;
  if (!call.intake.can_go_on()) co_return false;
  if (attempt.head.status() == 0) {
    // Whoever is not there any more is asked no second time.
    if (attempt.error->detail(net::phase_element) == "connect") {
      learned_.forget_place(call.sending.request.bucket);
    }
  } else if (!config_.signing_service) {
    if (correct_place(call, attempt) || correct_time(call, attempt)) co_return true;
    PAIL_CO_TRY(const bool renewed, co_await renew_keys(call, attempt));
    if (renewed) co_return true;
  }
  co_return co_await back_off(call, attempt);
}

bool Client::correct_place(Call& call, const Attempt& attempt) {
  const Request& request = call.sending.request;
  const Refusal refusal{*attempt.error, attempt.head, request.method == "HEAD"};
  const net::Origin trusted = endpoint();
  const Asked asked{attempt.place, trusted, request.bucket, config_.signature == Signature::v4};
  auto better = better_place_of(refusal, asked);
  const bool learned = learned_.place(request.bucket) == attempt.place;
  const bool gone = attempt.error->code() == Errc::NoSuchBucket;
  if (learned && (better || gone)) {
    learned_.forget_place(request.bucket);
    if (!better) better = Better{{trusted, config_.region}, false};
  }
  if (!better || call.hops == hops_max) return false;
  ++call.hops;
  call.place = better->place;
  if (better->for_good) learned_.set_place(request.bucket, std::move(better->place));
  return true;
}

bool Client::correct_time(Call& call, const Attempt& attempt) {
  if (call.time_corrected || !attempt.key) return false;
  const Refusal refusal{*attempt.error, attempt.head, call.sending.request.method == "HEAD"};
  const auto time = server_time_of(refusal, now_at(attempt.place.origin));
  if (!time) return false;
  call.time_corrected = true;
  learned_.set_offset(attempt.place.origin, *time - clock_->now());
  return true;
}

Task<bool> Client::renew_keys(Call& call, const Attempt& attempt) {
  if (call.keys_renewed || !attempt.key) co_return false;
  const Refusal refusal{*attempt.error, attempt.head, call.sending.request.method == "HEAD"};
  if (!wants_new_keys(refusal, !attempt.key->session_token().empty())) co_return false;
  call.keys_renewed = true;
  provider_->renew(attempt.key->access_key());
  PAIL_CO_TRY(const auto key, co_await key_at(attempt.place.origin));
  co_return key != attempt.key;
}

Task<bool> Client::back_off(Call& call, const Attempt& attempt) {
  if (call.attempts >= config_.retry.attempts_max) co_return false;
  const unsigned status = attempt.head.status();
  const Failed failed{
      *attempt.error, status == 0 ? 0 : status_of(attempt.head, *attempt.error),
      attempt.head.get("Retry-After"),
      may_be_sent_twice(call.sending.request) || had_no_effect(*attempt.error, status),
      now_at(attempt.place.origin)};
  const Kind kind = kind_of(failed);
  if (kind == Kind::final) co_return false;
  const auto time = wait_before(call.attempts + 1, failed, config_.retry, *random_);
  if (!time) co_return false;
  const auto taken = learned_.quota(attempt.place.origin).take(kind == Kind::timeout);
  if (!taken) co_return false;
  call.taken = *taken;
  ++call.attempts;
  co_await wait(config_.retry, *time);
  co_return true;
}

}  // namespace pail::client
