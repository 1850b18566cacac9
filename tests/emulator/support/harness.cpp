#include "tests/emulator/support/harness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/target.hpp"

namespace pail::emulator::testing {
namespace {

// A request with all texts it consists of, so that net::Request can hold views.
struct Wired {
  HeaderList headers;
  wire::Headers views;
  std::string target;

  void refresh() {
    views.clear();
    for (const auto& [name, value] : headers) views.add(name, value);
  }
};

signer::Message message_of(const Sent& sent, const Wired& wired, const wire::Target& target,
                           const wire::Query& query, std::string_view host_bucket) {
  return {sent.method, target.path, query, wired.views, host_bucket};
}

void sign(const Sent& sent, wire::Time now, Wired& wired) {
  const signer::Key key({sent.access_key, sent.secret_key});
  if (sent.signing == Signing::v4) {
    const bool own = sent.payload_hash.empty();
    wired.headers.emplace_back(
        "x-amz-content-sha256",
        own ? wire::to_hex(wire::sha256(wire::as_bytes(sent.body))) : sent.payload_hash);
    wired.headers.emplace_back("x-amz-date", wire::format_iso_basic(now));
  } else {
    wired.headers.emplace_back("Date", wire::format_http_date(now));
  }
  wired.refresh();
  const std::string& text = sent.signed_target.empty() ? sent.target : sent.signed_target;
  const wire::Target target = wire::split_target(text).value();
  const wire::Query query = wire::Query::parse(target.query).value();
  const std::string own_names[] = {"s3.localhost"};
  const wire::Address address = wire::find_address(sent.host, target.path, own_names).value();
  const signer::Message message = message_of(sent, wired, target, query, address.host_bucket);
  wired.headers.emplace_back("Authorization",
                             sent.signing == Signing::v4
                                 ? signer::v4::authorization(key, message, sent.region, now)
                                 : signer::v2::authorization(key, message));
  wired.refresh();
}

Wired wire_up(const Sent& sent, wire::Time now) {
  Wired wired{{{"Host", sent.host}}, {}, sent.target};
  wired.headers.insert(wired.headers.end(), sent.headers.begin(), sent.headers.end());
  if (sent.signing != Signing::none) sign(sent, now, wired);
  wired.refresh();
  return wired;
}

wire::Result<net::Reply> pump(net::Upload& upload, const Sent& sent) {
  for (std::string_view rest = sent.body; !rest.empty();) {
    const std::string_view piece = rest.substr(0, sent.piece_bytes);
    PAIL_TRY(upload.write(wire::as_bytes(piece)));
    rest.remove_prefix(piece.size());
  }
  return upload.finish();
}

std::string drain(net::Source& source) {
  std::string body;
  for (;;) {
    const auto piece = source.next(5);  // small, so that reading in pieces is tried everywhere
    EXPECT_TRUE(piece);
    if (!piece || piece.value().empty()) return body;
    body += wire::as_text(piece.value());
  }
}

Answer answer_of(net::Reply reply) {
  Answer answer{reply.status, std::move(reply.fields), {}, reply.head_length, false, reply.close};
  if (reply.carriage) answer.carriage = *reply.carriage;
  if (auto* const text = std::get_if<std::string>(&reply.body)) answer.body = std::move(*text);
  if (auto* const source = std::get_if<std::unique_ptr<net::Source>>(&reply.body)) {
    const std::uint64_t size = (*source)->size();
    answer.body = drain(**source);
    EXPECT_EQ(size, answer.body.size()) << "the Source promised another length";
  }
  return answer;
}

}  // namespace

wire::Time test_time() {
  using namespace std::chrono;
  return sys_days(year(2026) / 3 / 1) + hours(12);
}

std::string Answer::header(std::string_view name) const {
  return std::string(fields.find(name).value_or(std::string_view{}));
}

std::string Answer::element(std::string_view name) const {
  const auto document = wire::XmlDocument::parse(body);
  return document ? std::string(document.value().root().child_text(name)) : std::string();
}

std::string Answer::elements() const {
  const auto document = wire::XmlDocument::parse(body);
  std::string names;
  if (!document) return names;
  for (const wire::XmlNode& node : document.value().root().children()) {
    names.append(names.empty() ? "" : " ").append(node.name());
  }
  return names;
}

std::vector<std::string> Answer::texts(std::string_view outer, std::string_view inner) const {
  const auto document = wire::XmlDocument::parse(body);
  std::vector<std::string> texts;
  if (!document) return texts;
  for (const wire::XmlNode& node : document.value().root().children(outer)) {
    for (const wire::XmlNode& found : node.children(inner)) texts.emplace_back(found.text());
  }
  return texts;
}

Harness::Harness(Options options) : clock_(std::make_shared<wire::ManualClock>(test_time())) {
  options.clock = clock_;
  if (options.identities.empty()) {
    options.identities = {{std::string(default_access_key), std::string(default_secret_key)},
                          {std::string(other_access_key), std::string(other_secret_key)}};
  }
  emulator_ = std::make_unique<Emulator>(std::move(options));
}

Answer Harness::send(const Sent& sent) {
  const Wired wired = wire_up(sent, clock_->now() + std::chrono::seconds(sent.skew_s));
  net::Request request;
  request.method = sent.method;
  request.target = wired.target;
  request.headers = wired.views;
  request.peer = "127.0.0.1";
  const bool has_body = !sent.body.empty() || sent.method == "PUT" || sent.method == "POST";
  if (has_body && sent.declares_length) request.content_length = sent.body.size();
  request.chunked = has_body && !sent.declares_length;
  net::Begin begin = emulator_->begin(request);
  if (auto* const reply = std::get_if<net::Reply>(&begin)) return answer_of(std::move(*reply));
  net::Upload& upload = *std::get<std::unique_ptr<net::Upload>>(begin);
  const auto way_in =
      upload.carriage() != nullptr ? std::optional(*upload.carriage()) : std::nullopt;
  auto outcome = pump(upload, sent);
  Answer answer = answer_of(outcome ? std::move(outcome.value())
                                    : emulator_->fail(outcome.error(), &request, &upload));
  answer.body_was_asked_for = true;
  answer.way_in = way_in;
  return answer;
}

void Harness::make_bucket(std::string_view name) {
  const Answer answer = send({.method = "PUT", .target = "/" + std::string(name)});
  ASSERT_EQ(answer.status, 200U) << name << ": " << answer.body;
}

void Harness::put(std::string_view bucket_and_key, std::string_view body, HeaderList headers) {
  const Answer answer = send({.method = "PUT",
                              .target = "/" + std::string(bucket_and_key),
                              .headers = std::move(headers),
                              .body = std::string(body)});
  ASSERT_EQ(answer.status, 200U) << bucket_and_key << ": " << answer.body;
}

std::string Harness::get(std::string_view bucket_and_key) {
  const Answer answer = send({.target = "/" + std::string(bucket_and_key)});
  EXPECT_EQ(answer.status, 200U) << bucket_and_key << ": " << answer.body;
  return answer.body;
}

}  // namespace pail::emulator::testing
