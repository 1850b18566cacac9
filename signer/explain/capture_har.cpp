#include <boost/json.hpp>

#include "signer/explain/capture.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

namespace json = boost::json;
using wire::Result;

std::string_view text_of(const json::object& object, std::string_view name) {
  const json::value* const found = object.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

const json::value* member(const json::value* value, std::string_view name) {
  return value != nullptr && value->is_object() ? value->get_object().if_contains(name) : nullptr;
}

void take_headers(CapturedRequest& request, const json::object& from) {
  const json::value* const headers = from.if_contains("headers");
  if (headers == nullptr || !headers->is_array()) return;
  for (const json::value& field : headers->get_array()) {
    if (!field.is_object()) continue;
    const std::string_view name = text_of(field.get_object(), "name");
    const std::string_view value = text_of(field.get_object(), "value");
    if (name == ":authority") {
      add_header(request, "Host", value);
    } else if (!name.empty() && !name.starts_with(':')) {
      add_header(request, name, value);
    }
  }
}

// Text that browsers could not write as such is Base64; a body they left out is not known.
void take_body(CapturedRequest& request, const json::object& from) {
  const json::value* const size = from.if_contains("bodySize");
  const bool empty = size != nullptr && size->is_int64() && size->get_int64() == 0;
  const json::value* const data = from.if_contains("postData");
  if (data == nullptr || !data->is_object()) {
    if (empty) request.body.emplace();
    return;
  }
  const json::object& post = data->get_object();
  const std::string_view text = text_of(post, "text");
  if (text_of(post, "encoding") == "base64") {
    if (auto bytes = wire::from_base64(text)) request.body = std::move(*bytes);
  } else if (!text.empty()) {
    request.body = text;
  }
}

Result<CapturedRequest> read_entry(const json::value& entry) {
  const json::value* const found = member(&entry, "request");
  if (found == nullptr || !found->is_object()) return unreadable("the entry has no request");
  const json::object& from = found->get_object();
  CapturedRequest request;
  request.method = text_of(from, "method");
  if (request.method.empty()) return unreadable("the entry's request has no method");
  take_headers(request, from);
  PAIL_TRY(take_url(request, text_of(from, "url")));
  take_body(request, from);
  if (!carries_signature(request)) {
    request.notes.emplace_back(
        "The entry has no Authorization header: browsers leave it out unless the file is saved "
        "with sensitive data.");
  }
  return request;
}

Result<CapturedRequest> first_signed(const json::array& entries) {
  for (const json::value& entry : entries) {
    auto request = read_entry(entry);
    if (request && carries_signature(request.value())) return request;
  }
  return read_entry(entries.front());
}

}  // namespace

Result<CapturedRequest> capture_har(std::string_view text, std::size_t number) {
  boost::system::error_code broken;
  const json::value document = json::parse(json::string_view(text.data(), text.size()), broken);
  if (broken) return unreadable("the HAR file is not JSON: " + broken.message());
  const json::value* const found = member(member(&document, "log"), "entries");
  if (found == nullptr || !found->is_array() || found->get_array().empty()) {
    return unreadable("the JSON has no log.entries: is it a HAR file?");
  }
  const json::array& entries = found->get_array();
  if (number == 0) return first_signed(entries);
  if (number <= entries.size()) return read_entry(entries[number - 1]);
  return unreadable("there is no entry " + std::to_string(number) + "; the last is " +
                    std::to_string(entries.size()));
}

}  // namespace pail::signer::explain
