// Verifying from the parsed request to the identity. Peer: the bare loop, which does for one fixed
// shape of request what cannot be left out: the text into a buffer, two copied HMAC midstates,
// Base64 and the comparison. The distance between the two is what generality and checks cost. And
// signing with V4A, whose digests nobody notices.
#include <benchmark/benchmark.h>

#include "bench/v2_text.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "signer/verify.hpp"

namespace {

using namespace pail;

constexpr wire::Seconds now{std::chrono::seconds{1360112265}};
constexpr std::string_view date = "Wed, 06 Feb 2013 00:57:45 GMT";
constexpr std::string_view path = "/photos/cat.jpg";
constexpr std::string_view access_key = "AKIAIOSFODNN7EXAMPLE";
constexpr std::string_view secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

class OneKey final : public signer::KeyRing {
 public:
  std::shared_ptr<const signer::Key> find(std::string_view wanted) const override {
    return wanted == access_key ? key_ : nullptr;
  }
  const signer::Key& key() const { return *key_; }

 private:
  std::shared_ptr<const signer::Key> key_ = std::make_shared<const signer::Key>(
      signer::Credentials(std::string(access_key), std::string(secret)));
};

const OneKey keys;

wire::Headers v2_headers(std::string_view authorization) {
  return {{"Host", "localhost:9000"},
          {"User-Agent", "bench/1.0"},
          {"Accept", "*/*"},
          {"Date", date},
          {"Authorization", authorization}};
}

wire::Headers v4_headers(std::string_view authorization) {
  return {{"Host", "localhost:9000"},
          {"User-Agent", "bench/1.0"},
          {"x-amz-content-sha256", signer::v4::empty_payload_sha256},
          {"x-amz-date", "20130206T005745Z"},
          {"Authorization", authorization}};
}

wire::Headers v4a_headers(std::string_view authorization) {
  wire::Headers headers = v4_headers(authorization);
  headers.add("x-amz-region-set", "us-east-1");
  return headers;
}

void authorize_v4a(benchmark::State& state) {
  const wire::Headers headers = v4a_headers("");
  const wire::Query query;
  const signer::Message message{"GET", path, query, headers, {}};
  for (auto _ : state) {
    benchmark::DoNotOptimize(signer::v4a::authorization(keys.key(), message, now));
  }
}
BENCHMARK(authorize_v4a);

// Once per key, at its first use.
void derive_v4a_key(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(signer::v4a::private_key(access_key, secret));
}
BENCHMARK(derive_v4a_key);

void verify_v2_bare_loop(benchmark::State& state) {
  const wire::HmacSha1 hmac(secret);
  char text[256];
  const std::string expected = wire::to_base64(hmac({text, bench::put_v2_text(text, date, path)}));
  std::string signature;
  for (auto _ : state) {
    signature.clear();
    wire::append_base64(signature, hmac({text, bench::put_v2_text(text, date, path)}));
    benchmark::DoNotOptimize(wire::constant_time_equal(signature, expected));
  }
}
BENCHMARK(verify_v2_bare_loop);

void judge(benchmark::State& state, const wire::Query& query, const wire::Headers& headers) {
  const signer::Message message{"GET", path, query, headers, {}};
  const signer::Rules rules{now, "us-east-1"};
  for (auto _ : state) {
    auto verdict = signer::verify(message, keys, rules);
    if (!verdict || verdict.value().key == nullptr) state.SkipWithError("refused");
    benchmark::DoNotOptimize(verdict);
  }
}

void verify_v2_header(benchmark::State& state) {
  const wire::Headers plain = v2_headers("");
  const wire::Query query;
  const std::string text = signer::v2::authorization(keys.key(), {"GET", path, query, plain, {}});
  judge(state, query, v2_headers(text));
}
BENCHMARK(verify_v2_header);

void verify_v2_query(benchmark::State& state) {
  const wire::Headers headers = {{"Host", "localhost:9000"}, {"User-Agent", "bench/1.0"}};
  wire::Query query;
  signer::v2::presign(keys.key(), {"GET", path, query, headers, {}}, query, now);
  judge(state, query, headers);
}
BENCHMARK(verify_v2_query);

void verify_v4_header(benchmark::State& state) {
  const wire::Headers plain = v4_headers("");
  const wire::Query query;
  const std::string text =
      signer::v4::authorization(keys.key(), {"GET", path, query, plain, {}}, "us-east-1", now);
  judge(state, query, v4_headers(text));
}
BENCHMARK(verify_v4_header);

void verify_v4a_header(benchmark::State& state) {
  const wire::Headers plain = v4a_headers("");
  const wire::Query query;
  const std::string text =
      signer::v4a::authorization(keys.key(), {"GET", path, query, plain, {}}, now);
  judge(state, query, v4a_headers(text));
}
BENCHMARK(verify_v4a_header);

void verify_v4a_query(benchmark::State& state) {
  const wire::Headers headers = {{"Host", "localhost:9000"}, {"User-Agent", "bench/1.0"}};
  wire::Query query;
  signer::v4a::presign(keys.key(), {"GET", path, query, headers, {}}, query, "us-*", now,
                       std::chrono::seconds(60));
  judge(state, query, headers);
}
BENCHMARK(verify_v4a_query);

void verify_v4_query(benchmark::State& state) {
  const wire::Headers headers = {{"Host", "localhost:9000"}, {"User-Agent", "bench/1.0"}};
  wire::Query query;
  signer::v4::presign(keys.key(), {"GET", path, query, headers, {}}, query, "us-east-1", now,
                      std::chrono::seconds(60));
  judge(state, query, headers);
}
BENCHMARK(verify_v4_query);

}  // namespace
