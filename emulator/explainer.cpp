#include "emulator/explainer.hpp"

#include <algorithm>
#include <utility>

#include "wire/limits.hpp"

namespace pail::emulator {
namespace {

using std::chrono::microseconds;
using wire::Errc;
namespace limits = wire::limits;

constexpr microseconds token =
    microseconds(std::chrono::seconds(1)) / limits::explanations_per_second;
constexpr microseconds full = token * limits::explanations_burst;

Explanation rationed() {
  Explanation explanation;
  explanation.for_log = "not explained, nor are the next ones: more than " +
                        std::to_string(limits::explanations_per_second) +
                        " wrong signatures a second";
  return explanation;
}

Explanation worded(const signer::explain::Diagnosis& diagnosis) {
  Explanation explanation;
  for (const signer::explain::Mistake* const mistake : diagnosis.mistakes) {
    explanation.mistakes.emplace_back(mistake->id);
    explanation.for_log.append(mistake->id).append(": ");
  }
  explanation.for_client = diagnosis.summary;
  explanation.for_log += diagnosis.summary;
  if (!diagnosis.other_access_key.empty()) {
    explanation.for_log.append(" [the secret is that of ")
        .append(diagnosis.other_access_key)
        .append("]");
  }
  return explanation;
}

}  // namespace

TokenBucket::TokenBucket(wire::Time now) noexcept : credit_(full), last_(now) {}

bool TokenBucket::take(wire::Time now) noexcept {
  // At most the whole bucket: a clock that leaps must not overflow the sum.
  const microseconds passed =
      std::clamp(now > last_ ? now - last_ : microseconds(0), microseconds(0), full);
  credit_ = std::min(credit_ + passed, full);
  last_ = now;
  if (credit_ < token) return false;
  credit_ -= token;
  return true;
}

Explainer::Explainer(bool tell_clients, std::shared_ptr<const wire::Clock> clock)
    : tell_clients_(tell_clients), clock_(std::move(clock)), bucket_(clock_->now()) {}

bool Explainer::concerns(Errc code) noexcept {
  switch (code) {
    case Errc::SignatureDoesNotMatch:
    case Errc::RequestTimeTooSkewed:
    case Errc::AuthorizationHeaderMalformed:
    case Errc::AuthorizationQueryParametersError:
    case Errc::InvalidAccessKeyId:
    case Errc::InvalidToken:
    case Errc::ExpiredToken:
    case Errc::AccessDenied:
    case Errc::InvalidArgument:
    case Errc::InvalidRequest:
      return true;
    default:
      return false;
  }
}

std::optional<Explanation> Explainer::explain(const signer::explain::Exhibit& exhibit) {
  const bool searches = exhibit.refusal.code() == Errc::SignatureDoesNotMatch;
  const Ration ration = searches ? this->ration() : Ration::granted;
  if (ration == Ration::first_denial) return rationed();
  if (ration == Ration::denied) return std::nullopt;
  const signer::explain::Diagnosis diagnosis = signer::explain::diagnose(exhibit);
  if (diagnosis.mistakes.empty() && !searches) return std::nullopt;
  return worded(diagnosis);
}

Explainer::Ration Explainer::ration() {
  const std::lock_guard lock(mutex_);
  if (bucket_.take(clock_->now())) {
    denying_ = false;
    return Ration::granted;
  }
  return std::exchange(denying_, true) ? Ration::denied : Ration::first_denial;
}

wire::Error with_explanation(const wire::Error& refusal, const Explanation& explanation) {
  wire::Error told = refusal;
  for (const std::string& id : explanation.mistakes) told.with("PailMistake", id);
  if (!explanation.for_client.empty()) told.with("PailExplanation", explanation.for_client);
  if (!explanation.mistakes.empty()) told.header(mistake_header, explanation.mistakes.front());
  return told;
}

}  // namespace pail::emulator
