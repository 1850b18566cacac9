// Reads JSON objects strictly, for documents that people write: a member that is missing, of the
// wrong kind, or that nobody asked for is a mistake, since a misspelt name must not be passed over.
//
//   ObjectReader reader(object);
//   request.name = reader.text("name").value_or("");
//   request.count = reader.whole("count", 1, 100).value_or(1);
//   PAIL_TRY(reader.finish());
//
// Mistakes are kept, and finish() fails with the first: InvalidArgument, a sentence that names the
// member with its path ("clock.seconds must be..."). Refers to the object, which must outlive it.
// Not thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::wire {

// InvalidRequest: not JSON (RFC 8259; the message has the line), nested too deep, or no object.
// White space alone is the empty object.
Result<boost::json::object> parse_json_object(std::string_view text);

class ObjectReader {
 public:
  explicit ObjectReader(const boost::json::object& object, std::string path = {})
      : object_(object), path_(std::move(path)) {}

  // nullopt: it is not there, or it is a mistake.
  std::optional<std::string> text(std::string_view name);
  std::optional<std::int64_t> whole(std::string_view name, std::int64_t least,
                                    std::int64_t greatest);
  std::optional<double> number(std::string_view name);  // finite, whole or not
  std::optional<boost::json::object> object(std::string_view name);
  // Hands a member that is an object to a reader of its own, which finishes with this one.
  void within(std::string_view name, const std::function<void(ObjectReader&)>& read);
  // It is a mistake when it is not there.
  std::string required_text(std::string_view name);
  double required_number(std::string_view name);

  bool has(std::string_view name) const { return object_.contains({name.data(), name.size()}); }
  // Says that the member will not do: "must be a label of a host."
  void refuse(std::string_view name, std::string_view why);
  Result<void> finish();

 private:
  const boost::json::value* take(std::string_view name);

  const boost::json::object& object_;
  std::string path_;  // "" or "match."
  std::vector<std::string> known_;
  std::string mistake_;
};

}  // namespace pail::wire
