#include "client/progress_line.hpp"

#include <algorithm>
#include <cstdio>

namespace pail::client {
namespace {

constexpr std::size_t bar_columns_max = 30;
constexpr std::size_t bar_columns_min = 5;

double share(const TransferState& state) {
  return std::min(1.0, static_cast<double>(state.done) / static_cast<double>(state.total));
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

std::string clock_time(std::chrono::seconds time) {
  const auto whole = time.count();
  char text[32];
  if (whole < 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld", static_cast<long>(whole / 60),
                  static_cast<long>(whole % 60));
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", static_cast<long>(whole / 3600),
                  static_cast<long>(whole / 60 % 60), static_cast<long>(whole % 60));
  }
  return text;
}

// "461.0 MiB of 1.0 GiB  230.5 MiB/s  0:02 left"
std::string numbers(const TransferState& state) {
  std::string text = human_bytes(state.done);
  if (state.total > 0) text += " of " + human_bytes(state.total);
  text += "  " + human_bytes(static_cast<std::uint64_t>(state.bytes_per_second)) + "/s";
  if (state.left && state.done < state.total) text += "  " + clock_time(*state.left) + " left";
  return text;
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
  if (state.total == 0) return (std::string(name) + "  " + numbers(state)).substr(0, columns);
  const std::string text = numbers(state);
  const std::string start = percentage(state) + " ";
  const std::size_t taken = start.size() + text.size() + 2;
  const std::size_t free = columns > taken ? columns - taken : 0;
  const std::string_view label = name.substr(0, free);
  const std::size_t for_bar = free - label.size();
  std::string middle;
  if (for_bar >= bar_columns_min + 3) {
    middle = bar(share(state), std::min(bar_columns_max, for_bar - 3)) + " ";
  }
  return (std::string(label) + "  " + start + middle + text).substr(0, columns);
}

std::string batch_line(const FileCount& files, const TransferState& state, std::size_t columns) {
  std::string name = std::to_string(files.done);
  if (files.total > 0) name += " of " + std::to_string(files.total);
  return progress_line(name + " files", state, columns);
}

}  // namespace pail::client
