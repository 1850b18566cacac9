#include "cli/policy_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "wire/text.hpp"

namespace pail::cli {
namespace {

namespace fs = std::filesystem;
using wire::Errc;
using wire::Error;

// Ours: thousands of callers; what is larger is another file.
constexpr std::uintmax_t file_bytes_max = 4 * 1024 * 1024;

wire::Result<std::string> read_text(const fs::path& path) {
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(path, failure);
  if (failure) return Error(Errc::InvalidArgument, "cannot be read: " + failure.message());
  if (size > file_bytes_max) return Error(Errc::InvalidArgument, "is longer than 4 MiB");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) return Error(Errc::InvalidArgument, "cannot be read");
  return text;
}

}  // namespace

wire::Result<signer::service::Policy> read_policy_file(const std::string& path) {
  const auto named = [&](const Error& error) {
    return Error(Errc::InvalidArgument, path + ": " + std::string(error.message().value_or("")));
  };
  const auto text = read_text(path);
  if (!text) return named(text.error());
  const fs::path folder = fs::path(path).parent_path();
  auto policy = signer::service::read_policy(
      text.value(), [&](const std::string& name) { return read_text(folder / name); });
  if (!policy) return named(policy.error());
  return std::move(policy.value());
}

}  // namespace pail::cli
