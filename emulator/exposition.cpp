#include "emulator/exposition.hpp"

namespace pail::emulator {
namespace {

std::string_view text_of(Exposition::Type type) noexcept {
  switch (type) {
    case Exposition::Type::counter:
      return "counter";
    case Exposition::Type::gauge:
      return "gauge";
    case Exposition::Type::histogram:
      break;
  }
  return "histogram";
}

void append_escaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

}  // namespace

void Exposition::metric(std::string_view name, Type type, std::string_view help) {
  out_.append("# HELP ").append(name).append(" ").append(help);
  out_.append("\n# TYPE ").append(name).append(" ").append(text_of(type)).append("\n");
}

void Exposition::begin_sample(std::string_view name, Labels labels) {
  out_ += name;
  char before = '{';
  for (const Label& label : labels) {
    (out_ += before).append(label.name).append("=\"");
    append_escaped(out_, label.value);
    out_ += '"';
    before = ',';
  }
  out_.append(labels.size() > 0 ? "} " : " ");
}

void Exposition::sample(std::string_view name, Labels labels, std::uint64_t value) {
  begin_sample(name, labels);
  out_.append(std::to_string(value)).append("\n");
}

void Exposition::sample_seconds(std::string_view name, Labels labels, std::uint64_t microseconds) {
  begin_sample(name, labels);
  std::string fraction = std::to_string(1'000'000 + microseconds % 1'000'000);
  fraction.front() = '.';
  out_.append(std::to_string(microseconds / 1'000'000)).append(fraction).append("\n");
}

}  // namespace pail::emulator
