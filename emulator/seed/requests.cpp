#include "emulator/seed/requests.hpp"

#include "wire/digest.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::seed {
namespace {

constexpr std::string_view host = "localhost";
// Nobody verifies it; its scope says which service is meant.
constexpr std::string_view iam_scope =
    "AWS4-HMAC-SHA256 Credential=seed/20000101/us-east-1/iam/aws4_request, SignedHeaders=host, "
    "Signature=none";
constexpr std::string_view iam_version = "2010-05-08";

net::Request request_of(const Ask& ask, std::optional<std::uint64_t> body_size) {
  net::Request request;
  request.method = ask.method;
  request.target = ask.target;
  request.headers.add("Host", host);
  for (const auto& [name, value] : ask.headers) request.headers.add(name, value);
  request.content_length = body_size;
  return request;
}

wire::Result<net::Reply> pump(net::Upload& upload, const Body& body,
                              std::optional<wire::Error>& ours) {
  BodyReader reader(body);
  for (;;) {
    auto piece = reader.next();
    if (!piece) ours = piece.error();
    PAIL_TRY(const wire::Bytes bytes, std::move(piece));
    if (bytes.empty()) return upload.finish();
    PAIL_TRY(upload.write(bytes));
  }
}

Answer answer_of(net::Reply reply) {
  Answer answer{.status = reply.status, .fields = std::move(reply.fields)};
  if (auto* const text = std::get_if<std::string>(&reply.body)) answer.body = std::move(*text);
  answer.length = reply.head_length.value_or(answer.body.size());
  return answer;
}

}  // namespace

std::string Answer::refusal() const {
  return wire::describe(wire::error_from_xml(body, status));
}

std::string target_of(std::string_view bucket, std::string_view key) {
  std::string target = "/" + wire::percent_encode(bucket, false);
  if (!key.empty()) target += "/" + wire::percent_encode(key, true);
  return target;
}

wire::Result<Answer> Requests::send(const Ask& ask, const Body* body) {
  const Body nothing;
  if (body == nullptr) body = &nothing;
  const net::Request request = request_of(ask, body->size);
  net::Begin begin = s3_->begin_as(*world_, who_, request);
  if (auto* const reply = std::get_if<net::Reply>(&begin)) return answer_of(std::move(*reply));
  net::Upload& upload = *std::get<std::unique_ptr<net::Upload>>(begin);
  std::optional<wire::Error> ours;
  auto reply = pump(upload, *body, ours);
  if (ours) return std::move(*ours);
  if (!reply) return answer_of(s3_->fail(reply.error(), &request, &upload));
  return answer_of(std::move(reply.value()));
}

wire::Result<Answer> Requests::send(Ask ask, std::string document) {
  ask.headers.emplace_back("Content-MD5", wire::to_base64(wire::md5(wire::as_bytes(document))));
  const Body body{.size = document.size(), .text = std::move(document)};
  return send(ask, &body);
}

Answer Requests::propose(const Ask& ask, std::uint64_t body_size) {
  const net::Request request = request_of(ask, body_size);
  net::Begin begin = s3_->begin_as(*world_, who_, request);
  if (auto* const reply = std::get_if<net::Reply>(&begin)) return answer_of(std::move(*reply));
  return {.status = 200};
}

wire::Result<Answer> Requests::iam(std::string_view action, const Pairs& parameters) {
  std::string form = "Action=" + std::string(action) + "&Version=" + std::string(iam_version);
  for (const auto& [name, value] : parameters) {
    form += "&" + name + "=" + wire::percent_encode(value, false);
  }
  const Body body{.size = form.size(), .text = std::move(form)};
  return send({.method = "POST",
               .target = "/",
               .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                           {"Authorization", std::string(iam_scope)}}},
              &body);
}

}  // namespace pail::emulator::seed
