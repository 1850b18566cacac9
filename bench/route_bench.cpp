// What the emulator costs per request without a socket: finding the operation, and a whole
// Emulator::begin() with its body read, for objects of 1 KiB.
#include <benchmark/benchmark.h>

#include "emulator/emulator.hpp"
#include "emulator/router.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/target.hpp"

namespace {

using namespace pail;

constexpr wire::Time now{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)};
constexpr std::string_view region = emulator::default_region;

// A signed request and every text it is made of.
struct Prepared {
  std::string target, body, date, payload_hash, authorization;
  net::Request request;
};

enum class Version { v2, v4 };

std::unique_ptr<Prepared> prepare(Version version, std::string_view method, std::string target,
                                  std::string body = {}) {
  auto p = std::make_unique<Prepared>();
  p->target = std::move(target);
  p->body = std::move(body);
  p->request.method = method;
  p->request.target = p->target;
  p->request.content_length = p->body.size();
  p->request.headers.add("Host", "localhost:9000");
  if (version == Version::v2) {
    p->date = wire::format_http_date(now);
    p->request.headers.add("Date", p->date);
  } else {
    p->date = wire::format_iso_basic(now);
    p->payload_hash = wire::to_hex(wire::sha256(wire::as_bytes(p->body)));
    p->request.headers.add("x-amz-date", p->date);
    p->request.headers.add("x-amz-content-sha256", p->payload_hash);
  }
  const auto parts = wire::split_target(p->target).value();
  const auto query = wire::Query::parse(parts.query).value();
  const signer::Key key(
      {std::string(emulator::default_access_key), std::string(emulator::default_secret_key)});
  const signer::Message message{method, parts.path, query, p->request.headers, {}};
  p->authorization = version == Version::v2 ? signer::v2::authorization(key, message)
                                            : signer::v4::authorization(key, message, region, now);
  p->request.headers.add("Authorization", p->authorization);
  return p;
}

std::size_t drain(const net::Reply& reply) {
  if (const auto* const source = std::get_if<std::unique_ptr<net::Source>>(&reply.body)) {
    std::size_t bytes = 0;
    for (auto piece = (*source)->next(65536); !piece.value().empty();
         piece = (*source)->next(65536)) {
      bytes += piece.value().size();
    }
    return bytes;
  }
  return 0;
}

unsigned exchange(emulator::Emulator& s3, const Prepared& p) {
  net::Begin begin = s3.begin(p.request);
  if (const auto* const reply = std::get_if<net::Reply>(&begin)) {
    benchmark::DoNotOptimize(drain(*reply));
    return reply->status;
  }
  net::Upload& upload = *std::get<std::unique_ptr<net::Upload>>(begin);
  const auto written = upload.write(wire::as_bytes(p.body));
  return written ? upload.finish().value().status : 0;
}

void run(benchmark::State& state, Version version, std::string_view method, std::string target,
         std::string body = {}) {
  emulator::Emulator s3({.clock = std::make_shared<wire::ManualClock>(now)});
  exchange(s3, *prepare(version, "PUT", "/bucket"));
  exchange(s3, *prepare(version, "PUT", "/bucket/key", std::string(1024, 'x')));
  const auto request = prepare(version, method, std::move(target), std::move(body));
  for (auto _ : state) {
    if (exchange(s3, *request) != 200) state.SkipWithError("not 200");
  }
}

void get_1_kib_v2(benchmark::State& state) {
  run(state, Version::v2, "GET", "/bucket/key");
}
void get_1_kib_v4(benchmark::State& state) {
  run(state, Version::v4, "GET", "/bucket/key");
}
void head_v2(benchmark::State& state) {
  run(state, Version::v2, "HEAD", "/bucket/key");
}
void put_1_kib_v2(benchmark::State& state) {
  run(state, Version::v2, "PUT", "/bucket/key", std::string(1024, 'y'));
}
void put_1_kib_v4(benchmark::State& state) {
  run(state, Version::v4, "PUT", "/bucket/key", std::string(1024, 'y'));
}
BENCHMARK(get_1_kib_v2);
BENCHMARK(get_1_kib_v4);
BENCHMARK(head_v2);
BENCHMARK(put_1_kib_v2);
BENCHMARK(put_1_kib_v4);

void route(benchmark::State& state, std::string_view method, std::string_view target) {
  const emulator::Router router(emulator::operations());
  const auto parts = wire::split_target(target).value();
  const auto query = wire::Query::parse(parts.query).value();
  const auto address = wire::find_address("localhost", parts.path, {}).value();
  net::Request request;
  request.method = method;
  for (auto _ : state) {
    benchmark::DoNotOptimize(router.find(request, address, query, request.headers));
  }
}

void route_get_object(benchmark::State& state) {
  route(state, "GET", "/bucket/key");
}
void route_list_v2(benchmark::State& state) {
  route(state, "GET", "/bucket?list-type=2&prefix=a&delimiter=/&max-keys=100");
}
BENCHMARK(route_get_object);
BENCHMARK(route_list_v2);

}  // namespace
