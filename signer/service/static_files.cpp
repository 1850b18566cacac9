#include "signer/service/static_files.hpp"

#include <algorithm>
#include <fstream>

#include "wire/content_type.hpp"
#include "wire/encode.hpp"

namespace pail::signer::service {
namespace {

namespace fs = std::filesystem;

bool wants_a_file(const net::Request& request) noexcept {
  return request.method == "GET" || request.method == "HEAD";
}

bool is_hidden(const fs::path& step) {
  return step.native().starts_with('.');
}

// "a/b.js" of "/a/b.js?v=1"; nullopt for what no file here can be called.
std::optional<std::string> name_of(std::string_view target) {
  if (!target.starts_with('/')) return std::nullopt;
  auto name = wire::percent_decode(target.substr(1, target.find('?') - 1));
  if (!name || name->find('\0') != std::string::npos) return std::nullopt;
  if (name->empty() || name->ends_with('/')) *name += "index.html";
  for (const fs::path& step : fs::path(*name)) {
    if (step.empty() || is_hidden(step) || step.has_root_directory()) return std::nullopt;
  }
  return name;
}

std::optional<std::string> read_whole(const fs::path& path) {
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(path, failure);
  if (failure || size > file_bytes_max) return std::nullopt;
  std::string bytes(size, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!file) return std::nullopt;
  return bytes;
}

}  // namespace

net::Result<StaticFiles> StaticFiles::open(const std::string& folder, net::Service& inner) {
  std::error_code failure;
  fs::path path = fs::canonical(folder, failure);
  if (failure || !fs::is_directory(path, failure)) {
    return wire::Error(wire::Errc::InvalidArgument, "There is no folder '" + folder + "'.");
  }
  return StaticFiles(std::move(path), inner);
}

StaticFiles::StaticFiles(fs::path folder, net::Service& inner)
    : folder_(std::move(folder)), inner_(&inner) {}

std::optional<fs::path> StaticFiles::find(std::string_view target) const {
  const auto name = name_of(target);
  if (!name) return std::nullopt;
  std::error_code failure;
  fs::path path = fs::canonical(folder_ / *name, failure);
  if (failure || !fs::is_regular_file(path, failure)) return std::nullopt;
  const auto [end, inside] =
      std::mismatch(folder_.begin(), folder_.end(), path.begin(), path.end());
  if (end != folder_.end() || std::any_of(inside, path.end(), is_hidden)) return std::nullopt;
  return path;
}

net::Begin StaticFiles::begin(const net::Request& request) {
  if (!wants_a_file(request)) return inner_->begin(request);
  const auto path = find(request.target);
  if (!path) return inner_->begin(request);
  auto bytes = read_whole(*path);
  if (!bytes) return inner_->begin(request);

  net::Reply reply;
  // no-cache: who edits a page wants to see it.
  reply.fields.add("Content-Type", wire::content_type_of(path->native()))
      .add("Cache-Control", "no-cache")
      .add("X-Content-Type-Options", "nosniff");
  if (request.method == "HEAD") {
    reply.head_length = bytes->size();
  } else {
    reply.body = std::move(*bytes);
  }
  return reply;
}

net::Reply StaticFiles::fail(const wire::Error& error, const net::Request* request,
                             net::Upload* upload) {
  return inner_->fail(error, request, upload);
}

bool StaticFiles::may_block(const net::Request& request) const noexcept {
  return wants_a_file(request) || inner_->may_block(request);
}

}  // namespace pail::signer::service
