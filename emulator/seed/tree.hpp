// A folder as objects: each file below it is one, its key the path from there.
#pragma once

#include <filesystem>
#include <vector>

#include "emulator/seed/description.hpp"

namespace pail::emulator::seed {

// Sorted by key. `at` is what each of them says it comes from. Links to files are followed, links
// to folders are not.
wire::Result<std::vector<Object>> objects_of_tree(const Document& document,
                                                  const std::filesystem::path& folder,
                                                  const At& at);

// Those of the tree whose key `objects` has not: what is described by hand counts.
void add_missing(std::vector<Object>& objects, std::vector<Object> tree);

// The folders in the seed's own folder, each as a bucket: added to the one of that name, or a new
// one.
wire::Result<void> add_folders(const Document& document, std::vector<Bucket>& buckets);

}  // namespace pail::emulator::seed
