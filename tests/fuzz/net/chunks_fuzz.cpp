// Any bytes as a chunked body: fed whole, byte by byte, and never more than the decoder is certain
// of, the payload is the same and the body ends at the same place.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/body_framing.hpp"

namespace {

struct Outcome {
  std::string payload;
  std::size_t consumed = 0;
  bool done = false;
  bool failed = false;

  bool operator==(const Outcome&) const = default;
};

Outcome decode(std::string sent, std::size_t step) {
  Outcome outcome;
  auto body = pail::net::BodyFraming::of({std::nullopt, true});
  while (outcome.consumed < sent.size() && !body.done()) {
    const std::uint64_t wanted = step > 0 ? step : body.certain();
    const std::size_t left = sent.size() - outcome.consumed;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, left));
    const auto piece = body.take(std::span(sent).subspan(outcome.consumed, n));
    if (!piece) return Outcome{{}, 0, false, true};
    if (step == 0 && piece.value().consumed != n) std::abort();
    outcome.payload += pail::wire::as_text(piece.value().payload);
    outcome.consumed += piece.value().consumed;
  }
  outcome.done = body.done();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string sent(reinterpret_cast<const char*>(data), size);
  const Outcome whole = decode(sent, size);
  if (whole != decode(sent, 1) || whole != decode(sent, 0)) std::abort();
  return 0;
}
