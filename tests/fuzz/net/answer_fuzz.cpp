// Any bytes as what a server answers a load: whole or byte by byte, the reader comes to the same
// end, and of a head that the general parser takes, too, both say the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/head_parser.hpp"
#include "net/load_reader.hpp"

namespace {

using pail::net::LoadReader;

struct Outcome {
  LoadReader::State state = LoadReader::State::more;
  unsigned status = 0;
  std::string body;
  bool operator==(const Outcome&) const = default;
};

Outcome read(std::string sent, std::size_t step) {
  LoadReader reader;
  reader.begin(false, true);
  Outcome outcome;
  for (std::size_t at = 0; at < sent.size() && outcome.state == LoadReader::State::more;) {
    const std::size_t n = std::min(step, sent.size() - at);
    outcome.state = reader.take(std::span(sent).subspan(at, n));
    at += n;
    // What follows a whole answer is an error however it arrives.
    if (outcome.state == LoadReader::State::done && at < sent.size()) {
      outcome.state = LoadReader::State::broken;
    }
  }
  outcome.status = reader.status();
  if (outcome.state == LoadReader::State::broken) return {outcome.state, 0, {}};
  outcome.body = reader.body();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string sent(reinterpret_cast<const char*>(data), size);
  if (!(read(sent, 1) == read(sent, size + 1))) std::abort();
  pail::net::AnswerHead ours;
  pail::net::ResponseHeadView general;
  const auto taken = pail::net::parse_answer_head(sent, ours);
  if (!taken || taken.value() == 0) return 0;
  const auto also = pail::net::parse_response_head(sent, general);
  if (also && (also.value() != taken.value() || general.status != ours.status)) std::abort();
  return 0;
}
