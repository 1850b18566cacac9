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
  return Error(Errc::InvalidRequest,
               "not JSON: line " + std::to_string(line) + ": " + failure.message());
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::parser parser({}, options);
  json::error_code failure;
  const std::size_t read = parser.write(text.data(), text.size(), failure);
  if (failure) return not_json(text, std::min(read, text.size()), failure);
  return parser.release();
}

Result<json::object> parse_json_object(std::string_view text) {
  if (is_blank(text)) return json::object();
  PAIL_TRY(json::value value, parse_json(text));
  if (!value.is_object()) return Error(Errc::InvalidRequest, "the document: must be an object");
  return std::move(value.get_object());
}

bool ObjectReader::knows(std::string_view name) const {
  return std::find(known_.begin(), known_.end(), name) != known_.end();
}

const json::value* ObjectReader::find(std::string_view name) {
  if (!knows(name)) known_.emplace_back(name);
  return object_.if_contains({name.data(), name.size()});
}

void ObjectReader::refuse(std::string_view name, std::string_view why) {
  if (mistake_.empty()) mistake_.append(path_).append(name).append(": ").append(why);
}

std::optional<std::string> ObjectReader::text(std::string_view name) {
  const json::value* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const json::string* const text = value->if_string()) return std::string(*text);
  refuse(name, "must be a string");
  return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::whole_number(std::string_view name, std::int64_t least,
                                                       std::int64_t greatest) {
  const json::value* const value = find(name);
  if (value == nullptr) return std::nullopt;
  const std::int64_t* const number = value->if_int64();
  if (number != nullptr && *number >= least && *number <= greatest) return *number;
  refuse(name, "must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(greatest));
  return std::nullopt;
}

std::optional<double> ObjectReader::number(std::string_view name) {
  const json::value* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) {
    const double number = value->to_number<double>();
    if (std::isfinite(number)) return number;
  }
  refuse(name, "must be a number");
  return std::nullopt;
}

std::optional<bool> ObjectReader::flag(std::string_view name) {
  const json::value* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (const bool* const flag = value->if_bool()) return *flag;
  refuse(name, "must be true or false");
  return std::nullopt;
}

const json::array* ObjectReader::list(std::string_view name) {
  const json::value* const value = find(name);
  if (value != nullptr && !value->is_array()) refuse(name, "must be a list");
  return value == nullptr ? nullptr : value->if_array();
}

const json::object* ObjectReader::object(std::string_view name) {
  const json::value* const value = find(name);
  if (value != nullptr && !value->is_object()) refuse(name, "must be an object");
  return value == nullptr ? nullptr : value->if_object();
}

void ObjectReader::require(std::string_view name) {
  if (find(name) == nullptr) refuse(name, "is missing");
}

std::string ObjectReader::required_text(std::string_view name) {
  require(name);
  return text(name).value_or("");
}

double ObjectReader::required_number(std::string_view name) {
  require(name);
  return number(name).value_or(0);
}

void ObjectReader::finish_within(ObjectReader& reader) {
  (void)reader.finish();
  if (mistake_.empty()) mistake_ = reader.mistake_;
}

Result<void> ObjectReader::finish() {
  for (const auto& member : object_) {
    const std::string_view name(member.key().data(), member.key().size());
    if (knows(name)) continue;
    std::string why = known_.empty() ? "unknown; there are none" : "unknown; there are";
    for (const std::string& known : known_) why.append(" ").append(known);
    refuse(name.substr(0, quoted_bytes_max), why);
  }
  if (!mistake_.empty()) return Error(Errc::InvalidArgument, mistake_);
  return ok();
}

}  // namespace pail::wire
