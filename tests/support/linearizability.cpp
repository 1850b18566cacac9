#include "tests/support/linearizability.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace pail::testing {
namespace {

// Which calls have been put in order, one bit each, and what the bucket holds then.
using Reached = std::pair<std::uint64_t, Contents>;

class Search {
 public:
  explicit Search(const std::vector<Call>& history) : history_(history) {}

  bool finds_an_order(const Reached& from) {
    const auto& [ordered, contents] = from;
    if (ordered == everything()) return true;
    if (!been_.insert(from).second) return false;
    const std::uint64_t first_end = first_end_beside(ordered);
    for (std::size_t i = 0; i < history_.size(); ++i) {
      // One that began when another had ended already cannot come before that.
      if (holds(ordered, i) || history_[i].begun > first_end) continue;
      const auto next = after(contents, history_[i]);
      if (next && finds_an_order({ordered | bit(i), *next})) return true;
    }
    return false;
  }

 private:
  static std::uint64_t bit(std::size_t call) { return std::uint64_t{1} << call; }
  static bool holds(std::uint64_t set, std::size_t call) { return (set & bit(call)) != 0; }

  std::uint64_t everything() const {
    return history_.size() == calls_max ? ~std::uint64_t{0} : bit(history_.size()) - 1;
  }

  std::uint64_t first_end_beside(std::uint64_t ordered) const {
    std::uint64_t first = ~std::uint64_t{0};
    for (std::size_t i = 0; i < history_.size(); ++i) {
      if (!holds(ordered, i)) first = std::min(first, history_[i].ended);
    }
    return first;
  }

  const std::vector<Call>& history_;
  std::set<Reached> been_;
};

std::optional<Contents> with(Contents contents, const std::string& key, const std::string& etag) {
  contents[key] = etag;
  return contents;
}

std::optional<Contents> unchanged_if(bool possible, const Contents& contents) {
  return possible ? std::optional(contents) : std::nullopt;
}

std::optional<Contents> after_put_if_match(const Contents& before, const Call& call) {
  const auto found = before.find(call.key);
  const bool is_missing = found == before.end();
  const bool matches = !is_missing && found->second == call.if_match;
  if (call.outcome == Outcome::missing) return unchanged_if(is_missing, before);
  if (call.outcome == Outcome::refused) return unchanged_if(!is_missing && !matches, before);
  return matches ? with(before, call.key, call.etag) : std::nullopt;
}

std::optional<Contents> after_put_if_absent(const Contents& before, const Call& call) {
  const bool is_there = before.contains(call.key);
  if (call.outcome == Outcome::refused) return unchanged_if(is_there, before);
  return is_there ? std::nullopt : with(before, call.key, call.etag);
}

std::optional<Contents> after_get(const Contents& before, const Call& call) {
  const auto found = before.find(call.key);
  if (call.outcome == Outcome::missing) return unchanged_if(found == before.end(), before);
  return unchanged_if(found != before.end() && found->second == call.etag, before);
}

std::optional<Contents> after_remove(Contents before, const Call& call) {
  before.erase(call.key);
  return before;
}

}  // namespace

std::optional<Contents> after(const Contents& before, const Call& call) {
  switch (call.kind) {
    case CallKind::put:
      return with(before, call.key, call.etag);
    case CallKind::put_if_absent:
      return after_put_if_absent(before, call);
    case CallKind::put_if_match:
      return after_put_if_match(before, call);
    case CallKind::get:
      return after_get(before, call);
    case CallKind::remove:
      return after_remove(before, call);
    case CallKind::list:
      return unchanged_if(before == call.listed, before);
  }
  return std::nullopt;
}

bool is_linearizable(const std::vector<Call>& history) {
  if (history.size() > calls_max) throw std::invalid_argument("history of more than 64 calls");
  return Search(history).finds_an_order({0, {}});
}

std::string text_of(std::vector<Call> history) {
  constexpr const char* kinds[] = {"put", "put if absent", "put if match", "get", "remove", "list"};
  constexpr const char* outcomes[] = {"", " refused", " missing"};
  std::sort(history.begin(), history.end(),
            [](const Call& a, const Call& b) { return a.begun < b.begun; });
  std::string text;
  for (const Call& call : history) {
    text += std::to_string(call.begun) + ".." + std::to_string(call.ended) + " " +
            kinds[static_cast<int>(call.kind)] + " " + call.key + " " + call.if_match + " -> " +
            call.etag + outcomes[static_cast<int>(call.outcome)];
    for (const auto& [key, etag] : call.listed) text += " " + key + "=" + etag;
    text += "\n";
  }
  return text;
}

}  // namespace pail::testing
