// What the emulator costs per request without a socket: finding the operation, and a whole
// Emulator::begin() with its body read, for objects of 1 KiB.
#include <benchmark/benchmark.h>

#include "bench/signed_request.hpp"
#include "emulator/emulator.hpp"
#include "emulator/router.hpp"
#include "wire/target.hpp"

namespace {

using namespace pail;
using bench::exchange;
using bench::prepare;
using bench::Version;

void run(benchmark::State& state, Version version, std::string_view method, std::string target,
         std::string body = {}) {
  emulator::Emulator s3({.clock = std::make_shared<wire::ManualClock>(bench::now)});
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
