// Mistakes with the policy of a POST form. Facts: sigv2.md §10, sigv4.md §11.
#include "signer/explain/mistakes.hpp"
#include "signer/explain/rewrite.hpp"
#include "wire/encode.hpp"

namespace pail::signer::explain::rows {
namespace {

std::string broken_into_lines(std::string_view text, std::size_t columns, std::string_view end) {
  std::string out;
  for (; text.size() > columns; text.remove_prefix(columns)) {
    out.append(text.substr(0, columns)).append(end);
  }
  return out.append(text);
}

}  // namespace

bool form_policy_decoded(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  if (auto json = wire::from_base64(draft.policy)) draft.policy = request.keep(std::move(*json));
  return true;
}

bool form_policy_line_ends(Draft& draft, const Case& request, unsigned way) {
  struct Style {
    std::size_t columns;
    std::string_view end, last;
  };
  // MIME's, PEM's and an old Ruby's lines; with and without an end behind the last.
  constexpr Style styles[] = {{76, "\r\n", ""}, {76, "\n", ""},   {76, "\n", "\n"},
                              {60, "\n", "\n"}, {64, "\n", "\n"}, {76, "\r\n", "\r\n"}};
  if (way > std::size(styles)) return false;
  std::string bare = replaced(replaced(draft.policy, "\r", ""), "\n", "");
  if (way > 0) {
    const Style& style = styles[way - 1];
    bare = broken_into_lines(bare, style.columns, style.end).append(style.last);
  }
  draft.policy = request.keep(std::move(bare));
  return true;
}

bool form_policy_wrapped(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  if (draft.policy.starts_with('b')) draft.policy.remove_prefix(1);
  const char quote = draft.policy.empty() ? '\0' : draft.policy.front();
  if ((quote != '\'' && quote != '"') || !draft.policy.ends_with(quote)) return false;
  draft.policy.remove_prefix(1);
  if (!draft.policy.empty()) draft.policy.remove_suffix(1);
  return true;
}

}  // namespace pail::signer::explain::rows
