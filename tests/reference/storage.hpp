// S3 as the random test speaks to it: plain arguments in, the answer as one line of text. Reference
// and Subject (the real model) both implement it, so that a disagreement is two lines to read.
//
// Versions and uploads are called "v1", "u1", ... in the order they were made, whatever their ids
// are; "null" is S3's own name, "v0" and "u0" are ids that were never given out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/clock.hpp"

namespace pail::testing {

using TextPairs = std::vector<std::pair<std::string, std::string>>;

struct Body {
  // Shared, because most of the time would go into copying megabytes.
  std::shared_ptr<const std::string> bytes = std::make_shared<const std::string>();
  std::string etag = {};  // MD5 in hex
};
Body body_of_bytes(std::string bytes);
// What a copy of an object has: a multipart ETag does not go along (semantics.md §2).
std::string etag_of_copy(std::string_view etag, std::string_view bytes);

struct At {
  std::string bucket;
  std::string key;
  std::optional<std::string> version = std::nullopt;
};

// What a write asks of the current object.
struct Wish {
  bool absent = false;
  std::optional<std::string> etag = std::nullopt;  // "*" (deletions only): any
};

struct Paging {
  std::string prefix = {};
  std::string delimiter = {};
  std::string key_marker = {};
  std::optional<std::string> id_marker = {};  // of a version or an upload of that key
  std::size_t entries_max = 1000;
};

struct UploadName {
  std::string bucket;
  std::string key;
  std::string id;
};

struct Choice {
  unsigned number = 0;
  std::string etag;
};

class Storage {
 public:
  virtual ~Storage() = default;

  virtual std::string create_bucket(const std::string& bucket) = 0;
  virtual std::string delete_bucket(const std::string& bucket) = 0;
  virtual std::string list_buckets() = 0;
  virtual std::string set_versioning(const std::string& bucket, bool enabled) = 0;

  virtual std::string put(const At& at, const Body& body, const TextPairs& tags, const Wish& wish,
                          wire::Time now) = 0;
  virtual std::string get(const At& at) = 0;
  virtual std::string read_range(const At& at, unsigned choice) = 0;
  virtual std::string remove(const At& at, const Wish& wish, wire::Time now) = 0;
  virtual std::string copy(const At& from, const At& to, const Wish& wish, wire::Time now) = 0;
  virtual std::string tag(const At& at, const TextPairs& tags) = 0;
  virtual std::string list(const std::string& bucket, const Paging& paging) = 0;
  virtual std::string list_versions(const std::string& bucket, const Paging& paging) = 0;

  virtual std::string begin_upload(const At& at, const TextPairs& tags, wire::Time now) = 0;
  virtual std::string put_part(const UploadName& upload, unsigned number, const Body& body,
                               wire::Time now) = 0;
  virtual std::string complete(const UploadName& upload, const std::vector<Choice>& chosen,
                               const Wish& wish, wire::Time now) = 0;
  virtual std::string abort(const UploadName& upload) = 0;
  virtual std::string list_parts(const UploadName& upload, unsigned after,
                                 std::size_t parts_max) = 0;
  virtual std::string list_uploads(const std::string& bucket, const Paging& paging) = 0;
};

// What an answer shows of an object, a version, an upload or a part; empty fields are not shown.
struct Seen {
  std::string key = {};
  std::string id = {};
  bool delete_marker = false;
  bool latest = false;
  std::string etag = {};
  std::optional<std::uint64_t> size = {};
  wire::Time time = {};
  TextPairs tags = {};
  TextPairs metadata = {};
  std::string parts = {};
  std::optional<std::string> body = {};
};
std::string text_of(const Seen& seen);

struct SeenPage {
  std::vector<Seen> entries;
  std::vector<std::string> prefixes;
  bool truncated = false;
  std::string next_key, next_id;  // shown when truncated
};
std::string text_of(const SeenPage& page);

// Bytes shown as they are, or as their size and hash when there are many.
std::string text_of_bytes(std::string_view bytes);

// Which bytes of an object of that size read_range() means: first and length.
std::pair<std::uint64_t, std::uint64_t> range_of(unsigned choice, std::uint64_t size);

// ETag of an object made of parts: MD5 of their MD5s, and how many they are.
std::string multipart_etag(const std::vector<Choice>& parts);

}  // namespace pail::testing
