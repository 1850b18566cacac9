// Talks to a signing service as net would, without a socket.
#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "signer/service/service.hpp"
#include "wire/clock.hpp"
#include "wire/date.hpp"

namespace pail::signer::service::testing {

inline constexpr std::string_view seed_secret = "my_s3_secret";

// Wed, 06 Feb 2013 00:57:45: the moment of the seed's story.
inline wire::Time seed_moment() {
  return *wire::parse_iso_extended("2013-02-06T00:57:45Z");
}

inline Options seed_options(std::string_view secret = seed_secret) {
  Options options;
  options.credentials = Credentials("AKIDEXAMPLE", std::string(secret));
  options.place = {"my-bucket-name", "us-east-1", "http://s3.localhost:9000"};
  options.clock = std::make_shared<wire::ManualClock>(seed_moment());
  return options;
}

struct Answer {
  unsigned status = 0;
  std::string head;
  std::string body;
  std::uint64_t head_length = 0;
  wire::FieldBlock fields;

  boost::json::object json() const { return boost::json::parse(body).as_object(); }
  std::string text(std::string_view member) const {
    return std::string(json().at(member).as_string());
  }
  std::string field(std::string_view name) const {
    return std::string(fields.find(name).value_or(std::string_view{}));
  }
};

inline Answer open(net::Reply reply) {
  Answer answer;
  answer.status = reply.status;
  answer.head = reply.fields.text();
  answer.head_length = reply.head_length.value_or(0);
  if (const auto* text = std::get_if<std::string>(&reply.body)) answer.body = *text;
  answer.fields = std::move(reply.fields);
  return answer;
}

// `piece_bytes`: how the body is cut on its way.
inline Answer ask(net::Service& service, const net::Request& request, std::string_view body,
                  std::size_t piece_bytes = 4096) {
  net::Begin begun = service.begin(request);
  if (auto* reply = std::get_if<net::Reply>(&begun)) return open(std::move(*reply));
  auto upload = std::move(std::get<std::unique_ptr<net::Upload>>(begun));
  for (; !body.empty(); body.remove_prefix(std::min(piece_bytes, body.size()))) {
    const auto written = upload->write(wire::as_bytes(body.substr(0, piece_bytes)));
    if (!written) return open(service.fail(written.error(), &request, upload.get()));
  }
  auto finished = upload->finish();
  if (!finished) return open(service.fail(finished.error(), &request, upload.get()));
  return open(std::move(finished.value()));
}

inline Answer ask(net::Service& service, std::string_view method, std::string_view target,
                  std::string_view body = {}) {
  net::Request request;
  request.method = method;
  request.target = target;
  request.peer = "192.0.2.7";
  request.headers.add("Host", "signer.example");
  if (!body.empty()) request.content_length = body.size();
  return ask(service, request, body);
}

}  // namespace pail::signer::service::testing
