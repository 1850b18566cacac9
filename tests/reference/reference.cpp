#include "tests/reference/reference.hpp"

#include <algorithm>

namespace pail::testing {
namespace {

// How objects are marked, so that what is stored beside the bytes is seen to stay with them.
TextPairs metadata_for(const Body& body) {
  return {{"first", body.etag.substr(0, 4)}, {"second", ""}};
}

}  // namespace

Reference::Bucket* Reference::find(const std::string& bucket) {
  const auto found = buckets_.find(bucket);
  return found == buckets_.end() ? nullptr : &found->second;
}

const Reference::Bucket* Reference::find(const std::string& bucket) const {
  const auto found = buckets_.find(bucket);
  return found == buckets_.end() ? nullptr : &found->second;
}

// Null when the key has no version, or its newest is a delete marker.
const Reference::Version* Reference::current(const Bucket& bucket, const std::string& key) {
  const auto found = bucket.keys.find(key);
  if (found == bucket.keys.end() || found->second.front().delete_marker) return nullptr;
  return &found->second.front();
}

Reference::Version* Reference::find_version(Bucket& bucket, const At& at) {
  const auto found = bucket.keys.find(at.key);
  if (found == bucket.keys.end()) return nullptr;
  if (!at.version) return &found->second.front();
  for (Version& version : found->second) {
    if (version.id == *at.version) return &version;
  }
  return nullptr;
}

std::string Reference::create_bucket(const std::string& bucket) {
  return buckets_.try_emplace(bucket).second ? "created" : "BucketAlreadyOwnedByYou";
}

std::string Reference::delete_bucket(const std::string& bucket) {
  const Bucket* const found = find(bucket);
  if (!found) return "NoSuchBucket";
  if (!found->keys.empty()) return "BucketNotEmpty";
  buckets_.erase(bucket);
  return "deleted";
}

std::string Reference::list_buckets() {
  std::string names;
  for (const auto& [name, bucket] : buckets_) {
    constexpr std::string_view states[] = {"", "+", "-"};
    names.append(name).append(states[static_cast<int>(bucket.state)]).append(" ");
  }
  return names;
}

std::string Reference::set_versioning(const std::string& bucket, bool enabled) {
  Bucket* const found = find(bucket);
  if (!found) return "NoSuchBucket";
  found->state = enabled ? State::enabled : State::suspended;
  return "set";
}

std::string Reference::refusal(const Bucket& bucket, const std::string& key, const Wish& wish) {
  const Version* const now = current(bucket, key);
  if (wish.absent && now) return "PreconditionFailed If-None-Match";
  if (!wish.etag) return "";
  if (!now) return "NoSuchKey";
  return *wish.etag == "*" || *wish.etag == now->body.etag ? "" : "PreconditionFailed If-Match";
}

// Puts the version in front; outside Enabled it takes the place of the null version.
const Reference::Version& Reference::store(Bucket& bucket, const std::string& key,
                                           Version version) {
  std::vector<Version>& versions = bucket.keys[key];
  version.born = ++born_;
  version.id = "null";
  if (bucket.state == State::enabled) {
    version.id = "v" + std::to_string(++counters_->versions);
  } else {
    std::erase_if(versions, [](const Version& old) { return old.id == "null"; });
  }
  bucket.versions_given.push_back({.key = key, .id = version.id, .born = version.born});
  return *versions.insert(versions.begin(), std::move(version));
}

std::string Reference::put(const At& at, const Body& body, const TextPairs& tags, const Wish& wish,
                           wire::Time now) {
  Bucket* const bucket = find(at.bucket);
  if (!bucket) return "NoSuchBucket";
  if (std::string refused = refusal(*bucket, at.key, wish); !refused.empty()) return refused;
  Version version{.body = body, .tags = tags, .metadata = metadata_for(body), .time = now};
  return text_of(seen(at.key, store(*bucket, at.key, std::move(version))));
}

Reference::Version* Reference::readable(const At& at, std::string& refusal) {
  Bucket* const bucket = find(at.bucket);
  if (!bucket) {
    refusal = "NoSuchBucket";
    return nullptr;
  }
  Version* const version = find_version(*bucket, at);
  if (!version) {
    refusal = at.version ? "NoSuchVersion" : "NoSuchKey";
    return nullptr;
  }
  if (version->delete_marker && !at.version) {
    refusal = "NoSuchKey marker " + version->id;
    return nullptr;
  }
  return version;
}

std::string Reference::get(const At& at) {
  std::string refused;
  const Version* const version = readable(at, refused);
  if (!version) return refused;
  Seen shown = seen(at.key, *version);
  shown.body = *version->body.bytes;
  return text_of(shown);
}

std::string Reference::read_range(const At& at, unsigned choice) {
  std::string refused;
  const Version* const version = readable(at, refused);
  if (!version) return refused;
  const auto [first, length] = range_of(choice, version->body.bytes->size());
  return text_of_bytes(std::string_view(*version->body.bytes).substr(first, length));
}

std::string Reference::remove_version(Bucket& bucket, const At& at) {
  const Version* const found = find_version(bucket, at);
  if (!found) return "version " + *at.version;  // what was asked for, there or not
  const std::string answer = (found->delete_marker ? "marker " : "version ") + found->id;
  for (Given& given : bucket.versions_given) {
    if (given.id == found->id) given.removed = born_;
  }
  std::vector<Version>& versions = bucket.keys[at.key];
  versions.erase(versions.begin() + (found - versions.data()));
  if (versions.empty()) bucket.keys.erase(at.key);
  return answer;
}

std::string Reference::remove(const At& at, const Wish& wish, wire::Time now) {
  Bucket* const bucket = find(at.bucket);
  if (!bucket) return "NoSuchBucket";
  if (at.version) return remove_version(*bucket, at);
  if (std::string refused = refusal(*bucket, at.key, wish); !refused.empty()) return refused;
  if (bucket->state == State::unversioned) {
    bucket->keys.erase(at.key);
    return "gone";
  }
  return "marker " + store(*bucket, at.key, {.delete_marker = true, .body = {}, .time = now}).id;
}

std::string Reference::copy(const At& from, const At& to, const Wish& wish, wire::Time now) {
  std::string refused;
  const Version* const source = readable(from, refused);
  if (!source) return refused;
  if (source->delete_marker) return "delete marker";
  Version version = *source;
  version.body.etag = etag_of_copy(source->body.etag, *source->body.bytes);
  version.parts.clear();
  version.time = now;
  Bucket* const bucket = find(to.bucket);
  if (!bucket) return "NoSuchBucket";
  if (refused = refusal(*bucket, to.key, wish); !refused.empty()) return refused;
  return text_of(seen(to.key, store(*bucket, to.key, std::move(version))));
}

// A change meets a current delete marker as one that is named (§13).
std::string Reference::tag(const At& at, const TextPairs& tags) {
  Bucket* const bucket = find(at.bucket);
  if (!bucket) return "NoSuchBucket";
  Version* const version = find_version(*bucket, at);
  if (!version) return at.version ? "NoSuchVersion" : "NoSuchKey";
  if (version->delete_marker) return "MethodNotAllowed DeleteMarker";
  version->tags = tags;
  return text_of(seen(at.key, *version));
}

std::string Reference::version_there(const std::string& bucket, const std::string& key,
                                     unsigned back) const {
  const Bucket* const found = find(bucket);
  if (!found || !found->keys.contains(key) || back >= found->keys.at(key).size()) return "v0";
  return found->keys.at(key)[back].id;
}

std::string Reference::version_given(const std::string& bucket, const std::string& key,
                                     unsigned back) const {
  const Bucket* const found = find(bucket);
  if (!found) return "v0";
  for (auto given = found->versions_given.rbegin(); given != found->versions_given.rend();
       ++given) {
    if (given->key == key && back-- == 0) return given->id;
  }
  return "v0";
}

bool Reference::has_place(const std::string& bucket, const std::string& key,
                          const std::string& id) const {
  const Bucket* const found = find(bucket);
  if (!found || !found->keys.contains(key)) return false;
  const std::vector<Version>& versions = found->keys.at(key);
  const auto stands = [&](const Version& version) { return version.id == id; };
  if (std::any_of(versions.begin(), versions.end(), stands)) return true;
  return std::any_of(found->versions_given.begin(), found->versions_given.end(),
                     [&](const Given& given) {
                       return id != "null" && given.id == id && given.removed &&
                              versions.front().born <= *given.removed;
                     });
}

Seen Reference::seen(const std::string& key, const Version& version) {
  Seen seen{.key = key,
            .id = version.id,
            .delete_marker = version.delete_marker,
            .etag = version.body.etag,
            .size = std::nullopt,
            .time = version.time,
            .tags = version.tags,
            .metadata = version.metadata,
            .parts = version.parts,
            .body = std::nullopt};
  if (!version.delete_marker) seen.size = version.body.bytes->size();
  return seen;
}

}  // namespace pail::testing
