#include "wire/json_reader.hpp"

#include <algorithm>
#include <boost/json/parser.hpp>
#include <cmath>

namespace pail::wire {
namespace {

namespace json = boost::json;

// Ours: a rule with a drawn delay has five levels, a seed with policies twice as many.
constexpr std::size_t depth_max = 32;
// Ours: a stranger's member name is repeated in the refusal; longer ones are cut.
constexpr std::size_t quoted_bytes_max = 64;

Error not_json(std::string_view text, std::size_t at, const json::error_code& failure) {
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return Error(Errc::InvalidRequest, "The body is not JSON: line " + std::to_string(line) + ": " +
                                         failure.message() + ".");
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Result<json::object> parse_json_object(std::string_view text) {
  if (is_blank(text)) return json::object();
  json::parse_options options;
  options.max_depth = depth_max;
  json::parser parser({}, options);
  json::error_code failure;
  const std::size_t read = parser.write(text.data(), text.size(), failure);
  if (failure) return not_json(text, std::min(read, text.size()), failure);
  json::value value = parser.release();
  if (!value.is_object()) return Error(Errc::InvalidRequest, "The body must be a JSON object.");
  return std::move(value.get_object());
}

const json::value* ObjectReader::take(std::string_view name) {
  known_.emplace_back(name);
  return object_.if_contains({name.data(), name.size()});
}

void ObjectReader::refuse(std::string_view name, std::string_view why) {
  if (mistake_.empty()) mistake_ = path_ + std::string(name) + " " + std::string(why);
}

std::optional<std::string> ObjectReader::text(std::string_view name) {
  const json::value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  if (const json::string* const text = value->if_string()) return std::string(*text);
  refuse(name, "must be a string.");
  return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::whole(std::string_view name, std::int64_t least,
                                                std::int64_t greatest) {
  const json::value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  const std::int64_t* const number = value->if_int64();
  if (number != nullptr && *number >= least && *number <= greatest) return *number;
  refuse(name, "must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(greatest) + ".");
  return std::nullopt;
}

std::optional<double> ObjectReader::number(std::string_view name) {
  const json::value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) {
    const double number = value->to_number<double>();
    if (std::isfinite(number)) return number;
  }
  refuse(name, "must be a number.");
  return std::nullopt;
}

std::optional<json::object> ObjectReader::object(std::string_view name) {
  const json::value* const value = take(name);
  if (value == nullptr) return std::nullopt;
  if (const json::object* const object = value->if_object()) return *object;
  refuse(name, "must be an object.");
  return std::nullopt;
}

void ObjectReader::within(std::string_view name, const std::function<void(ObjectReader&)>& read) {
  const auto inner = object(name);
  if (!inner) return;
  ObjectReader reader(*inner, path_ + std::string(name) + ".");
  read(reader);
  (void)reader.finish();
  if (mistake_.empty()) mistake_ = reader.mistake_;
}

std::string ObjectReader::required_text(std::string_view name) {
  if (!has(name)) refuse(name, "is missing.");
  return text(name).value_or("");
}

double ObjectReader::required_number(std::string_view name) {
  if (!has(name)) refuse(name, "is missing.");
  return number(name).value_or(0);
}

Result<void> ObjectReader::finish() {
  for (const auto& member : object_) {
    const std::string_view name(member.key().data(), member.key().size());
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    refuse(name.substr(0, quoted_bytes_max), "is not known here.");
  }
  if (!mistake_.empty()) return Error(Errc::InvalidArgument, mistake_);
  return ok();
}

}  // namespace pail::wire
