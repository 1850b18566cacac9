#include "cli/complete.hpp"

#include <algorithm>

#include "wire/text.hpp"

namespace pail::cli {
namespace {

constexpr std::string_view scheme = "s3://";

void add(Completion& to, const std::string& typed, const std::string& word,
         const std::string& text) {
  if (word.starts_with(typed)) to.candidates.push_back({word, text});
}

Completion commands(const Page& program, const std::string& typed) {
  Completion found;
  if (typed.starts_with("-")) {
    for (const OptionPage& option : program.options) {
      add(found, typed, option.names.back(), option.text);
    }
  }
  for (const Page& command : program.commands) {
    add(found, typed, command.name, command.summary);
  }
  return found;
}

Completion options(const Page& command, const std::string& typed) {
  Completion found;
  for (const OptionPage& option : command.options) {
    // Short ones are for those who know them.
    if (!option.positional) add(found, typed, option.names.back(), option.text);
  }
  return found;
}

// `before`: what of the word stands before the value, "--color=" for one.
Completion values(const OptionPage& option, const std::string& typed, const std::string& before) {
  Completion found;
  for (const std::string& choice : option.choices) add(found, typed, choice, {});
  for (Candidate& candidate : found.candidates) candidate.word.insert(0, before);
  found.files = option.choices.empty() && (option.argument == "FILE" || option.argument == "DIR");
  return found;
}

const OptionPage* positional_of(const Page& command) {
  for (const OptionPage& option : command.options) {
    if (option.positional) return &option;
  }
  return nullptr;
}

Completion operands(const Page& command, const std::string& typed) {
  Completion found;
  const OptionPage* const operand = positional_of(command);
  if (operand == nullptr) return found;
  if (!operand->choices.empty()) return values(*operand, typed, {});
  found.s3 = typed.starts_with(scheme);
  if (found.s3) return found;
  found.files = true;
  if (!typed.empty() && scheme.starts_with(typed)) {
    found.candidates.push_back({std::string(scheme), "a bucket"});
    found.no_space = true;
  }
  return found;
}

}  // namespace

Completion complete(const Page& program, const std::vector<std::string>& words) {
  if (words.empty()) return commands(program, {});
  const std::string& typed = words.back();
  if (words.size() == 1) return commands(program, typed);
  const Page* const command = program.command(words.front());
  if (command == nullptr) return {};
  const OptionPage* const pending = command->option(words[words.size() - 2]);
  if (pending != nullptr && !pending->argument.empty()) return values(*pending, typed, {});
  if (!typed.starts_with("-")) return operands(*command, typed);
  const std::size_t equals = typed.find('=');
  if (equals == std::string::npos) return options(*command, typed);
  const OptionPage* const named = command->option(typed.substr(0, equals));
  if (named == nullptr) return {};
  return values(*named, typed.substr(equals + 1), typed.substr(0, equals + 1));
}

std::string completion_text(const Completion& completion) {
  std::string text;
  if (completion.files) text += " files";
  if (completion.no_space) text += " nospace";
  text += "\n";
  for (const Candidate& candidate : completion.candidates) {
    if (candidate.word.find_first_of("\n\t") != std::string::npos) continue;
    text += candidate.word;
    if (!candidate.text.empty()) text += "\t" + candidate.text;
    text += "\n";
  }
  return text;
}

}  // namespace pail::cli
