#include "signer/explain/retrial.hpp"

#include <algorithm>
#include <array>

#include "signer/explain/captured_form.hpp"
#include "signer/verify_post.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

// Takes every access key for known and lets no signature fit, so that verify() answers with the
// texts it builds for any request it gets that far with.
class NobodysRing final : public KeyRing {
 public:
  NobodysRing(const Message& message, const wire::Headers& form_fields) {
    constexpr std::string_view name = "x-amz-security-token";
    token_ = message.headers.find(name).value_or(form_fields.get(name));
    for (const wire::QueryParam& param : message.query.all()) {
      if (wire::iequals(param.name, name)) token_ = param.value;
    }
  }
  std::shared_ptr<const Key> find(std::string_view access_key) const override {
    return std::make_shared<const Key>(Credentials(std::string(access_key), "nobody's", token_));
  }

 private:
  std::string token_;
};

// STS and IAM share the endpoint; their requests say so in the scope only.
std::string_view service_of(const Message& message) {
  constexpr std::array<std::string_view, 2> others = {"sts", "iam"};
  const std::string_view header = message.headers.get("authorization");
  const std::string_view credential = message.query.value("X-Amz-Credential").value_or(header);
  for (const std::string_view service : others) {
    const std::string end = "/" + std::string(service) + "/aws4_request";
    if (credential.find(end) != std::string_view::npos) return service;
  }
  return "s3";
}

// What a server finds once the body is there.
Result<void> body_is_as_signed(const Verdict& verdict, const CapturedRequest& request) {
  const bool compared = request.method == "PUT" || request.method == "POST";
  if (verdict.payload != Payload::sha256 || !request.body || !compared) return wire::ok();
  const std::string computed = wire::to_hex(wire::sha256(wire::as_bytes(*request.body)));
  if (computed == std::string_view(verdict.payload_sha256)) return wire::ok();
  return Error(Errc::XAmzContentSHA256Mismatch)
      .with("ClientComputedContentSHA256", verdict.payload_sha256)
      .with("S3ComputedContentSHA256", computed);
}

class Court {
 public:
  Court(const CapturedRequest& request, const Message& message, const Bench& bench)
      : request_(request),
        message_(message),
        bench_(bench),
        form_(CapturedForm::of(request)),
        fields_(form_ ? form_->fields() : wire::Headers()) {}

  Retrial hold() {
    set_clock();
    if (request_.body) body_sha256_ = wire::to_hex(wire::sha256(wire::as_bytes(*request_.body)));
    rules_ = Rules{.now = retrial_.clock, .region = bench_.region, .service = service_of(message_)};
    if (rules_.service != "s3") rules_.payload_sha256 = body_sha256_;
    judge();
    take_texts();
    if (retrial_.refusal) {
      retrial_.diagnosis = diagnose({.message = message_,
                                     .keys = bench_.keys,
                                     .rules = rules_,
                                     .refusal = *retrial_.refusal,
                                     .others = bench_.all_keys,
                                     .form_credential = fields_.get("x-amz-credential")});
    }
    retrial_.notes.insert(retrial_.notes.begin(), request_.notes.begin(), request_.notes.end());
    return std::move(retrial_);
  }

 private:
  void set_clock() {
    const auto own = form_ ? date_of_form() : own_time(message_, bench_.machine_time);
    retrial_.clock = bench_.now.value_or(own.value_or(bench_.machine_time));
    retrial_.clock_used = ClockUsed::of_the_request;
    if (!own) retrial_.clock_used = ClockUsed::of_the_machine;
    if (bench_.now) retrial_.clock_used = ClockUsed::as_told;
  }

  // A V2 form has no date; its policy has an end.
  std::optional<wire::Time> date_of_form() const {
    return wire::parse_iso_basic(fields_.get("x-amz-date"));
  }

  Result<Verdict> verified_by(const KeyRing& keys) const {
    return form_ ? verify_post(fields_, keys, rules_) : verify(message_, keys, rules_);
  }

  void judge() {
    const auto judged = verified_by(bench_.keys);
    if (!judged) {
      retrial_.refusal = judged.error();
      return;
    }
    const Verdict& verdict = judged.value();
    retrial_.scheme = verdict.scheme;
    if (auto body = body_is_as_signed(verdict, request_); !body) retrial_.refusal = body.error();
    if (verdict.payload == Payload::sha256 && !request_.body) {
      retrial_.notes.emplace_back("The body is not in the capture: its hash was taken on trust.");
    }
    if (form_) retrial_.notes.emplace_back("The conditions of the policy were not looked at.");
    if (verdict.seed) {
      retrial_.notes.emplace_back("The signatures of the body's chunks were not looked at.");
    }
  }

  void take_texts() {
    const auto judged = verified_by(NobodysRing(message_, fields_));
    if (judged) return;
    retrial_.string_to_sign = judged.error().detail("StringToSign");
    retrial_.canonical_request = judged.error().detail("CanonicalRequest");
  }

  const CapturedRequest& request_;
  const Message& message_;
  const Bench& bench_;
  const std::optional<CapturedForm> form_;
  const wire::Headers fields_;
  std::string body_sha256_;
  Rules rules_{};
  Retrial retrial_;
};

}  // namespace

Result<Retrial> retry(const CapturedRequest& request, const Bench& bench) {
  PAIL_TRY(const auto captured, CapturedMessage::of(request, bench.own_names));
  const Message message = captured->message();
  return Court(request, message, bench).hold();
}

}  // namespace pail::signer::explain
