#include "emulator/seed/tree.hpp"

#include <algorithm>
#include <set>

#include "wire/content_type.hpp"

namespace pail::emulator::seed {
namespace {

namespace fs = std::filesystem;

Object object_of(const fs::path& file, std::string key, std::uint64_t size, const At& at) {
  Version version{.at = at};
  version.body = {.size = size, .file = file};
  version.content_type = wire::content_type_of(key);
  return {.at = at, .key = std::move(key), .versions = {std::move(version)}};
}

}  // namespace

wire::Result<std::vector<Object>> objects_of_tree(const Document& document, const fs::path& folder,
                                                  const At& at) {
  std::vector<Object> objects;
  std::error_code failed;
  fs::recursive_directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
    if (!entry->is_regular_file(failed)) continue;
    const std::uint64_t size = entry->file_size(failed);
    if (failed) break;
    const fs::path& file = entry->path();
    objects.push_back(object_of(file, file.lexically_relative(folder).generic_string(), size, at));
  }
  if (failed) return mistake(document, at, "the folder cannot be read: " + failed.message());
  std::sort(objects.begin(), objects.end(),
            [](const Object& a, const Object& b) { return a.key < b.key; });
  return objects;
}

void add_missing(std::vector<Object>& objects, std::vector<Object> tree) {
  std::set<std::string> keys;
  for (const Object& object : objects) keys.insert(object.key);
  for (Object& object : tree) {
    if (keys.count(object.key) == 0) objects.push_back(std::move(object));
  }
}

wire::Result<void> add_folders(const Document& document, std::vector<Bucket>& buckets) {
  std::set<fs::path> entries;  // sorted
  std::error_code failed;
  fs::directory_iterator entry(document.seed().folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    entries.insert(entry->path());
  }
  if (failed) return document.mistake_in_folder("", "cannot be read: " + failed.message());
  for (const fs::path& path : entries) {
    const std::string name = path.filename().string();
    if (name.starts_with('.') || name == seed_file_name) continue;
    if (!fs::is_directory(path, failed)) {
      return document.mistake_in_folder(name, "this file lies in no bucket's folder");
    }
    const At at{name, true};
    PAIL_TRY(std::vector<Object> tree, objects_of_tree(document, path, at));
    const auto bucket = std::find_if(buckets.begin(), buckets.end(),
                                     [&](const Bucket& one) { return one.name == name; });
    if (bucket == buckets.end()) {
      buckets.push_back({.at = at, .name = name, .objects = std::move(tree)});
    } else {
      add_missing(bucket->objects, std::move(tree));
    }
  }
  return wire::ok();
}

}  // namespace pail::emulator::seed
