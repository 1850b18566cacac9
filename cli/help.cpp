#include "cli/help.hpp"

#include <CLI/App.hpp>
#include <algorithm>
#include <sstream>

namespace pail::cli {
namespace {

constexpr std::size_t columns_max = 80;
constexpr std::size_t option_columns = 28;  // a longer one has its text on the next line

// `text` in lines of the columns from `indent` on; the first is where the cursor already is.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (column > indent && column + 1 + word.size() > columns_max) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out + "\n";
}

std::string row(const std::string& left, const std::string& text, std::size_t width) {
  std::string line = "  " + left;
  if (line.size() + 2 > width) {
    line += "\n" + std::string(width, ' ');
  } else {
    line.resize(width, ' ');
  }
  return line + wrapped(text, width);
}

std::vector<std::string> groups_of(const Page& page) {
  std::vector<std::string> groups;
  const auto add = [&](const std::string& group) {
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
  };
  for (const OptionPage& option : page.options) {
    if (!option.positional) add(option.group);
  }
  // The command's own options first; --help is among them.
  std::stable_partition(groups.begin(), groups.end(),
                        [](const std::string& group) { return group == "Options"; });
  return groups;
}

// Short names stand in a column of their own.
std::string left_of(const OptionPage& option) {
  const std::string text = spelled(option);
  return text.starts_with("--") ? "    " + text : text;
}

std::string options_text(const Page& page) {
  std::string text;
  for (const std::string& group : groups_of(page)) {
    text += "\n" + group + ":\n";
    for (const OptionPage& option : page.options) {
      if (option.positional || option.group != group) continue;
      text += row(left_of(option), option.text, option_columns);
    }
  }
  return text;
}

std::string arguments_text(const Page& page) {
  std::string text;
  for (const OptionPage& option : page.options) {
    if (!option.positional) continue;
    if (text.empty()) text = "\n";
    text += row(option.argument, option.text, 12);
  }
  return text;
}

std::string commands_text(const Page& page) {
  std::string text;
  std::string group;
  for (const Page& command : page.commands) {
    if (command.group != group) text += "\n" + command.group + ":\n";
    group = command.group;
    text += row(command.name, command.summary, 16);
  }
  return text;
}

std::string sections_text(const Page& page) {
  std::string text;
  for (const Section& section : sections(page)) {
    text += "\n";
    const bool one_line = section.paragraphs.size() == 1 && !section.paragraphs[0].as_it_is;
    if (one_line && !section.title.empty()) {
      text += wrapped(section.title + ": " + section.paragraphs[0].text, 0);
      continue;
    }
    if (!section.title.empty()) text += section.title + ":\n";
    for (std::size_t i = 0; i < section.paragraphs.size(); ++i) {
      const Paragraph& paragraph = section.paragraphs[i];
      const bool apart = i > 0 && !paragraph.as_it_is && !section.paragraphs[i - 1].as_it_is;
      text += (apart ? "\n" : "") +
              (paragraph.as_it_is ? paragraph.text + "\n" : wrapped(paragraph.text, 0));
    }
  }
  return text;
}

class Formatter final : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
    return help_text(page_of(*app));
  }
};

}  // namespace

std::string help_text(const Page& page) {
  return wrapped(page.summary, 0) + "\nUsage: " + synopsis(page) + "\n" + arguments_text(page) +
         commands_text(page) + options_text(page) + sections_text(page);
}

std::shared_ptr<CLI::FormatterBase> help_formatter() {
  return std::make_shared<Formatter>();
}

}  // namespace pail::cli
