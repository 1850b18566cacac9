#include "tests/control/support/schema.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <regex>

namespace pail::control::testing {
namespace {

namespace json = boost::json;

class Judge;

// One keyword of a schema, held against one value.
struct Point {
  Judge& judge;
  const json::object& schema;  // the keyword's neighbours
  const json::value& rule;
  const json::value& value;
  const std::string& at;

  void expect(bool fine, const std::string& what) const;
};
using Rule = std::function<void(const Point&)>;
using Rules = std::map<std::string, Rule>;

const Rules& rules_of_structure();
const Rules& rules_of_values();

class Judge {
 public:
  explicit Judge(const json::value& judged_by) : document(judged_by) {}

  void judge(const json::value& schema, const json::value& value, const std::string& at) {
    for (const auto& [keyword, rule] : schema.as_object()) {
      const Rule* const known = find(std::string(keyword));
      if (known == nullptr) complain(at, "nobody here knows the keyword " + std::string(keyword));
      if (known != nullptr) (*known)({*this, schema.as_object(), rule, value, at});
    }
  }
  void complain(const std::string& at, const std::string& what) {
    text += (at.empty() ? "/" : at) + ": " + what + "\n";
  }

  const json::value& document;
  std::string text;

 private:
  static const Rule* find(const std::string& keyword) {
    for (const Rules* rules : {&rules_of_structure(), &rules_of_values()}) {
      const auto found = rules->find(keyword);
      if (found != rules->end()) return &found->second;
    }
    return nullptr;
  }
};

void Point::expect(bool fine, const std::string& what) const {
  if (!fine) judge.complain(at, what);
}

bool is_of_type(std::string_view type, const json::value& value) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  return type == "number" && value.is_number();
}

void judge_members(const Point& p) {
  if (!p.value.is_object()) return;
  const json::value* const known = p.schema.if_contains("properties");
  const json::value* const more = p.schema.if_contains("additionalProperties");
  for (const auto& [name, member] : p.value.get_object()) {
    const json::value* const rule =
        known == nullptr ? nullptr : known->as_object().if_contains(name);
    if (rule != nullptr) p.judge.judge(*rule, member, p.at + "/" + std::string(name));
    const bool stray = rule == nullptr && more != nullptr && *more == false;
    p.expect(!stray, "has the unknown member " + std::string(name));
  }
}

void judge_items(const Point& p) {
  if (!p.value.is_array()) return;
  std::size_t index = 0;
  for (const json::value& item : p.value.get_array()) {
    p.judge.judge(p.rule, item, p.at + "/" + std::to_string(index++));
  }
}

void judge_forms(const Point& p) {
  const auto& forms = p.rule.as_array();
  const auto fits = std::count_if(forms.begin(), forms.end(), [&](const json::value& schema) {
    return complaints(p.judge.document, schema, p.value).empty();
  });
  p.expect(fits == 1, "fits " + std::to_string(fits) + " of the forms, not one");
}

void judge_required(const Point& p) {
  for (const json::value& name : p.rule.as_array()) {
    p.expect(p.value.is_object() && p.value.get_object().contains(name.as_string()),
             "lacks " + serialize(name));
  }
}

const Rules& rules_of_structure() {
  const auto nothing = [](const Point&) {};
  static const Rules rules = {
      {"description", nothing},
      {"examples", nothing},
      {"default", nothing},
      {"$ref",
       [](const Point& p) {
         const auto& target = p.judge.document.at_pointer(p.rule.as_string().subview(1));
         p.judge.judge(target, p.value, p.at);
       }},
      {"required", judge_required},
      {"properties", judge_members},
      // Beside "properties" it is judged there.
      {"additionalProperties",
       [](const Point& p) {
         if (!p.schema.contains("properties")) judge_members(p);
       }},
      {"items", judge_items},
      {"oneOf", judge_forms},
  };
  return rules;
}

std::size_t size_of(const json::value& value) {
  if (value.is_object()) return value.get_object().size();
  if (value.is_array()) return value.get_array().size();
  return value.is_string() ? value.get_string().size() : 0;
}
void judge_least_size(const Point& p) {
  p.expect(size_of(p.value) >= p.rule.to_number<std::size_t>(), "is too small");
}

const Rules& rules_of_values() {
  static const Rules rules = {
      {"type",
       [](const Point& p) {
         p.expect(is_of_type(p.rule.as_string(), p.value), "must be of type " + serialize(p.rule));
       }},
      {"minProperties", judge_least_size},
      {"minItems", judge_least_size},
      {"minLength", judge_least_size},
      {"pattern",
       [](const Point& p) {
         const std::regex pattern(p.rule.as_string().c_str());
         p.expect(
             p.value.is_string() && std::regex_search(std::string(p.value.get_string()), pattern),
             "does not match " + serialize(p.rule));
       }},
      {"minimum",
       [](const Point& p) {
         p.expect(p.value.is_number() && p.value.to_number<double>() >= p.rule.to_number<double>(),
                  "is less than " + serialize(p.rule));
       }},
      {"maximum",
       [](const Point& p) {
         p.expect(p.value.is_number() && p.value.to_number<double>() <= p.rule.to_number<double>(),
                  "is more than " + serialize(p.rule));
       }},
      {"const",
       [](const Point& p) { p.expect(p.value == p.rule, "must be " + serialize(p.rule)); }},
      {"enum",
       [](const Point& p) {
         const auto& values = p.rule.as_array();
         p.expect(std::find(values.begin(), values.end(), p.value) != values.end(),
                  "must be one of " + serialize(p.rule));
       }},
  };
  return rules;
}

}  // namespace

std::string complaints(const json::value& document, const json::value& schema,
                       const json::value& value) {
  Judge judge(document);
  judge.judge(schema, value, "");
  return judge.text;
}

}  // namespace pail::control::testing
