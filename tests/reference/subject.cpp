#include "tests/reference/subject.hpp"

#include <gtest/gtest.h>

#include "emulator/model/version.hpp"
#include "wire/encode.hpp"

namespace pail::testing {
namespace {

constexpr std::string_view owner =
    "4c1029697ee358715d3a14a2add817c4b01651440de808371f78165ac90dc581";

// Well formed, and the place in the order of its key is one that is often taken.
std::string unknown_version() {
  wire::SeededRandom random(99);
  return model::make_version_id(1, random);
}

std::string bytes_of(const model::Object& object, std::uint64_t first, std::uint64_t length) {
  constexpr std::size_t pieces_bytes[] = {7, 1'000'000};
  const std::size_t piece_bytes = pieces_bytes[length > 1000 ? 1 : 0];
  std::string bytes;
  model::BodyReader reader = object.read(first, length);
  for (;;) {
    const wire::Bytes piece = reader.next(piece_bytes).value();
    if (piece.empty()) return bytes;
    bytes += wire::as_text(piece);
  }
}

TextPairs copied(const model::Object::PairViews& pairs) {
  return {pairs.begin(), pairs.end()};
}

model::WriteConditions conditions_of(const Wish& wish) {
  return {.must_be_absent = wish.absent, .if_match = wish.etag};
}

}  // namespace

std::string Names::name_of(std::string_view id) {
  if (id.empty() || id == model::null_version) return std::string(id);
  const auto [entry, is_new] = numbers_.try_emplace(std::string(id), ids_.size());
  if (is_new) ids_.emplace_back(id);
  return letter_ + std::to_string(entry->second);
}

const std::string& Names::id_of(const std::string& name) const {
  static const std::string null{model::null_version};
  return name == null ? null : ids_.at(std::stoul(name.substr(1)));
}

Ground::Ground(const EngineSource& source, std::filesystem::path folder)
    : versions('v', unknown_version()),
      uploads('u', "not-an-upload"),
      source_(source),
      folder_(std::move(folder)),
      engine_(source.open(folder_)) {
  spaces_.push_back(world_on(engine_->open("world 0").value()));
}

Ground::World Ground::world_on(std::unique_ptr<store::Space> space) {
  auto hooked = std::make_unique<HookedSpace>(*space);
  return {std::move(space), std::move(hooked)};
}

void Ground::fork(unsigned world) {
  const std::string name = "world " + std::to_string(spaces_.size());
  spaces_.push_back(world_on(engine_->fork(*spaces_.at(world).space, name).value()));
}

void Ground::reopen() {
  if (!source_.survives) return;
  const std::size_t count = spaces_.size();
  spaces_.clear();
  engine_.reset();
  engine_ = source_.open(folder_);
  for (std::size_t i = 0; i < count; ++i) {
    spaces_.push_back(world_on(engine_->open("world " + std::to_string(i)).value()));
  }
}

std::string Subject::text_of_error(const wire::Error& error) {
  std::string text(error.code_text());
  for (const std::string_view element :
       {"Condition", "PartNumber", "ProposedSize", "ResourceType"}) {
    // InvalidPart's PartNumber is there for both sides; the bucket's and key's names are not.
    if (const auto value = error.detail(element); !value.empty()) text.append(" ").append(value);
  }
  for (const auto& [name, value] : error.headers()) {
    if (name == "x-amz-version-id") text += " marker " + ground_->versions.name_of(value);
  }
  return text;
}

std::string Subject::text_of_result(const Result<std::string>& result) {
  return result ? result.value() : text_of_error(result.error());
}

Seen Subject::seen(std::string_view key, const model::Object& object) {
  Seen seen{.key = std::string(key),
            .id = ground_->versions.name_of(object.version_id()),
            .delete_marker = object.is_delete_marker(),
            .etag = std::string(object.etag()),
            .size = std::nullopt,
            .time = object.last_modified(),
            .tags = copied(object.tags()),
            .metadata = copied(object.metadata()),
            .parts = {},
            .body = std::nullopt};
  if (!seen.delete_marker) seen.size = object.size();
  for (const model::ObjectPart& part : object.parts()) {
    seen.parts += std::to_string(part.number) + ":" + std::to_string(part.size) + ",";
  }
  return seen;
}

// Whole parts are written once per world and then shared, as UploadPartCopy does it: writing 5 MiB
// each time would take most of the time of this test.
model::Incoming Subject::incoming(const std::string& bytes) {
  model::Incoming incoming = model().incoming();
  if (bytes.size() > 1'000'000) {
    incoming.share(kept(bytes));
    return incoming;
  }
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::string_view piece = rest.substr(0, rest.size() > 1000 ? rest.size() / 2 : 10);
    incoming.write(wire::as_bytes(piece)).value();
    rest.remove_prefix(piece.size());
  }
  return incoming;
}

// In a bucket of somebody else's, which no answer shows.
model::Object Subject::kept(const std::string& bytes) {
  constexpr std::string_view name = "kept-bodies";
  const std::string key = std::to_string(bytes.size());
  auto bucket = model().bucket(name);
  if (!bucket) bucket = model().create_bucket(name, "somebody else", "us-east-1", wire::Time());
  auto object = model().get(bucket.value(), key);
  if (object) return std::move(object.value());
  model::Incoming incoming = model().incoming();
  incoming.write(wire::as_bytes(bytes)).value();
  return model().put(bucket.value(), key, {}, std::move(incoming), {}, wire::Time()).value().object;
}

wire::Result<model::Object> Subject::read(const At& at) {
  PAIL_TRY(const auto bucket, model().bucket(at.bucket));
  if (!at.version) return model().get(bucket, at.key);
  return model().version(bucket, at.key, ground_->versions.id_of(*at.version));
}

std::string Subject::create_bucket(const std::string& bucket) {
  const auto created = model().create_bucket(bucket, owner, "us-east-1", wire::Time());
  return created ? "created" : text_of_error(created.error());
}

std::string Subject::delete_bucket(const std::string& bucket) {
  const auto deleted = model().delete_bucket(bucket);
  return deleted ? "deleted" : text_of_error(deleted.error());
}

std::string Subject::list_buckets() {
  const auto page = model().list_buckets(owner, "", "", 1000);
  if (!page) return text_of_error(page.error());
  std::string names;
  for (const model::Bucket& bucket : page.value().buckets) {
    constexpr std::string_view states[] = {"", "+", "-"};
    names.append(bucket.name).append(states[static_cast<int>(bucket.versioning)]).append(" ");
  }
  return names;
}

std::string Subject::set_versioning(const std::string& bucket, bool enabled) {
  const auto found = model().bucket(bucket);
  if (!found) return text_of_error(found.error());
  const auto set = model().configure(found.value(), model::BucketConfig::versioning,
                                     enabled ? "Enabled" : "Suspended");
  return set ? "set" : text_of_error(set.error());
}

wire::Result<std::string> Subject::try_put(const At& at, const Body& body, const TextPairs& tags,
                                           const Wish& wish, wire::Time now) {
  PAIL_TRY(const auto bucket, model().bucket(at.bucket));
  model::ObjectAttributes attributes;
  attributes.etag = body.etag;
  attributes.tags = tags;
  attributes.metadata = {{"first", body.etag.substr(0, 4)}, {"second", ""}};
  PAIL_TRY(const auto stored, model().put(bucket, at.key, attributes, incoming(*body.bytes),
                                          conditions_of(wish), now));
  return text_of(seen(at.key, stored.object));
}

std::string Subject::put(const At& at, const Body& body, const TextPairs& tags, const Wish& wish,
                         wire::Time now) {
  return text_of_result(try_put(at, body, tags, wish, now));
}

std::string Subject::get(const At& at) {
  const auto object = read(at);
  if (!object) return text_of_error(object.error());
  Seen shown = seen(at.key, object.value());
  shown.body = bytes_of(object.value(), 0, object.value().size());
  return text_of(shown);
}

std::string Subject::read_range(const At& at, unsigned choice) {
  const auto object = read(at);
  if (!object) return text_of_error(object.error());
  const auto [first, length] = range_of(choice, object.value().size());
  return text_of_bytes(bytes_of(object.value(), first, length));
}

wire::Result<std::string> Subject::try_remove(const At& at, const Wish& wish, wire::Time now) {
  PAIL_TRY(const auto bucket, model().bucket(at.bucket));
  model::Model::Deletion deletion{.key = at.key, .conditions = conditions_of(wish)};
  if (at.version) deletion.version_id = ground_->versions.id_of(*at.version);
  PAIL_TRY(const auto removed, model().remove(bucket, deletion, now));
  const bool is_named = at.version || removed.delete_marker;
  if (!is_named || removed.version_id.empty()) return std::string("gone");
  return (removed.delete_marker ? "marker " : "version ") +
         ground_->versions.name_of(removed.version_id);
}

std::string Subject::remove(const At& at, const Wish& wish, wire::Time now) {
  return text_of_result(try_remove(at, wish, now));
}

// As CopyObject does it: the bytes are shared, attributes go along, the ETag is made anew.
wire::Result<std::string> Subject::try_copy(const At& from, const At& to, const Wish& wish,
                                            wire::Time now) {
  PAIL_TRY(const auto source, read(from));
  if (source.is_delete_marker()) return std::string("delete marker");
  model::ObjectAttributes attributes = source.attributes();
  attributes.etag = etag_of_copy(source.etag(), bytes_of(source, 0, source.size()));
  attributes.parts.clear();
  model::Incoming incoming = model().incoming();
  incoming.share(source);
  PAIL_TRY(const auto bucket, model().bucket(to.bucket));
  PAIL_TRY(const auto stored,
           model().put(bucket, to.key, attributes, std::move(incoming), conditions_of(wish), now));
  return text_of(seen(to.key, stored.object));
}

std::string Subject::copy(const At& from, const At& to, const Wish& wish, wire::Time now) {
  return text_of_result(try_copy(from, to, wish, now));
}

std::string Subject::tag(const At& at, const TextPairs& tags) {
  const auto bucket = model().bucket(at.bucket);
  if (!bucket) return text_of_error(bucket.error());
  std::optional<std::string_view> version;
  if (at.version) version = ground_->versions.id_of(*at.version);
  const auto revised = model().revise(bucket.value(), at.key, version, {.tags = tags});
  return revised ? text_of(seen(at.key, revised.value())) : text_of_error(revised.error());
}

}  // namespace pail::testing
