#include "cli/keys.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "cli/fail.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

// Keys hold no white space, so what stands behind some is a remark.
std::string_view without_comment(std::string_view value) {
  const std::size_t blank = value.find_first_of(" \t");
  if (blank == std::string_view::npos) return value;
  const std::string_view rest = wire::trim(value.substr(blank));
  return rest.front() == '#' || rest.front() == ';' ? value.substr(0, blank) : value;
}

class KeysReader {
 public:
  explicit KeysReader(std::string_view name) : name_(name) {}

  Result<void> take(std::string_view line) {
    ++line_;
    line = wire::trim(line);
    if (line.empty() || line.front() == '#' || line.front() == ';') return wire::ok();
    return line.front() == '[' ? begin_section(line) : take_setting(line);
  }

  Result<std::vector<signer::Credentials>> finish() {
    PAIL_TRY(end_section());
    if (found_.empty()) return problem(line_, "no identity in this file");
    return std::move(found_);
  }

 private:
  Error problem(std::size_t line, std::string_view what) const {
    return {Errc::InvalidArgument,
            std::string(name_) + ":" + std::to_string(line) + ": " + std::string(what)};
  }

  Result<void> begin_section(std::string_view line) {
    PAIL_TRY(end_section());
    if (line.back() != ']') return problem(line_, "a section is written [name]");
    section_line_ = line_;
    return wire::ok();
  }

  Result<void> end_section() {
    signer::Credentials done = std::exchange(current_, {});
    if (section_line_ == 0) return wire::ok();
    if (done.access_key.empty() && done.secret_key.empty()) return wire::ok();
    if (done.access_key.empty()) return problem(section_line_, "aws_access_key_id is missing");
    if (done.secret_key.empty()) return problem(section_line_, "aws_secret_access_key is missing");
    const auto same = [&](const auto& other) { return other.access_key == done.access_key; };
    if (std::any_of(found_.begin(), found_.end(), same)) {
      return problem(section_line_, "this aws_access_key_id stands in an earlier section too");
    }
    found_.push_back(std::move(done));
    return wire::ok();
  }

  Result<void> take_setting(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return problem(line_, "expected name = value");
    if (section_line_ == 0) return problem(line_, "expected a [section] first");
    const std::string name = wire::lower(wire::trim(line.substr(0, equals)));
    const std::string_view value = without_comment(wire::trim(line.substr(equals + 1)));
    if (name == "aws_access_key_id") current_.access_key = value;
    if (name == "aws_secret_access_key") current_.secret_key = value;
    if (name == "aws_session_token") current_.session_token = value;
    return wire::ok();
  }

  std::string_view name_;
  std::size_t line_ = 0;
  std::size_t section_line_ = 0;  // 0: before the first
  signer::Credentials current_;
  std::vector<signer::Credentials> found_;
};

std::string variable(const char* name) {
  const char* value = name == nullptr ? nullptr : std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Result<std::vector<signer::Credentials>> read_keys(std::istream& file, std::string_view name) {
  KeysReader reader(name);
  std::string line;
  while (std::getline(file, line)) {
    PAIL_TRY(reader.take(line));
  }
  wire::wipe(line);
  return reader.finish();
}

std::vector<signer::Credentials> keys_of_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) fail_usage("cannot open the credentials file '" + path + "'");
  auto keys = read_keys(file, path);
  if (!keys) fail_usage(keys.error().message().value_or(""));
  return std::move(keys.value());
}

std::optional<signer::Credentials> keys_of_environment(const KeyVariables& variables) {
  signer::Credentials keys(variable(variables.access_key), variable(variables.secret_key),
                           variable(variables.session_token));
  if (keys.access_key.empty() && keys.secret_key.empty()) return std::nullopt;
  if (keys.access_key.empty()) fail_usage(std::string(variables.access_key) + " is not set");
  if (keys.secret_key.empty()) fail_usage(std::string(variables.secret_key) + " is not set");
  return keys;
}

}  // namespace pail::cli
