// What a command says, and how: lines for people or JSON lines for programs on standard output,
// errors on standard error, colours where a terminal wants them. A command owns one; one thread.
//
// Under --json every result is one JSON object on a line of standard output, and every error one on
// standard error: {"error":{"what","code","message","advice"}}. Under --quiet nothing is said about
// what went well, except where that is what was asked for.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/error.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

struct OutputOptions {
  bool json = false;
  bool quiet = false;
  std::string color = "auto";
};

// --json, --color and, for commands that tell of what they did, --quiet.
void add_output_options(CLI::App& command, OutputOptions& options);
void add_quiet_option(CLI::App& command, OutputOptions& options);

enum class Paint { folder, good, bad, faint };

// What decides about colours: --color, NO_COLOR and CLICOLOR_FORCE (no-color.org,
// bixense.com/clicolors; both count when set and not empty), and whether a terminal reads along.
struct ColorQuestion {
  std::string_view option;
  bool no_color = false;
  bool forced = false;
  bool terminal = false;
};
bool wants_color(const ColorQuestion& question) noexcept;

class Output {
 public:
  explicit Output(const OutputOptions& options);

  bool json() const noexcept { return json_; }
  bool quiet() const noexcept { return quiet_; }

  // Standard output, as it is; a line with its end.
  void text(std::string_view text) const;
  void line(std::string_view text) const;
  void line(const boost::json::object& object) const;
  // What was done: nothing under --quiet, the object under --json, else the text.
  void done(std::string_view text, const boost::json::object& object) const;
  // `text` in a colour, where colours are wanted on standard output.
  std::string painted(Paint paint, std::string_view text) const;

  // Something failed, which may not be the end.
  void error(std::string_view what, const wire::Error& error) const;
  // error() and the end, with exit_code_of(error).
  [[noreturn]] void fail(std::string_view what, const wire::Error& error) const;

 private:
  bool json_;
  bool quiet_;
  bool color_;
  bool color_errors_;
};

// exit_not_found for a bucket, key, version or upload that is not there; exit_interrupted and
// exit_terminated for what a signal has ended; else exit_failed.
int exit_code_of(const wire::Error& error) noexcept;

// A stranger's bytes in JSON, which has UTF-8 only.
std::string json_text(std::string_view bytes);

// Of several things, some of which failed: prints each failure, and ends as all of them together.
class Tally {
 public:
  explicit Tally(const Output& output) : output_(&output) {}
  void done() noexcept { ++done_; }
  // An interruption is no failure among others but the end.
  void failed(std::string_view what, const wire::Error& error);
  // Throws unless all went well: exit_partly when some did, else the code of the failures.
  void finish() const;

 private:
  const Output* output_;
  std::uint64_t done_ = 0;
  std::uint64_t failed_ = 0;
  int code_ = 0;
};

}  // namespace pail::cli
