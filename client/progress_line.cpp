#include "client/progress_line.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace pail::client {
namespace {

constexpr std::size_t bar_columns_max = 30;
constexpr std::size_t bar_columns_min = 5;

double share(const TransferState& state) {
  return std::min(1.0, static_cast<double>(state.done) / static_cast<double>(state.total));
}

double bytes_per_second(const TransferState& state) {
  const double seconds = std::chrono::duration<double>(state.elapsed).count();
  return seconds > 0 ? static_cast<double>(state.done) / seconds : 0;
}

std::string percentage(const TransferState& state) {
  char text[8];
  std::snprintf(text, sizeof text, "%3d%%", static_cast<int>(share(state) * 100));
  return text;
}

std::string bar(double part, std::size_t columns) {
  const auto filled = static_cast<std::size_t>(part * static_cast<double>(columns));
  std::string text(filled, '#');
  if (filled < columns) text += '>';
  text.resize(columns, ' ');
  return "[" + text + "]";
}

std::string clock_time(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  char text[32];
  std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  return text;
}

std::string rate(const TransferState& state) {
  return human_bytes(static_cast<std::uint64_t>(bytes_per_second(state))) + "/s";
}

std::string time_left(const TransferState& state) {
  const double speed = bytes_per_second(state);
  if (speed <= 0 || state.done >= state.total) return {};
  return "  " + clock_time(static_cast<double>(state.total - state.done) / speed) + " left";
}

}  // namespace

std::string human_bytes(std::uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " B";
  constexpr const char* units[] = {"KiB", "MiB", "GiB", "TiB"};
  double amount = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (amount >= 1024 && unit + 1 < std::size(units)) {
    amount /= 1024;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %s", amount, units[unit]);
  return text;
}

std::string progress_line(std::string_view name, const TransferState& state, std::size_t columns) {
  if (state.total == 0) {
    const std::string line =
        std::string(name) + "  " + human_bytes(state.done) + "  " + rate(state);
    return line.substr(0, columns);
  }
  const std::string numbers = human_bytes(state.done) + " of " + human_bytes(state.total) + "  " +
                              rate(state) + time_left(state);
  const std::string start = percentage(state) + " ";
  const std::size_t taken = start.size() + numbers.size() + 2;
  const std::size_t free = columns > taken ? columns - taken : 0;
  const std::string_view label = name.substr(0, free);
  const std::size_t for_bar = free - label.size();
  std::string middle;
  if (for_bar >= bar_columns_min + 3) {
    middle = bar(share(state), std::min(bar_columns_max, for_bar - 3)) + " ";
  }
  return (std::string(label) + "  " + start + middle + numbers).substr(0, columns);
}

}  // namespace pail::client
