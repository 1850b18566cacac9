#include "cli/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "emulator/operation.hpp"

namespace pail::cli {
namespace {

std::string_view address(emulator::Level level) {
  switch (level) {
    case emulator::Level::service:
      return "/";
    case emulator::Level::bucket:
      return "/BUCKET";
    case emulator::Level::object:
      return "/BUCKET/KEY";
  }
  return {};
}

std::string target(const emulator::Operation& operation) {
  std::string text(address(operation.level));
  if (!operation.selector.empty()) text += fmt::format("?{}", operation.selector);
  if (!operation.header_selector.empty()) text += fmt::format(" + {}", operation.header_selector);
  return text;
}

}  // namespace

void print_operations() {
  std::size_t name_width = 0;
  std::size_t target_width = 0;
  for (const emulator::Operation* operation : emulator::operations()) {
    name_width = std::max(name_width, operation->name.size());
    target_width = std::max(target_width, target(*operation).size());
  }
  for (const emulator::Operation* operation : emulator::operations()) {
    fmt::print("{:<{}}  {:<6}  {:<{}}  {}\n", operation->name, name_width, operation->method,
               target(*operation), target_width, operation->action);
  }
}

}  // namespace pail::cli
