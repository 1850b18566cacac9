// `pail bench compare`: whether results in files differ by more than noise.
#include <CLI/App.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fstream>
#include <iterator>

#include "cli/bench.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "client/load/compare.hpp"
#include "wire/json_reader.hpp"

namespace pail::cli {
namespace {

namespace load = client::load;

std::string message_of(const wire::Error& error) {
  return std::string(error.message().value_or(""));
}

load::Recorded read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("cannot read " + path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto object = wire::parse_json_object(text);
  if (!object) fail(path + " is no result of pail bench: " + message_of(object.error()));
  auto recorded = load::read_result(path, object.assume_value());
  if (!recorded) fail(message_of(recorded.error()));
  return std::move(recorded.assume_value());
}

}  // namespace

void run_bench_compare(const BenchCommand& command) {
  if (command.targets.size() < 2) fail_usage("bench compare: at least two files are needed");
  const Output out(command.client.output);
  std::vector<load::Recorded> all;
  for (const std::string& path : command.targets) all.push_back(read_file(path));
  bool is_worse = false;
  std::string text;
  boost::json::array comparisons;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const auto compared = load::compare(all[0], all[i]);
    if (!compared) fail_usage(message_of(compared.error()));
    const load::Comparison& comparison = compared.assume_value();
    if (!text.empty()) text += "\n\n";
    std::string_view separator;
    for (const std::string& sentence : comparison.sentences) {
      text += separator;
      text += sentence;
      separator = "\n";
    }
    comparisons.push_back(json_of(comparison));
    is_worse = is_worse || comparison.is_worse();
  }
  out.done(text, {{"comparisons", std::move(comparisons)}});
  if (command.check && is_worse) throw CLI::RuntimeError(exit_failed);
}

}  // namespace pail::cli
