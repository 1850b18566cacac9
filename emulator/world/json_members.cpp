#include "emulator/world/json_members.hpp"

#include <algorithm>
#include <boost/json/value.hpp>

namespace pail::world {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

std::string_view view(json::string_view text) noexcept {
  return {text.data(), text.size()};
}

}  // namespace

Error wrong_member(std::string_view path, std::string_view why) {
  std::string message(path.empty() ? "the document" : path);
  return Error(Errc::InvalidArgument, message.append(": ").append(why)).with("ArgumentName", path);
}

Result<std::int64_t> whole_number(const json::value& value, std::string_view path,
                                  std::int64_t least, std::int64_t most) {
  const std::int64_t* const number = value.if_int64();
  if (number != nullptr && *number >= least && *number <= most) return *number;
  return wrong_member(
      path, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

Result<std::string> text_value(const json::value& value, std::string_view path) {
  if (!value.is_string()) return wrong_member(path, "must be a string");
  return std::string(view(value.get_string()));
}

Result<Members> Members::of(const json::value& value, std::string path) {
  if (!value.is_object()) return wrong_member(path, "must be an object");
  return Members(value.get_object(), std::move(path));
}

const json::value* Members::find(std::string_view name) {
  known_.push_back(name);
  return object_->if_contains({name.data(), name.size()});
}

std::string Members::path_of(std::string_view name) const {
  std::string path = path_;
  if (!path.empty()) path.push_back('.');
  return path.append(name);
}

Result<void> Members::read_text(std::string_view name, std::string& out) {
  const json::value* const value = find(name);
  if (value == nullptr) return wire::ok();
  PAIL_TRY(out, text_value(*value, path_of(name)));
  return wire::ok();
}

Result<void> Members::read_text(std::string_view name, std::optional<std::string>& out) {
  const json::value* const value = find(name);
  if (value == nullptr) return wire::ok();
  PAIL_TRY(out, text_value(*value, path_of(name)));
  return wire::ok();
}

Result<void> Members::check_all_known() const {
  for (const auto& member : *object_) {
    const std::string_view name = view(member.key());
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    std::string why = "unknown; there are";
    for (const std::string_view known : known_) why.append(" ").append(known);
    return wrong_member(path_of(name), why);
  }
  return wire::ok();
}

}  // namespace pail::world
