// What --help prints, made from a Page. Pure.
#pragma once

#include <memory>
#include <string>

#include "cli/page.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class FormatterBase;
}

namespace pail::cli {

// Paragraphs are wrapped for a terminal of 80 columns, examples stay as they are.
std::string help_text(const Page& page);

// For CLI::App::formatter(): the App's help is help_text() of its Page.
std::shared_ptr<CLI::FormatterBase> help_formatter();

}  // namespace pail::cli
