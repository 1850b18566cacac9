#include "client/sync/tree.hpp"

#include <utility>

namespace pail::client::sync {

Task<std::optional<Entry>> FolderReader::next() {
  auto file = walk_.next();
  if (!file) co_return std::nullopt;
  Entry entry;
  entry.path = std::move(file->path);
  entry.size = file->size;
  entry.modified = file->modified;
  entry.problem = std::move(file->problem);
  co_return std::optional(std::move(entry));
}

Task<std::optional<Entry>> PrefixReader::next() {
  while (at_ == page_.objects.size()) {
    if (is_last_) co_return std::nullopt;
    PAIL_CO_TRY(page_, co_await s3_.list_objects(tree_.bucket, where_));
    at_ = 0;
    where_.continuation_token = page_.next_token;
    is_last_ = page_.next_token.empty();
  }
  ObjectEntry& object = page_.objects[at_++];
  Entry entry;
  entry.path = object.key.substr(tree_.prefix.size());
  entry.size = object.size;
  entry.modified = object.last_modified;
  entry.etag = std::move(object.etag);
  co_return std::optional(std::move(entry));
}

std::unique_ptr<TreeReader> reader_of(Client& s3, const Tree& tree) {
  if (const Folder* const folder = std::get_if<Folder>(&tree)) {
    return std::make_unique<FolderReader>(*folder);
  }
  return std::make_unique<PrefixReader>(s3, std::get<Prefix>(tree));
}

}  // namespace pail::client::sync
