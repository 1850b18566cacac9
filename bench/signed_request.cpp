#include "bench/signed_request.hpp"

#include <benchmark/benchmark.h>

#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/target.hpp"

namespace pail::bench {
namespace {

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

}  // namespace

std::unique_ptr<Prepared> prepare(Version version, std::string_view method, std::string target,
                                  std::string body) {
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
  p->authorization = version == Version::v2
                         ? signer::v2::authorization(key, message)
                         : signer::v4::authorization(key, message, emulator::default_region, now);
  p->request.headers.add("Authorization", p->authorization);
  return p;
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

}  // namespace pail::bench
