#include "emulator/access/policy_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <limits>
#include <set>
#include <vector>

#include "wire/limits.hpp"

namespace pail::access {
namespace {

namespace limits = wire::limits;
using wire::Result;

// Ours: enough to recognise what was written.
constexpr std::size_t quoted_bytes_max = 80;

json::parse_options options() noexcept {
  json::parse_options options;
  options.max_depth = limits::policy_depth_max;
  return options;
}

// Looks at names only, and stops at the first that its object has already. The names of the
// functions, and that they answer whether to go on, are Boost.JSON's.
class RepeatedNames {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;
  using Failure = json::error_code;
  using Text = json::string_view;

  const std::string& found() const noexcept { return name_; }

  bool on_object_begin(Failure&) {
    objects_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, Failure&) {
    objects_.pop_back();
    return true;
  }
  bool on_key_part(Text part, std::size_t, Failure&) {
    name_.append(part.data(), part.size());
    return true;
  }
  bool on_key(Text part, std::size_t, Failure& failure) {
    name_.append(part.data(), part.size());
    if (!objects_.back().insert(name_).second) {
      failure = json::error::syntax;
      return false;
    }
    name_.clear();
    return true;
  }
  bool on_document_begin(Failure&) { return true; }
  bool on_document_end(Failure&) { return true; }
  bool on_array_begin(Failure&) { return true; }
  bool on_array_end(std::size_t, Failure&) { return true; }
  bool on_string_part(Text, std::size_t, Failure&) { return true; }
  bool on_string(Text, std::size_t, Failure&) { return true; }
  bool on_number_part(Text, Failure&) { return true; }
  bool on_int64(std::int64_t, Text, Failure&) { return true; }
  bool on_uint64(std::uint64_t, Text, Failure&) { return true; }
  bool on_double(double, Text, Failure&) { return true; }
  bool on_bool(bool, Failure&) { return true; }
  bool on_null(Failure&) { return true; }
  bool on_comment_part(Text, Failure&) { return true; }
  bool on_comment(Text, Failure&) { return true; }

 private:
  std::vector<std::set<std::string>> objects_;  // the innermost last
  std::string name_;
};

Result<void> refuse_repeated_names(std::string_view text) {
  json::basic_parser<RepeatedNames> parser(options());
  json::error_code failure;
  parser.write_some(false, text.data(), text.size(), failure);
  if (!failure) return wire::ok();
  return malformed(syntax_error, quoted(parser.handler().found()), "stands twice in one object");
}

}  // namespace

wire::Error malformed(std::string_view sentence, std::string_view where, std::string_view why) {
  std::string message(sentence);
  message.append(" (").append(where).append(where.empty() ? "" : ": ").append(why).append(")");
  return {wire::Errc::MalformedPolicyDocument, message};
}

std::string quoted(std::string_view text) {
  std::string shown = "\"";
  for (const char c : text.substr(0, quoted_bytes_max)) {
    // Cutting may fall into a character, so what is not ASCII is not shown.
    shown += c >= ' ' && c <= '~' ? c : '?';
  }
  return shown += text.size() > quoted_bytes_max ? "...\"" : "\"";
}

Result<json::object> parse_policy_json(std::string_view text) {
  if (text.size() > limits::policy_bytes_max) {
    return malformed(syntax_error, "",
                     "longer than " + std::to_string(limits::policy_bytes_max) + " bytes");
  }
  json::error_code failure;
  json::value value = json::parse({text.data(), text.size()}, failure, {}, options());
  if (failure) return malformed(syntax_error, "", "not JSON: " + failure.message());
  if (!value.is_object()) return malformed(syntax_error, "", "must be a JSON object");
  PAIL_TRY(refuse_repeated_names(text));
  return std::move(value.get_object());
}

Result<void> for_each_of(
    const json::value& one_or_list, const std::string& where,
    const std::function<Result<void>(const json::value&, const std::string&)>& take) {
  if (!one_or_list.is_array()) return take(one_or_list, where);
  const json::array& list = one_or_list.get_array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    PAIL_TRY(take(list[i], where + "[" + std::to_string(i) + "]"));
  }
  return wire::ok();
}

Result<std::string_view> read_text(const json::value& value, std::string_view where) {
  if (!value.is_string()) return malformed(syntax_error, where, "must be a string");
  return text_of(value.get_string());
}

}  // namespace pail::access
