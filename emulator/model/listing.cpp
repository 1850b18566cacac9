#include "emulator/model/listing.hpp"

#include <algorithm>

#include "emulator/model/model.hpp"
#include "emulator/model/rows.hpp"

namespace pail::model {
namespace {

// Where the page begins. A marker inside a group has the whole group behind it.
std::string first_row(const std::string& rows, const ListQuery& query) {
  if (query.after.empty() || query.after < query.prefix) return rows + query.prefix;
  const std::string_view group = group_of(query.after, query.prefix, query.delimiter);
  if (group.empty()) return behind(rows + query.after);
  return behind_prefix(rows + std::string(group));
}

// Both lists ascend, so the last entry is the greater of their ends.
std::string last_of(const ListPage& page) {
  std::string last;
  if (!page.objects.empty()) last = page.objects.back().key;
  if (!page.common_prefixes.empty()) last = std::max(last, page.common_prefixes.back());
  return last;
}

}  // namespace

std::string_view group_of(std::string_view key, std::string_view prefix,
                          std::string_view delimiter) noexcept {
  if (delimiter.empty() || !key.starts_with(prefix)) return {};
  const std::size_t at = key.find(delimiter, prefix.size());
  if (at == std::string_view::npos) return {};
  return key.substr(0, at + delimiter.size());
}

Result<ListPage> Model::list(const Bucket& bucket, const ListQuery& query) const {
  ListPage page;
  if (query.keys_max == 0) return page;  // not truncated: S3 says so
  const std::string rows = object_rows(bucket.id);
  const std::string wanted = rows + query.prefix;
  PAIL_TRY(const auto cursor, space_->range());
  cursor->seek(first_row(rows, query));
  while (cursor->valid() && cursor->key().starts_with(wanted)) {
    page.truncated = page.objects.size() + page.common_prefixes.size() == query.keys_max;
    if (page.truncated) break;
    const std::string_view key = key_of_row(cursor->key());
    const std::string_view group = group_of(key, query.prefix, query.delimiter);
    if (group.empty()) {
      PAIL_TRY(Object object, Object::open(cursor->entry()));
      page.objects.push_back({std::string(key), std::move(object)});
      cursor->next();
    } else {
      page.common_prefixes.emplace_back(group);
      cursor->seek(behind_prefix(rows + page.common_prefixes.back()));
    }
  }
  page.last = last_of(page);
  return page;
}

}  // namespace pail::model
