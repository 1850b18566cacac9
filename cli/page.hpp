// What can be said about a command, read off its CLI::App: the one source of --help, manual pages
// and completion. A value; it holds nothing of the App.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

struct OptionPage {
  std::vector<std::string> names;  // "--recursive", "-r"; of a positional its one name
  std::string argument;            // "URL"; empty for a flag
  std::vector<std::string> choices;
  std::string text;  // with its default
  std::string group;
  bool positional = false;
  bool required = false;
  bool many = false;
};

struct Page {
  std::string name;  // "put"; of the program itself "pail"
  std::string summary;
  std::string group;
  std::string footer;  // examples and further words, as the command gave them
  std::vector<OptionPage> options;
  std::vector<Page> commands;  // without hidden ones

  const Page* command(std::string_view called) const noexcept;
  const OptionPage* option(std::string_view called) const noexcept;
};

Page page_of(const CLI::App& app);

// "pail put"; "pail" for the program.
std::string full_name(const Page& page);
// "pail put [OPTIONS] FILE... URL".
std::string synopsis(const Page& page);
// "-r, --recursive" and "--part-size BYTES".
std::string spelled(const OptionPage& option);

// A footer in its parts: a line like "Examples:" begins a section, an empty line ends a paragraph.
struct Paragraph {
  std::string text;
  bool as_it_is = false;  // lines that begin with a space keep their shape
};
struct Section {
  std::string title;  // empty for what stands before the first
  std::vector<Paragraph> paragraphs;
};
std::vector<Section> sections(const Page& page);

}  // namespace pail::cli
