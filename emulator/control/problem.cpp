#include "emulator/control/problem.hpp"

#include <algorithm>

namespace pail::control {
namespace {

// Ours: names a reader takes in at a glance; worlds come by the thousand.
constexpr std::size_t names_told_max = 10;
// Ours: a stranger's name is repeated in the refusal; longer ones are cut.
constexpr std::size_t quoted_bytes_max = 128;

std::string listed(const std::vector<std::string>& names) {
  if (names.empty()) return " There is none.";
  if (names.size() > names_told_max) return " There are " + std::to_string(names.size()) + ".";
  std::string text = names.size() == 1 ? " There is: " : " There are: ";
  for (const std::string& name : names) text += name + (&name == &names.back() ? "." : ", ");
  return text;
}

}  // namespace

Problem::Problem(const wire::Error& error)
    : status(error.status()),
      code(error.code_text()),
      message(error.message().value_or(std::string_view())) {}

Problem forbidden(std::string sentence) {
  return {403, "Forbidden", std::move(sentence)};
}

Problem invalid(std::string sentence) {
  return {400, "InvalidArgument", std::move(sentence)};
}

Problem too_large(std::uint64_t bytes_max) {
  return {413, "BodyTooLarge",
          "The body of this call may have " + std::to_string(bytes_max) + " bytes."};
}

Problem unknown(std::string_view code, std::string_view kind, std::string_view name,
                const std::vector<std::string>& known) {
  std::string sentence = "There is no " + std::string(kind) + " '";
  sentence.append(name.substr(0, quoted_bytes_max)).append("'.");
  return {404, code, sentence + listed(known)};
}

}  // namespace pail::control
