#include "cli/page.hpp"

#include <CLI/App.hpp>
#include <algorithm>
#include <sstream>

#include "cli/exit_codes.hpp"

namespace pail::cli {
namespace {

constexpr std::string_view exit_title = "Exit codes";

// CLI11 tells choices in the type's name only: "TEXT:{v2,v4}".
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}', begin);
  std::vector<std::string> choices;
  if (begin == std::string::npos || end == std::string::npos) return choices;
  std::istringstream list(type.substr(begin + 1, end - begin - 1));
  for (std::string choice; std::getline(list, choice, ',');) choices.push_back(choice);
  return choices;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

std::string upper_name(std::string_view name) {
  std::string text;
  for (const char c : name) text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string argument_of(const CLI::Option& option, const std::vector<std::string>& choices) {
  if (option.get_items_expected_max() == 0) return {};
  if (!option.get_option_text().empty()) return option.get_option_text();
  if (option.get_positional()) return upper_name(option.get_single_name());
  if (!choices.empty()) return joined(choices, "|");
  const std::string type = option.get_type_name();
  return type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT") ? "N"
                                                                                          : "TEXT";
}

// Some commands break the lines of a text for themselves.
std::string in_one_line(const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::string text_of(const CLI::Option& option) {
  std::string text = in_one_line(option.get_description());
  const std::string standard = option.get_default_str();
  if (!standard.empty() && text.find("(default") == std::string::npos) {
    text += " (default " + standard + ")";
  }
  return text;
}

OptionPage page_of(const CLI::Option& option) {
  OptionPage page;
  page.positional = option.get_positional();
  if (page.positional) page.names.push_back(option.get_single_name());
  if (!page.positional) {
    for (const std::string& name : option.get_snames()) page.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) page.names.push_back("--" + name);
  }
  page.choices = choices_of(option);
  page.argument = argument_of(option, page.choices);
  page.text = text_of(option);
  page.group = option.get_group();
  page.required = option.get_required();
  page.many = option.get_items_expected_max() > 1 && page.argument.find("...") == std::string::npos;
  return page;
}

std::string usual_exit_codes() {
  std::string text;
  for (const ExitCode& exit : exit_codes) {
    text += (text.empty() ? "" : ", ") + std::to_string(exit.code) + " ";
    text += exit.meaning;
  }
  return text + ".";
}

// A line that opens a section: "Examples:", or "Exit codes: 0 done, ..." with its text behind.
std::size_t title_length(std::string_view line) {
  for (const std::string_view title : {std::string_view("Examples"), std::string_view("Example"),
                                       std::string_view("Start here"), exit_title}) {
    if (line.starts_with(title) && line.substr(title.size()).starts_with(":")) return title.size();
  }
  return 0;
}

class Reader {
 public:
  void line(std::string_view text) {
    if (const std::size_t length = title_length(text); length > 0) {
      sections_.push_back({std::string(text.substr(0, length)), {}});
      apart_ = true;
      text.remove_prefix(length + 1);
      text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
      if (!text.empty()) add(text);
    } else if (text.empty()) {
      apart_ = true;
    } else {
      // What follows an example's blank line is no part of the examples.
      if (apart_ && !text.starts_with(' ') && !current().title.empty() &&
          !current().paragraphs.empty()) {
        sections_.push_back({});
      }
      add(text);
    }
  }
  std::vector<Section> take() { return std::move(sections_); }

 private:
  Section& current() {
    if (sections_.empty()) sections_.push_back({});
    return sections_.back();
  }
  void add(std::string_view text) {
    auto& paragraphs = current().paragraphs;
    const bool as_it_is = text.starts_with(' ');
    if (apart_ || paragraphs.empty() || paragraphs.back().as_it_is != as_it_is) {
      paragraphs.push_back({std::string(text), as_it_is});
    } else {
      paragraphs.back().text += (as_it_is ? "\n" : " ") + std::string(text);
    }
    apart_ = false;
  }

  std::vector<Section> sections_;
  bool apart_ = false;
};

}  // namespace

const Page* Page::command(std::string_view called) const noexcept {
  for (const Page& page : commands) {
    if (page.name == called) return &page;
  }
  return nullptr;
}

const OptionPage* Page::option(std::string_view called) const noexcept {
  for (const OptionPage& page : options) {
    if (page.positional) continue;
    if (std::find(page.names.begin(), page.names.end(), called) != page.names.end()) return &page;
  }
  return nullptr;
}

Page page_of(const CLI::App& app) {
  Page page;
  page.name = app.get_name();
  page.summary = app.get_description();
  page.group = app.get_group();
  page.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) page.options.push_back(page_of(*option));
  }
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App* some) { return !some->get_group().empty(); })) {
    page.commands.push_back(page_of(*command));
  }
  return page;
}

std::string full_name(const Page& page) {
  return page.name == "pail" ? page.name : "pail " + page.name;
}

std::string synopsis(const Page& page) {
  std::string text = full_name(page) + " [OPTIONS]";
  if (!page.commands.empty()) text += " COMMAND";
  for (const OptionPage& option : page.options) {
    if (!option.positional) continue;
    const std::string word = option.argument + (option.many ? "..." : "");
    const bool in_brackets = option.required || word.starts_with("[");
    text += in_brackets ? " " + word : " [" + word + "]";
  }
  return text;
}

std::string spelled(const OptionPage& option) {
  if (option.positional) return option.argument;
  return joined(option.names, ", ") + (option.argument.empty() ? "" : " " + option.argument);
}

std::vector<Section> sections(const Page& page) {
  Reader reader;
  std::istringstream footer(page.footer);
  for (std::string line; std::getline(footer, line);) reader.line(line);
  std::vector<Section> all = reader.take();
  const bool has_codes = std::any_of(
      all.begin(), all.end(), [](const Section& section) { return section.title == exit_title; });
  if (!has_codes) all.push_back({std::string(exit_title), {{usual_exit_codes(), false}}});
  return all;
}

}  // namespace pail::cli
