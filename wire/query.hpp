// The query of a request target, split but kept in order. Names are matched with their case, as S3
// does; presence is enough for a sub-resource (?acl, ?acl= and ?acl=x alike), so "has no value" and
// "has an empty value" stay apart.
//
// Raw views point into the target given to parse(), which must outlive the Query; decoded text is
// owned here only where decoding changed something. Not thread-safe. Spec:
// shared/spec/operations.md §2, sigv2.md §5, sigv4.md §2.
#pragma once

#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::wire {

struct QueryParam {
  std::string_view name;       // decoded
  std::string_view value;      // decoded, '+' as space; empty when there is no '='
  std::string_view raw_name;   // as sent
  std::string_view raw_value;  // as sent
  bool has_equals = false;
};

class Query {
 public:
  // `raw` is what stands after '?'. Empty pieces between '&' are dropped. InvalidURI on a broken
  // escape.
  static Result<Query> parse(std::string_view raw);

  Query() = default;
  Query(Query&&) noexcept = default;
  Query& operator=(Query&&) noexcept = default;
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Adds a parameter that is signed or sent by us; the texts are copied, raw forms are
  // percent-encoded.
  void add(std::string_view name, std::string_view value);
  void add(std::string_view name);  // bare: ?acl

  // First parameter of that decoded name (S3: the first counts), or nullptr.
  const QueryParam* find(std::string_view name) const noexcept {
    return params_.empty() ? nullptr : find_among_params(name);  // most requests have none
  }
  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  std::optional<std::string_view> value(std::string_view name) const noexcept {
    const QueryParam* const param = find(name);
    if (param == nullptr) return std::nullopt;
    return param->value;
  }

  const std::vector<QueryParam>& all() const noexcept { return params_; }
  bool empty() const noexcept { return params_.empty(); }
  // "a=1&acl" in the order held, raw forms: what goes behind '?'.
  std::string text() const;

 private:
  const QueryParam* find_among_params(std::string_view name) const noexcept;
  Result<std::string_view> decoded(std::string_view raw);
  std::string_view keep(std::string text);

  std::vector<QueryParam> params_;
  // A list: views into its strings survive growth and moves, and an empty one costs nothing.
  std::forward_list<std::string> texts_;
};

}  // namespace pail::wire
