// Reading a JSON object member by member, strictly: whoever writes one by hand learns which member
// is wrong, and what it may be, instead of having it ignored. Refusals are InvalidArgument, named
// by the member's path ("then.close.how"). Does not own the object.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::world {

namespace json = boost::json;

wire::Error wrong_member(std::string_view path, std::string_view why);
// A whole number from `least` to `most`.
wire::Result<std::int64_t> whole_number(const json::value& value, std::string_view path,
                                        std::int64_t least, std::int64_t most);
wire::Result<std::string> text_value(const json::value& value, std::string_view path);

class Members {
 public:
  // `path` is "" for the document itself.
  static wire::Result<Members> of(const json::value& value, std::string path);

  // Null when it is not there. What nobody asks for is unknown.
  const json::value* find(std::string_view name);
  std::string path_of(std::string_view name) const;

  // These leave `out` alone when the member is not there.
  template <class T>
  wire::Result<void> read_number(std::string_view name, T& out, std::int64_t least,
                                 std::int64_t most);
  wire::Result<void> read_text(std::string_view name, std::string& out);
  wire::Result<void> read_text(std::string_view name, std::optional<std::string>& out);
  // At the end: refuses the members that nobody has asked for.
  wire::Result<void> check_all_known() const;

 private:
  Members(const json::object& object, std::string path)
      : object_(&object), path_(std::move(path)) {}

  const json::object* object_;
  std::string path_;
  std::vector<std::string_view> known_;
};

template <class T>
wire::Result<void> Members::read_number(std::string_view name, T& out, std::int64_t least,
                                        std::int64_t most) {
  const json::value* const value = find(name);
  if (value == nullptr) return wire::ok();
  PAIL_TRY(const std::int64_t number, whole_number(*value, path_of(name), least, most));
  out = T(number);
  return wire::ok();
}

}  // namespace pail::world
