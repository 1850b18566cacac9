#include "cli/man_page.hpp"

#include <sstream>

namespace pail::cli {
namespace {

// What roff would read as its own: backslashes, and dots and quotes at the start of a line.
std::string escaped(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    line_start = c == '\n';
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string dashed(const Page& page) {
  return page.name == "pail" ? page.name : "pail-" + page.name;
}

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

std::string entry(const std::string& name, const std::string& text) {
  return ".TP\n.B " + escaped(name) + "\n" + escaped(text) + "\n";
}

std::string options_part(const Page& page) {
  std::string text;
  for (const bool positional : {true, false}) {
    bool first = true;
    for (const OptionPage& option : page.options) {
      if (option.positional != positional) continue;
      if (first) text += positional ? ".SH ARGUMENTS\n" : ".SH OPTIONS\n";
      first = false;
      text += entry(spelled(option), option.text);
    }
  }
  return text;
}

std::string commands_part(const Page& page) {
  if (page.commands.empty()) return {};
  std::string text = ".SH COMMANDS\n";
  for (const Page& command : page.commands) text += entry(command.name, command.summary);
  return text;
}

std::string paragraph_part(const Paragraph& paragraph, bool first) {
  std::string text = first ? "" : ".PP\n";
  if (!paragraph.as_it_is) return text + escaped(paragraph.text) + "\n";
  return text + ".nf\n" + escaped(paragraph.text) + "\n.fi\n";
}

std::string sections_part(const Page& page) {
  std::string text;
  for (const Section& section : sections(page)) {
    text += ".SH " + upper(section.title.empty() ? "Notes" : section.title) + "\n";
    bool first = true;
    for (const Paragraph& paragraph : section.paragraphs) {
      text += paragraph_part(paragraph, first);
      first = false;
    }
  }
  return text;
}

std::string see_also(const Page& page) {
  if (page.name != "pail") return ".SH SEE ALSO\n.BR pail (1)\n";
  std::string text = ".SH SEE ALSO\n";
  for (std::size_t i = 0; i < page.commands.size(); ++i) {
    const bool last = i + 1 == page.commands.size();
    text += ".BR pail\\-" + escaped(page.commands[i].name) + " (1)" + (last ? "" : ",") + "\n";
  }
  return text;
}

}  // namespace

std::string man_file_name(const Page& page) {
  return dashed(page) + ".1";
}

std::string man_page(const Page& page, const ManOf& of) {
  return ".TH " + upper(escaped(dashed(page))) + " 1 \"" + std::string(of.date) + "\" \"pail " +
         std::string(of.version) + "\" \"Pail\"\n.SH NAME\n" + escaped(dashed(page)) + " \\- " +
         escaped(page.summary) + "\n.SH SYNOPSIS\n" + escaped(synopsis(page)) + "\n" +
         commands_part(page) + options_part(page) + sections_part(page) + see_also(page);
}

}  // namespace pail::cli
