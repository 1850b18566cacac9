// What could stand next in a line that somebody is typing. Pure; buckets and keys are the caller's
// to find.
#pragma once

#include <string>
#include <vector>

#include "cli/page.hpp"

namespace pail::cli {

struct Candidate {
  std::string word;
  std::string text;  // what it is; may be empty
};

struct Completion {
  std::vector<Candidate> candidates;
  bool files = false;     // the shell's own files, too
  bool s3 = false;        // an s3:// URL, as far as it is typed: buckets or keys fit
  bool no_space = false;  // the word goes on
};

// `words` stand behind `pail`; the last is the one being typed, empty for a new one.
Completion complete(const Page& program, const std::vector<std::string>& words);

// The line of directives, then a line per candidate: word, tab, text.
std::string completion_text(const Completion& completion);

}  // namespace pail::cli
