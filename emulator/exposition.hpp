// Prometheus' text exposition format 0.0.4, series by series. Pure.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace pail::emulator {

struct Label {
  std::string_view name;
  std::string_view value;  // any text: it is escaped
};
using Labels = std::initializer_list<Label>;

class Exposition {
 public:
  enum class Type : std::uint8_t { counter, gauge, histogram };

  // Stands once before a metric's samples.
  void metric(std::string_view name, Type type, std::string_view help);
  void sample(std::string_view name, Labels labels, std::uint64_t value);
  void sample_seconds(std::string_view name, Labels labels, std::uint64_t microseconds);
  std::string take() { return std::move(out_); }

 private:
  void begin_sample(std::string_view name, Labels labels);

  std::string out_;
};

}  // namespace pail::emulator
