#include "tests/control/support/api.hpp"

#include <gtest/gtest.h>

#include "emulator/control/openapi.hpp"
#include "emulator/control/routes.hpp"
#include "signer/v4.hpp"
#include "tests/control/support/schema.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"

namespace pail::control::testing {
namespace {

namespace json = boost::json;
using pail::testing::RawResponse;
using pail::testing::RawSocket;

const json::value& document() {
  static const json::value parsed = json::parse(openapi_document());
  return parsed;
}

const json::value& resolved(const json::value& value) {
  const json::value* const reference = value.as_object().if_contains("$ref");
  return reference == nullptr ? value : document().at_pointer(reference->as_string().subview(1));
}

// What the document says of the answer; null when it does not know the call.
const json::object* responses_of(std::string_view method, std::string_view path) {
  const Found found = find_route(method, path.substr(0, path.find('?')));
  if (found.route == nullptr) return nullptr;
  const json::value& item = document().at("paths").at("/" + std::string(found.route->path));
  return &item.at(wire::lower(found.route->method)).at("responses").as_object();
}

void check_content(const json::value& response, const Answer& answer) {
  const json::value* const content = response.as_object().if_contains("content");
  if (content == nullptr) {
    EXPECT_EQ(answer.body, "") << "the document speaks of no body";
    return;
  }
  const auto& [type, media] = *content->as_object().begin();
  EXPECT_EQ(answer.raw.field("Content-Type"), std::string(type));
  const json::value* const schema = media.as_object().if_contains("schema");
  if (schema == nullptr || type != "application/json") return;
  EXPECT_EQ(complaints(document(), *schema, answer.json()), "") << answer.body;
}

// Calls that no path or method leads to have one form of answer.
void check(std::string_view method, std::string_view path, const Answer& answer) {
  SCOPED_TRACE(std::string(method) + " " + std::string(path));
  const json::object* const responses = responses_of(method, path);
  if (responses == nullptr) {
    EXPECT_TRUE(answer.status == 404 || answer.status == 405 || answer.status == 403)
        << answer.status;
    return check_content(document().at_pointer("/components/responses/NotFound"), answer);
  }
  const json::value* const response = responses->if_contains(std::to_string(answer.status));
  ASSERT_NE(response, nullptr) << "an undocumented status: " << answer.status << answer.body;
  check_content(resolved(*response), answer);
}

std::string head_of(std::string_view method, std::string_view target, const HeaderList& headers,
                    std::string_view body) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  const bool has_body = !body.empty() || method == "POST" || method == "PUT";
  if (has_body) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n";
}

std::string api_request(std::string_view host, std::string_view method, std::string_view path,
                        std::string_view body, const HeaderList& more) {
  HeaderList headers = more;
  const bool has_host = std::any_of(more.begin(), more.end(),
                                    [](const auto& header) { return header.first == "Host"; });
  if (!has_host) headers.emplace_back("Host", host);
  return head_of(method, std::string(path_prefix) + std::string(path), headers, body).append(body);
}

Answer answer_of(RawResponse response) {
  const auto status = static_cast<unsigned>(response.status);
  return {status, response.body, std::move(response)};
}

}  // namespace

std::string Answer::text(std::string_view pointer) const {
  json::error_code missing;
  const json::value parsed = json::parse(body, missing);
  const json::value* const found =
      missing ? nullptr : parsed.find_pointer({pointer.data(), pointer.size()}, missing);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

Api::Api(Options options, emulator::Options s3)
    : clock_(
          std::make_shared<wire::ManualClock>(*wire::parse_iso_extended("2026-03-01T12:00:00Z"))) {
  s3.clock = clock_;
  if (options.version.empty()) options.version = "1.2.3";
  emulator_ = std::make_unique<emulator::Emulator>(std::move(s3));
  control_ = std::make_unique<Control>(*emulator_, std::move(options));
  front_ = std::make_unique<Front>(*emulator_, *control_);
  net::ServerOptions listen;
  listen.threads = 2;
  server_ = std::make_unique<net::Server>(net::Server::start(listen, *front_).value());
}

std::string Api::host() const {
  return "localhost:" + std::to_string(server_->endpoint().port);
}

Answer Api::call(std::string_view method, std::string_view path, std::string_view body,
                 const HeaderList& headers) {
  Answer answer = raw(api_request(host(), method, path, body, headers), method == "HEAD");
  if (method != "HEAD") check(method, path, answer);
  return answer;
}

Answer Api::new_world(std::string_view wanted) {
  Answer answer = call("POST", "worlds", wanted);
  EXPECT_EQ(answer.status, 201U) << answer.body;
  return answer;
}

RawSocket Api::begin(std::string_view method, std::string_view path, std::string_view body) {
  RawSocket socket = RawSocket::connect(server_->endpoint().port);
  socket.send(api_request(host(), method, path, body, {}));
  return socket;
}

Answer Api::finish(RawSocket& socket, std::string_view method, std::string_view path) {
  Answer answer = answer_of(socket.response());
  check(method, path, answer);
  return answer;
}

Answer Api::s3(const Keys& keys, std::string_view method, std::string_view target,
               std::string_view body) {
  const wire::Time now = clock_->now();
  HeaderList headers = {{"Host", host()},
                        {"x-amz-content-sha256", wire::to_hex(wire::sha256(wire::as_bytes(body)))},
                        {"x-amz-date", wire::format_iso_basic(now)}};
  wire::Headers views;
  for (const auto& [name, value] : headers) views.add(name, value);
  const wire::Target split = wire::split_target(target).value();
  const wire::Query query = wire::Query::parse(split.query).value();
  const signer::Key key({keys.access_key, keys.secret_key});
  headers.emplace_back("Authorization",
                       signer::v4::authorization(key, {method, split.path, query, views, {}},
                                                 emulator::default_region, now));
  return raw(head_of(method, target, headers, body).append(body), method == "HEAD");
}

Answer Api::raw(std::string_view head_and_body, bool to_head) {
  RawSocket socket = RawSocket::connect(server_->endpoint().port);
  socket.send(head_and_body);
  return answer_of(socket.response(to_head));
}

Keys Api::default_keys() {
  return {std::string(emulator::default_access_key), std::string(emulator::default_secret_key)};
}

Keys Api::keys_of(const Answer& created) {
  return {created.text("/access_key"), created.text("/secret_key")};
}

}  // namespace pail::control::testing
