// Reads JSON objects strictly, for documents that people write: a member that is missing, of the
// wrong kind, or that nobody asked for is a mistake, since a misspelt name must not be passed over.
//
//   ObjectReader reader(object);
//   request.name = reader.text("name").value_or("");
//   request.count = reader.whole<unsigned>("count", 1, 100).value_or(1);
//   PAIL_TRY(reader.finish());
//
// Mistakes are kept, and finish() fails with the first: InvalidArgument, with the member's path
// ("clock.seconds: must be a number"). Refers to the object, which must outlive it. Not
// thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "wire/result.hpp"

namespace pail::wire {

// InvalidRequest: not JSON (RFC 8259; the message has the line), or nested too deep.
Result<boost::json::value> parse_json(std::string_view text);
// InvalidRequest when it is no object, too. White space alone is the empty object.
Result<boost::json::object> parse_json_object(std::string_view text);

class ObjectReader {
 public:
  explicit ObjectReader(const boost::json::object& object, std::string path = {})
      : object_(object), path_(std::move(path)) {}

  // Of whatever kind, for members that may be of several; nullptr: it is not there.
  const boost::json::value* find(std::string_view name);
  // Nothing: it is not there, or it is a mistake.
  std::optional<std::string> text(std::string_view name);
  std::optional<double> number(std::string_view name);  // finite, whole or not
  std::optional<bool> flag(std::string_view name);
  const boost::json::array* list(std::string_view name);
  const boost::json::object* object(std::string_view name);
  template <class T = std::int64_t>
  std::optional<T> whole(std::string_view name, std::int64_t least, std::int64_t greatest);
  // What `read` makes of a member that is an object: its reader finishes with this one.
  template <class Read>
  auto within(std::string_view name, Read read)
      -> std::optional<std::invoke_result_t<Read, ObjectReader&>>;
  // It is a mistake when it is not there.
  std::string required_text(std::string_view name);
  double required_number(std::string_view name);
  template <class T = std::int64_t>
  T required_whole(std::string_view name, std::int64_t least, std::int64_t greatest);

  // Says that the member will not do: "must be a label of a host".
  void refuse(std::string_view name, std::string_view why);
  Result<void> finish();

 private:
  bool knows(std::string_view name) const;
  void require(std::string_view name);
  std::optional<std::int64_t> whole_number(std::string_view name, std::int64_t least,
                                           std::int64_t greatest);
  void finish_within(ObjectReader& reader);

  const boost::json::object& object_;
  std::string path_;  // "" or "match."
  std::vector<std::string> known_;
  std::string mistake_;
};

template <class T>
std::optional<T> ObjectReader::whole(std::string_view name, std::int64_t least,
                                     std::int64_t greatest) {
  const auto number = whole_number(name, least, greatest);
  return number ? std::optional(T(*number)) : std::nullopt;
}

template <class T>
T ObjectReader::required_whole(std::string_view name, std::int64_t least, std::int64_t greatest) {
  require(name);
  return whole<T>(name, least, greatest).value_or(T{});
}

template <class Read>
auto ObjectReader::within(std::string_view name, Read read)
    -> std::optional<std::invoke_result_t<Read, ObjectReader&>> {
  const boost::json::object* const inner = object(name);
  if (inner == nullptr) return std::nullopt;
  ObjectReader reader(*inner, path_ + std::string(name) + ".");
  auto value = read(reader);
  finish_within(reader);
  return value;
}

}  // namespace pail::wire
