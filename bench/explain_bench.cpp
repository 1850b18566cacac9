// What one diagnosis costs at worst: a signature that no mistake of the catalogue explains, so that
// the whole search is gone through. The bar is 2 ms.
#include <benchmark/benchmark.h>

#include <stdexcept>
#include <string>

#include "signer/explain/doctor.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"

namespace {

using namespace pail;

class OneKey final : public signer::KeyRing {
 public:
  explicit OneKey(std::string secret)
      : key_(std::make_shared<const signer::Key>(
            signer::Credentials("AKIAIOSFODNN7EXAMPLE", std::move(secret)))) {}
  std::shared_ptr<const signer::Key> find(std::string_view) const override { return key_; }
  const signer::Key& key() const { return *key_; }

 private:
  std::shared_ptr<const signer::Key> key_;
};

// A request with about everything a mistake can be made with; `padding` makes it long.
struct Refused {
  wire::Headers headers;
  wire::Query query;
  std::string path, padding, authorization;
  OneKey right{"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  OneKey wrong{"a secret that nobody has, of the length of one"};
  signer::Rules rules{.now = wire::Seconds(std::chrono::seconds(1772366400)),
                      .region = "us-east-1"};

  explicit Refused(std::size_t padding_bytes)
      : path("/photos/caf%C3%A9%20au%20lait/~x+y.jpg"), padding(padding_bytes, 'p') {
    headers.add("Host", "localhost:9000");
    headers.add("Content-Type", "text/plain; charset=utf-8");
    headers.add("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==");
    padding.insert(0, "two  spaces ");
    headers.add("X-Amz-Meta-B", padding);
    headers.add("X-Amz-Meta-A", "1");
    headers.add("X-Amz-Meta-A", "2");
    headers.add("X-Forwarded-Host", "files.example.com");
    query.add("versionId", "1");
    query.add("response-content-type", "a/b c");
    query.add("acl");
  }

  signer::Message message() const { return {"PUT", path, query, headers, {}}; }
  void sign_v2() {
    headers.add("Date", "Sun, 01 Mar 2026 12:00:00 GMT");
    authorization = signer::v2::authorization(wrong.key(), message());
    headers.add("Authorization", authorization);
  }
  void sign_v4() {
    headers.add("x-amz-date", "20260301T120000Z");
    headers.add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    authorization = signer::v4::authorization(wrong.key(), message(), "us-east-1", rules.now);
    headers.add("Authorization", authorization);
  }
  wire::Error refusal() const {
    auto verdict = signer::verify(message(), right, rules);
    if (verdict) throw std::logic_error("the request was to be refused");
    return std::move(verdict.error());
  }
};

void diagnose_all(benchmark::State& state, const Refused& refused) {
  const wire::Error refusal = refused.refusal();
  const signer::Message message = refused.message();
  std::size_t attempts = 0;
  for (auto _ : state) {
    const auto diagnosis = signer::explain::diagnose(
        {.message = message, .keys = refused.right, .rules = refused.rules, .refusal = refusal});
    if (!diagnosis.mistakes.empty()) throw std::logic_error("nothing was to be found");
    attempts = diagnosis.attempts;
  }
  state.counters["attempts"] = static_cast<double>(attempts);
}

void explain_v2(benchmark::State& state) {
  Refused refused(static_cast<std::size_t>(state.range(0)));
  refused.sign_v2();
  diagnose_all(state, refused);
}

void explain_v4(benchmark::State& state) {
  Refused refused(static_cast<std::size_t>(state.range(0)));
  refused.sign_v4();
  diagnose_all(state, refused);
}

// Bytes of padding: none, a session token, all that a head may hold.
BENCHMARK(explain_v2)->Arg(0)->Arg(2'000)->Arg(24'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(explain_v4)->Arg(0)->Arg(2'000)->Arg(24'000)->Unit(benchmark::kMicrosecond);

}  // namespace
