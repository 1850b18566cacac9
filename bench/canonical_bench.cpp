// What the texts cost that signatures are computed over, apart from the digests.
#include <benchmark/benchmark.h>

#include "signer/v2.hpp"
#include "signer/v4.hpp"

namespace {

using namespace pail;

constexpr std::string_view date = "Wed, 06 Feb 2013 00:57:45 GMT";

// A GET as small clients send it, a PUT with metadata as SDKs do, and a GET under V4.
const wire::Headers small = {{"Host", "localhost:9000"},
                             {"User-Agent", "bench/1.0"},
                             {"Accept", "*/*"},
                             {"Date", date},
                             {"Authorization", "AWS AKIAIOSFODNN7EXAMPLE:"}};
const wire::Headers metadata = {
    {"Host", "localhost:9000"},         {"User-Agent", "bench/1.0"},
    {"Content-Type", "image/jpeg"},     {"Content-Length", "1024"},
    {"x-amz-meta-camera", "compact"},   {"x-amz-acl", "public-read"},
    {"x-amz-date", "20130206T005745Z"}, {"Authorization", "AWS AKIAIOSFODNN7EXAMPLE:"}};
const wire::Headers v4_get = {{"Host", "localhost:9000"},
                              {"User-Agent", "bench/1.0"},
                              {"x-amz-content-sha256", signer::v4::empty_payload_sha256},
                              {"x-amz-date", "20130206T005745Z"},
                              {"Authorization", "AWS4-HMAC-SHA256 Credential="}};

wire::Query query(std::string_view raw) {
  return wire::Query::parse(raw).value();
}

void v2_string(benchmark::State& state, const wire::Headers& headers, std::string_view raw_query) {
  const wire::Query parsed = query(raw_query);
  const signer::Message message{"GET", "/photos/cat.jpg", parsed, headers, {}};
  const std::string_view date_line = signer::v2::header_date_line(headers);
  for (auto _ : state) benchmark::DoNotOptimize(signer::v2::string_to_sign(message, date_line));
}
BENCHMARK_CAPTURE(v2_string, small, small, "");
BENCHMARK_CAPTURE(v2_string, three_amz_headers, metadata, "");
BENCHMARK_CAPTURE(v2_string, two_parameters, small, "versionId=abc&acl");

void v4_canonical_request(benchmark::State& state, std::string_view raw_query) {
  const wire::Query parsed = query(raw_query);
  const signer::Message message{"GET", "/photos/cat.jpg", parsed, v4_get, {}};
  for (auto _ : state) {
    benchmark::DoNotOptimize(signer::v4::canonical_request(
        message, "host;x-amz-content-sha256;x-amz-date", signer::v4::empty_payload_sha256));
  }
}
BENCHMARK_CAPTURE(v4_canonical_request, no_query, "");
BENCHMARK_CAPTURE(v4_canonical_request, listing, "list-type=2&prefix=photos%2F&delimiter=%2F");

void v4_string(benchmark::State& state) {
  const std::string request(300, 'x');
  for (auto _ : state) {
    benchmark::DoNotOptimize(signer::v4::string_to_sign(
        signer::v4::algorithm, "20130206T005745Z", "20130206/us-east-1/s3/aws4_request", request));
  }
}
BENCHMARK(v4_string);

}  // namespace
