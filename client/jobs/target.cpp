#include "client/jobs/target.hpp"

#include <filesystem>

#include "client/sync/local_name.hpp"
#include "wire/text.hpp"

namespace pail::client::jobs {
namespace {

wire::Error refusal(std::string message) {
  return wire::Error(wire::Errc::InvalidArgument, std::move(message));
}

bool is_folder_here(const std::string& path) {
  std::error_code error;
  return path.ends_with('/') || std::filesystem::is_directory(path, error);
}

std::string below(const std::string& folder, const std::string& relative) {
  const bool apart = folder.empty() || folder.ends_with('/');
  return folder + (apart ? "" : "/") + relative;
}

}  // namespace

Result<Target> Target::read(const std::string& text) {
  if (!wire::istarts_with(text, "s3://")) {
    if (text.empty()) return refusal("the target is empty");
    return Target(Here{text}, text != "-" && is_folder_here(text));
  }
  PAIL_TRY(S3Url url, parse_s3_url(text));
  const bool is_folder = url.file_name().empty();
  return Target(There{url.bucket, url.key, {}}, is_folder);
}

bool Target::is_stream() const noexcept {
  const Here* const here = std::get_if<Here>(&place_);
  return here != nullptr && here->is_stream();
}

Result<void> Target::take_many(bool recursive) {
  if (is_stream()) return refusal("standard output takes one object: see pail cat");
  if (is_folder_) return wire::ok();
  if (!recursive) return refusal(text() + " is no folder: put a slash behind it to make it one");
  std::error_code error;
  if (is_here() && std::filesystem::exists(text(), error)) return refusal(text() + " is a file");
  is_folder_ = true;
  return wire::ok();
}

Result<Place> Target::place_for(const std::string& relative) const {
  if (!is_folder_) return place_;
  if (relative.empty()) return refusal("the source has no name: say the whole target");
  if (const auto* const there = std::get_if<There>(&place_)) {
    return Place(There{there->bucket, below(there->key, relative), {}});
  }
  PAIL_TRY(sync::check_local_name(relative));
  return Place(Here{below(std::get<Here>(place_).path, relative)});
}

}  // namespace pail::client::jobs
