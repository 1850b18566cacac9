#include "emulator/seed/member.hpp"

#include <algorithm>

namespace pail::emulator::seed {
namespace {

namespace json = boost::json;

std::string path_of(const std::string& object, std::string_view member) {
  return (object.empty() ? "" : object + ".") + std::string(member);
}

// What a seed calls this kind of value.
std::string_view kind_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "true or false";
    case json::kind::string:
      return "a text";
    case json::kind::array:
      return "a list";
    case json::kind::object:
      return "an object";
    default:
      return "a number";
  }
}

wire::Error not_this(const Member& member, std::string_view wanted) {
  return member.mistake("this has to be " + std::string(wanted) + ", and is " +
                        std::string(kind_of(member.value())));
}

}  // namespace

wire::Result<std::string> Member::text() const {
  if (!value_->is_string()) return not_this(*this, "a text");
  return std::string(value_->get_string().data(), value_->get_string().size());
}

wire::Result<std::uint64_t> Member::number() const {
  if (value_->is_uint64()) return value_->get_uint64();
  if (value_->is_int64() && value_->get_int64() >= 0) {
    return static_cast<std::uint64_t>(value_->get_int64());
  }
  return not_this(*this, "a whole number from 0 on");
}

wire::Result<bool> Member::flag() const {
  if (!value_->is_bool()) return not_this(*this, "true or false");
  return value_->get_bool();
}

wire::Result<std::vector<Member>> Member::items() const {
  if (!value_->is_array()) return not_this(*this, "a list");
  std::vector<Member> all;
  for (const json::value& item : value_->get_array()) {
    all.emplace_back(*document_, item, path_ + "[" + std::to_string(all.size()) + "]");
  }
  return all;
}

wire::Result<std::vector<std::pair<std::string, Member>>> Member::members() const {
  if (!value_->is_object()) return not_this(*this, "an object");
  std::vector<std::pair<std::string, Member>> all;
  for (const json::key_value_pair& pair : value_->get_object()) {
    const std::string name(pair.key().data(), pair.key().size());
    all.emplace_back(name, Member(*document_, pair.value(), path_of(path_, name)));
  }
  return all;
}

wire::Result<Pairs> Member::pairs() const {
  Pairs pairs;
  PAIL_TRY(const auto all, members());
  for (const auto& [name, member] : all) {
    PAIL_TRY(std::string value, member.text());
    pairs.emplace_back(name, std::move(value));
  }
  return pairs;
}

wire::Result<Fields> Fields::of(const Member& object) {
  if (!object.value().is_object()) return not_this(object, "an object");
  return Fields(object);
}

std::optional<Member> Fields::find(std::string_view name) {
  if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.push_back(name);
  const json::value* const value =
      object_.value().get_object().if_contains({name.data(), name.size()});
  if (value == nullptr) return std::nullopt;
  return Member(object_.document(), *value, path_of(object_.path(), name));
}

wire::Result<Member> Fields::need(std::string_view name) {
  auto found = find(name);
  if (found) return std::move(*found);
  return object_.mistake("it has no \"" + std::string(name) + "\"");
}

wire::Result<void> Fields::read(std::string_view name, std::string& out) {
  PAIL_TRY(const Member member, need(name));
  PAIL_TRY(out, member.text());
  return wire::ok();
}

wire::Result<void> Fields::maybe(std::string_view name, std::string& out) {
  const auto member = find(name);
  if (!member) return wire::ok();
  PAIL_TRY(out, member->text());
  return wire::ok();
}

wire::Result<void> Fields::maybe(std::string_view name, Pairs& out) {
  const auto member = find(name);
  if (!member) return wire::ok();
  PAIL_TRY(out, member->pairs());
  return wire::ok();
}

wire::Result<std::vector<Member>> Fields::items(std::string_view name) {
  const auto member = find(name);
  if (!member) return std::vector<Member>{};
  return member->items();
}

wire::Result<void> Fields::done() const {
  PAIL_TRY(const auto all, object_.members());
  for (const auto& [name, member] : all) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    std::string list;
    for (const std::string_view known : known_) {
      list.append(list.empty() ? "" : ", ").append(known);
    }
    return member.mistake("there is no such member; there are " + list);
  }
  return wire::ok();
}

}  // namespace pail::emulator::seed
