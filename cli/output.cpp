#include "cli/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <cstdlib>

#include "cli/client_options.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interruption.hpp"
#include "client/advice.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool color_for(const OutputOptions& options, int descriptor) {
  return wants_color({.option = options.color,
                      .no_color = is_set("NO_COLOR"),
                      .forced = is_set("CLICOLOR_FORCE"),
                      .terminal = ::isatty(descriptor) == 1});
}

std::string_view escape_of(Paint paint) noexcept {
  switch (paint) {
    case Paint::folder:
      return "\x1b[1;34m";
    case Paint::good:
      return "\x1b[32m";
    case Paint::bad:
      return "\x1b[1;31m";
    case Paint::faint:
      return "\x1b[2m";
  }
  return "";
}

std::string in_color(Paint paint, std::string_view text, bool wanted) {
  if (!wanted) return std::string(text);
  return std::string(escape_of(paint)) + std::string(text) + "\x1b[0m";
}

}  // namespace

void add_output_options(CLI::App& command, OutputOptions& options) {
  command.add_flag("--json", options.json, "Print JSON: an object a line")->group("Output");
  command.add_option("--color", options.color, "Colours; NO_COLOR and CLICOLOR_FORCE count, too")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str()
      ->group("Output");
}

void add_quiet_option(CLI::App& command, OutputOptions& options) {
  command.add_flag("-q,--quiet", options.quiet, "Say nothing about what went well")
      ->group("Output");
}

bool wants_color(const ColorQuestion& question) noexcept {
  if (question.option == "always") return true;
  if (question.option == "never" || question.no_color) return false;
  return question.forced || question.terminal;
}

Output::Output(const OutputOptions& options)
    : json_(options.json),
      quiet_(options.quiet),
      color_(color_for(options, STDOUT_FILENO)),
      color_errors_(color_for(options, STDERR_FILENO)) {}

void Output::text(std::string_view text) const {
  fmt::print("{}", text);
}

void Output::line(std::string_view text) const {
  fmt::print("{}\n", text);
}

void Output::line(const boost::json::object& object) const {
  line(boost::json::serialize(object));
}

void Output::done(std::string_view text, const boost::json::object& object) const {
  if (quiet_) return;
  if (json_) return line(object);
  line(text);
}

std::string Output::painted(Paint paint, std::string_view text) const {
  return in_color(paint, text, color_);
}

void Output::error(std::string_view what, const wire::Error& error) const {
  std::fflush(stdout);  // in the order in which things happened
  if (!json_) {
    fmt::print(stderr, "{} {}\n", in_color(Paint::bad, "pail:", color_errors_),
               error_text(what, error));
    return;
  }
  boost::json::object details{{"what", json_text(what)},
                              {"code", error.code_text()},
                              {"message", json_text(error.message().value_or(""))}};
  if (const std::string next = client::advice(error); !next.empty()) {
    details["advice"] = json_text(next);
  }
  fmt::print(stderr, "{}\n",
             boost::json::serialize(boost::json::object{{"error", std::move(details)}}));
}

void Output::fail(std::string_view what, const wire::Error& error) const {
  this->error(what, error);
  throw CLI::RuntimeError(exit_code_of(error));
}

int exit_code_of(const wire::Error& error) noexcept {
  if (const int signal = signal_of(error)) return exit_signalled + signal;
  switch (error.code()) {
    case wire::Errc::NoSuchBucket:
    case wire::Errc::NoSuchKey:
    case wire::Errc::NoSuchVersion:
    case wire::Errc::NoSuchUpload:
      return exit_not_found;
    default:
      return exit_failed;
  }
}

std::string json_text(std::string_view bytes) {
  return wire::utf8_of_bytes(bytes);
}

void Tally::failed(std::string_view what, const wire::Error& error) {
  if (signal_of(error) != 0) output_->fail(what, error);
  output_->error(what, error);
  ++failed_;
  const int code = exit_code_of(error);
  code_ = code_ == 0 || code_ == code ? code : exit_failed;
}

void Tally::finish() const {
  if (failed_ == 0) return;
  throw CLI::RuntimeError(done_ > 0 ? exit_partly : code_);
}

}  // namespace pail::cli
