#include "emulator/form_fields.hpp"

#include <algorithm>

#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::ok;
using wire::Result;

constexpr std::string_view placeholder = "${filename}";

// Browsers of old send whole paths, Windows' among them.
std::string_view base_name(std::string_view path) noexcept {
  const std::size_t folder = path.find_last_of("/\\");
  return folder == std::string_view::npos ? path : path.substr(folder + 1);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

std::string_view header_name(std::string_view field) noexcept {
  if (wire::iequals(field, "acl")) return "x-amz-acl";
  return wire::iequals(field, "tagging") ? "x-amz-tagging" : field;
}

}  // namespace

Result<void> FormFields::add(std::string_view name, std::string_view value) {
  if (!wire::is_utf8(name) || !wire::is_utf8(value)) return Errc::MalformedPOSTRequest;
  const auto same = std::find_if(
      fields_.begin(), fields_.end(),
      [name](const wire::NamedText& field) { return wire::iequals(field.name, name); });
  if (same == fields_.end()) {
    fields_.push_back({std::string(name), std::string(value)});
  } else {
    same->value.append(",").append(value);
  }
  return ok();
}

Result<void> FormFields::expand_filename(const std::optional<std::string>& filename) {
  if (!filename) return ok();
  if (!wire::is_utf8(*filename)) return Errc::MalformedPOSTRequest;
  for (wire::NamedText& field : fields_)
    replace_all(field.value, placeholder, base_name(*filename));
  return ok();
}

wire::Headers FormFields::all() const {
  wire::Headers headers;
  for (const auto& [name, value] : fields_) headers.add(name, value);
  return headers;
}

wire::Headers FormFields::as_headers() const {
  wire::Headers headers;
  for (const auto& [name, value] : fields_) {
    if (wire::istarts_with(name, "if-") || wire::iequals(name, "x-amz-trailer")) continue;
    headers.add(header_name(name), value);
  }
  return headers;
}

}  // namespace pail::emulator
