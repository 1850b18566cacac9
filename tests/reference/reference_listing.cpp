// Listings by brute force: everything there is, in order, then what the page is to show.
#include <algorithm>

#include "tests/reference/reference.hpp"

namespace pail::testing {
namespace {

// What `key` is shown as under a delimiter: the group it is rolled into, or nullopt: itself.
std::optional<std::string> group_of(const std::string& key, const Paging& paging) {
  if (paging.delimiter.empty()) return std::nullopt;
  const auto at = key.find(paging.delimiter, paging.prefix.size());
  if (at == std::string::npos) return std::nullopt;
  return key.substr(0, at + paging.delimiter.size());
}

// Collects the entries of one page: at most that many, groups once, and whether more would follow.
class Page {
 public:
  explicit Page(const Paging& paging) : paging_(paging) {}

  bool wants(const std::string& key) const { return key.starts_with(paging_.prefix); }

  // True when `key` is shown by a group, or would be, had the page not begun behind that.
  bool roll_up(const std::string& key) {
    const auto group = group_of(key, paging_);
    if (!group) return false;
    const bool is_new = last_group_ != group && *group > paging_.key_marker;
    last_group_ = group;
    if (is_new && has_room()) {
      page_.prefixes.push_back(*group);
      page_.next_key = *group;
      page_.next_id = "";
    }
    return true;
  }

  void add(Seen seen) {
    if (!has_room()) return;
    page_.next_key = seen.key;
    page_.next_id = seen.id;
    page_.entries.push_back(std::move(seen));
  }

  std::string text() const { return text_of(page_); }

 private:
  bool has_room() {
    if (page_.entries.size() + page_.prefixes.size() < paging_.entries_max) return true;
    page_.truncated = paging_.entries_max > 0;
    return false;
  }

  const Paging& paging_;
  std::optional<std::string> last_group_;
  SeenPage page_;
};

// Where a page goes on within the key of its marker: behind what was made then; nullopt: behind the
// key.
template <class GivenList>
std::optional<unsigned> born_of(const GivenList& given, const Paging& paging) {
  if (!paging.id_marker) return std::nullopt;
  for (auto one = given.rbegin(); one != given.rend(); ++one) {
    if (one->key == paging.key_marker && one->id == *paging.id_marker) return one->born;
  }
  return std::nullopt;
}

}  // namespace

std::string Reference::list(const std::string& bucket, const Paging& paging) {
  const Bucket* const found = find(bucket);
  if (!found) return "NoSuchBucket";
  Page page(paging);
  for (const auto& [key, versions] : found->keys) {
    if (versions.front().delete_marker || !page.wants(key) || page.roll_up(key)) continue;
    if (key > paging.key_marker) page.add(seen(key, versions.front()));
  }
  return page.text();
}

std::string Reference::list_versions(const std::string& bucket, const Paging& paging) {
  const Bucket* const found = find(bucket);
  if (!found) return "NoSuchBucket";
  const auto behind = born_of(found->versions_given, paging);
  Page page(paging);
  for (const auto& [key, versions] : found->keys) {
    if (!page.wants(key) || page.roll_up(key)) continue;
    for (const Version& version : versions) {
      const bool follows = key == paging.key_marker && behind && version.born < *behind;
      if (key <= paging.key_marker && !follows) continue;
      Seen shown = seen(key, version);
      shown.latest = &version == &versions.front();
      page.add(std::move(shown));
    }
  }
  return page.text();
}

std::string Reference::list_uploads(const std::string& bucket, const Paging& paging) {
  const Bucket* const found = find(bucket);
  if (!found) return "NoSuchBucket";
  const auto behind = born_of(found->uploads_given, paging);
  std::vector<Upload> sorted = found->uploads;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Upload& a, const Upload& b) { return a.key < b.key; });
  Page page(paging);
  for (const Upload& upload : sorted) {
    if (!page.wants(upload.key) || page.roll_up(upload.key)) continue;
    const bool follows = upload.key == paging.key_marker && behind && upload.born > *behind;
    if (upload.key <= paging.key_marker && !follows) continue;
    page.add({.key = upload.key, .id = upload.id, .time = upload.time, .tags = upload.tags});
  }
  return page.text();
}

std::string Reference::list_parts(const UploadName& name, unsigned after, std::size_t parts_max) {
  const Bucket* const found = find(name.bucket);
  if (!found) return "NoSuchBucket";
  const Upload* const upload = find_upload(*found, name);
  if (!upload) return "NoSuchUpload";
  SeenPage page;
  for (auto part = upload->parts.upper_bound(after); part != upload->parts.end(); ++part) {
    const auto& [number, stored] = *part;
    page.truncated = parts_max > 0 && page.entries.size() == parts_max;
    if (page.entries.size() == parts_max) break;
    page.entries.push_back({.id = std::to_string(number),
                            .etag = stored.body.etag,
                            .size = stored.body.bytes->size(),
                            .time = stored.time});
  }
  return text_of(page);
}

}  // namespace pail::testing
