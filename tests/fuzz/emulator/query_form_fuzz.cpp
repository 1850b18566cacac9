// A form of STS or IAM, through the whole emulator as a root's call: the action's name stands
// before the first '&', and the rest is its parameters. Whatever comes, there is one document, and
// it is XML.
#include <cstdint>

#include "emulator/emulator.hpp"
#include "emulator/query_api/call.hpp"
#include "tests/fuzz/emulator/answer.hpp"
#include "tests/fuzz/wire/require.hpp"
#include "wire/clock.hpp"
#include "wire/xml.hpp"

using namespace pail;
using pail::testing::answer;
using pail::testing::require;

namespace {

constexpr wire::Time now{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)};

std::string form_of(std::string_view text) {
  const std::string_view action = text.substr(0, text.find('&'));
  namespace api = emulator::query_api;
  const api::Service& service = api::is_known(api::iam, action) ? api::iam : api::sts;
  std::string form = "Version=" + std::string(service.version) + "&Action=";
  return form.append(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Signatures are not looked at: everybody is the first root.
  emulator::Emulator s3(
      {.clock = std::make_shared<wire::ManualClock>(now), .auth = emulator::AuthMode::off});
  const std::string form = form_of(pail::testing::input(data, size));
  net::Request request;
  request.method = "POST";
  request.target = "/";
  request.headers = {{"Host", "localhost"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  request.content_length = form.size();
  const net::Reply reply = answer(s3, request, form);
  require(reply.fields.find("x-amzn-RequestId").has_value(), "each answer has a name");
  const std::string& text = std::get<std::string>(reply.body);
  const bool sayable = text.find("&#x0;") == std::string::npos;  // no XML can express a NUL
  require(!sayable || wire::XmlDocument::parse(text).has_value(), "each answer is a document");
  return 0;
}
