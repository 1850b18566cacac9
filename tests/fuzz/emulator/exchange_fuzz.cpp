// A whole request through Emulator::begin(): "METHOD target", header lines, an empty line, a body.
// A first byte of 's' has it signed, so that handlers are reached too. Whatever comes, there is one
// answer with a name, and what has a text is a document.
#include <cstdint>
#include <cstdlib>

#include "emulator/emulator.hpp"
#include "signer/v2.hpp"
#include "tests/fuzz/emulator/answer.hpp"
#include "wire/date.hpp"
#include "wire/target.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace {

using namespace pail;
using pail::testing::answer;

constexpr wire::Time now{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)};

std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  return line;
}

net::Request parse(std::string_view text, std::string_view& body) {
  net::Request request;
  const std::string_view first = take_line(text);
  const std::size_t space = std::min(first.find(' '), first.size());
  request.method = first.substr(0, space);
  request.target = first.substr(std::min(space + 1, first.size()));
  for (std::string_view line = take_line(text); !line.empty(); line = take_line(text)) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string_view value = line.substr(std::min(colon + 1, line.size()));
    request.headers.add(line.substr(0, colon), wire::trim(value));
  }
  body = text;
  request.content_length = body.size();
  return request;
}

void sign(net::Request& request, std::string& date, std::string& authorization) {
  const auto target = wire::split_target(request.target);
  if (!target) return;
  const auto query = wire::Query::parse(target.value().query);
  if (!query) return;
  date = wire::format_http_date(now);
  request.headers.add("Date", date);
  const signer::Key key(
      {std::string(emulator::default_access_key), std::string(emulator::default_secret_key)});
  const signer::Message message{
      request.method, target.value().path, query.value(), request.headers, {}};
  authorization = signer::v2::authorization(key, message);
  request.headers.add("Authorization", authorization);
}

void check(const net::Reply& reply) {
  const bool named = reply.fields.find("x-amz-request-id") || reply.fields.find("x-amzn-RequestId");
  if (reply.status < 200 || reply.status > 599 || !named) std::abort();
  const auto* const text = std::get_if<std::string>(&reply.body);
  if (text == nullptr || text->empty()) return;
  // A name may hold a NUL, which no XML can express; S3's documents are broken there too.
  const bool sayable = text->find("&#x0;") == std::string::npos;
  if (sayable && !wire::XmlDocument::parse(*text)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static emulator::Emulator s3(
      {.region = "us-east-1", .clock = std::make_shared<wire::ManualClock>(now)});
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool is_signed = text.starts_with('s');
  text.remove_prefix(std::min<std::size_t>(1, text.size()));
  std::string_view body;
  std::string date;
  std::string authorization;
  net::Request request = parse(text, body);
  if (is_signed) sign(request, date, authorization);
  check(answer(s3, request, body));
  return 0;
}
