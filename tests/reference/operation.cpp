#include "tests/reference/operation.hpp"

#include <array>

namespace pail::testing {
namespace {

using namespace std::string_literals;

constexpr std::size_t worlds_max = 3;

const std::string buckets[] = {"first-bucket", "other-bucket"};
// Alike, nested, above ASCII, with the bytes that rows escape, one the beginning of another.
const std::string keys[] = {"a", "a/b", "a/", "a/b/c", "a\0"s, "a\0\0b"s, "b", "\xc3\xa9\xff"s};
const std::string prefixes[] = {"", "a", "a/", "a\0"s, "b/"};
const std::string delimiters[] = {"", "/", "b", "\0"s};
// None, keys, a group, and what is neither.
const std::string markers[] = {"", "a", "a/", "a/b", "a/b/", "a\0"s, "a0", "b"};
const std::size_t pages[] = {1000, 1, 2, 3, 0};
const TextPairs tag_sets[] = {{}, {{"k", "v"}}, {{"x", ""}, {"k", "w"}}};

constexpr std::size_t whole_objects = 6;  // of the bodies
// Of them, parts: whole ones often, or completions would hardly ever succeed.
constexpr unsigned part_bodies[] = {6, 0, 6, 5, 6, 7, 6, 3};

// Inline and in a blob (HookedSpace draws the line at 64 bytes), and parts on both sides of 5 MiB.
const std::array<Body, 8>& bodies() {
  static const std::array<Body, 8> bodies = {
      body_of_bytes("one"),
      body_of_bytes(""),
      body_of_bytes(std::string(64, 'i')),
      body_of_bytes(std::string(65, 'o') + "end"),
      body_of_bytes(std::string(3000, 'x') + std::string(3000, 'y')),
      body_of_bytes("two"),
      body_of_bytes(std::string(5'242'880, 'p') + "q"),
      body_of_bytes(std::string(5'242'879, 'z'))};
  return bodies;
}

template <class List>
const auto& pick(const List& list, unsigned number) {
  return list[number % std::size(list)];
}

// An operation with its numbers looked up, in one world.
struct Asked {
  At at, to;
  const Body *body, *part;
  TextPairs tags;
  Wish wish;
  Paging paging;
  UploadName upload;
  unsigned number = 0;
  unsigned range = 0;
  std::vector<Choice> chosen;
  wire::Time now;
};

enum class Needs { key, version, upload, fork, reopen };

struct Row {
  std::string_view name;
  std::size_t weight;
  Needs needs;
  std::string (*answer)(Storage&, const Asked&);
};

// Writes are frequent, so that there is something to read; ways to lose everything are not.
const Row rows[] = {
    {"put", 22, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.put(a.at, *a.body, a.tags, a.wish, a.now); }},
    {"get", 5, Needs::key, [](Storage& s3, const Asked& a) { return s3.get(a.at); }},
    {"get_version", 5, Needs::version, [](Storage& s3, const Asked& a) { return s3.get(a.at); }},
    {"read_range", 3, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.read_range(a.at, a.range); }},
    {"remove", 9, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.remove(a.at, a.wish, a.now); }},
    {"remove_version", 9, Needs::version,
     [](Storage& s3, const Asked& a) { return s3.remove(a.at, {}, a.now); }},
    {"copy", 4, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.copy(a.at, a.to, a.wish, a.now); }},
    {"copy_version", 4, Needs::version,
     [](Storage& s3, const Asked& a) { return s3.copy(a.at, a.to, a.wish, a.now); }},
    {"tag", 3, Needs::key, [](Storage& s3, const Asked& a) { return s3.tag(a.at, a.tags); }},
    {"tag_version", 3, Needs::version,
     [](Storage& s3, const Asked& a) { return s3.tag(a.at, a.tags); }},
    {"list", 6, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.list(a.at.bucket, a.paging); }},
    {"list_versions", 5, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.list_versions(a.at.bucket, a.paging); }},
    {"list_next_versions", 5, Needs::version,
     [](Storage& s3, const Asked& a) { return s3.list_versions(a.at.bucket, a.paging); }},
    {"begin_upload", 6, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.begin_upload(a.at, a.tags, a.now); }},
    {"put_part", 10, Needs::upload,
     [](Storage& s3, const Asked& a) {
       return s3.put_part(a.upload, a.number + 1, *a.part, a.now);
     }},
    {"complete", 6, Needs::upload,
     [](Storage& s3, const Asked& a) { return s3.complete(a.upload, a.chosen, a.wish, a.now); }},
    {"abort", 1, Needs::upload, [](Storage& s3, const Asked& a) { return s3.abort(a.upload); }},
    {"list_parts", 2, Needs::upload,
     [](Storage& s3, const Asked& a) {
       return s3.list_parts(a.upload, a.number, a.paging.entries_max);
     }},
    {"list_uploads", 3, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.list_uploads(a.at.bucket, a.paging); }},
    {"list_next_uploads", 3, Needs::upload,
     [](Storage& s3, const Asked& a) { return s3.list_uploads(a.at.bucket, a.paging); }},
    {"create_bucket", 4, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.create_bucket(a.at.bucket); }},
    {"delete_bucket", 1, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.delete_bucket(a.at.bucket); }},
    {"list_buckets", 1, Needs::key, [](Storage& s3, const Asked&) { return s3.list_buckets(); }},
    {"enable_versioning", 4, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.set_versioning(a.at.bucket, true); }},
    {"suspend_versioning", 3, Needs::key,
     [](Storage& s3, const Asked& a) { return s3.set_versioning(a.at.bucket, false); }},
    {"fork", 2, Needs::fork, nullptr},
    {"reopen", 2, Needs::reopen, nullptr},
};

// Mostly none.
Wish wish_of(unsigned number, std::string_view verb) {
  if (number == 1 && verb == "remove") return {.etag = "*"};
  if (number == 1) return {.absent = true};
  if (number == 2 || number == 3) return {.etag = bodies()[number - 2].etag};
  return {};
}

// The parts to complete with: all of them in order, or a way to go wrong.
std::vector<Choice> chosen(const Reference& world, const UploadName& upload, unsigned how) {
  std::vector<Choice> parts = world.parts_of(upload);
  if (parts.empty()) return {{1, bodies()[0].etag}};
  if (how == 1 && parts.size() > 1) parts.erase(parts.begin());
  if (how == 2 && parts.size() > 1) parts.pop_back();
  if (how == 3) parts.insert(parts.begin(), parts.back());
  if (how == 4) parts.back().etag = bodies()[1].etag;
  if (how == 5) parts.push_back({9999, bodies()[0].etag});
  if (how == 6) parts.push_back(parts.back());
  return parts;
}

// "null" is asked for even where it never was.
std::string version_of(const Reference& world, const At& at, unsigned back) {
  if (back == 1) return "null";
  return back % 2 == 0 ? world.version_there(at.bucket, at.key, back / 2)
                       : world.version_given(at.bucket, at.key, back / 2 - 1);
}

UploadName upload_of(const Reference& world, const std::string& bucket, unsigned back) {
  return back % 2 == 0 ? world.upload_there(bucket, back / 2)
                       : world.upload_given(bucket, back / 2);
}

void look_up_names(const Reference& world, const Operation& operation, Asked& asked) {
  At& at = asked.at;
  if (rows[operation.verb].needs == Needs::version) {
    at.version = version_of(world, at, operation.back);
    asked.paging.key_marker = at.key;
    if (world.has_place(at.bucket, at.key, *at.version)) asked.paging.id_marker = at.version;
  }
  if (rows[operation.verb].needs == Needs::upload) {
    asked.upload = upload_of(world, at.bucket, operation.back);
    asked.paging.key_marker = asked.upload.key;
    if (asked.upload.id != "u0") asked.paging.id_marker = asked.upload.id;
    if (operation.range == 24) asked.upload.key = at.key;  // perhaps another's
    asked.chosen = chosen(world, asked.upload, operation.number);
  }
}

Asked look_up(const Reference& world, const Operation& operation, wire::Time now) {
  Asked asked{
      .at = {pick(buckets, operation.bucket), pick(keys, operation.key)},
      .to = {pick(buckets, operation.number), pick(keys, operation.other_key)},
      .body = &bodies()[operation.body % whole_objects],
      .part = &bodies()[pick(part_bodies, operation.body)],
      .tags = pick(tag_sets, operation.tags),
      .wish = wish_of(operation.wish, rows[operation.verb].name),
      .paging = {pick(prefixes, operation.prefix), pick(delimiters, operation.delimiter),
                 pick(markers, operation.other_key), std::nullopt, pick(pages, operation.page)},
      .upload = {},
      .number = operation.number,
      .range = operation.range,
      .chosen = {},
      .now = now};
  look_up_names(world, operation, asked);
  return asked;
}

}  // namespace

void showValue(const Operation& operation, std::ostream& out) {
  out << "\n  " << rows[operation.verb].name;
  const auto show = [&](std::string_view name, unsigned value) {
    if (value != 0) out << ' ' << name << '=' << value;
  };
  show("world", operation.world);
  show("bucket", operation.bucket);
  show("key", operation.key);
  show("other_key", operation.other_key);
  show("back", operation.back);
  show("body", operation.body);
  show("wish", operation.wish);
  show("tags", operation.tags);
  show("prefix", operation.prefix);
  show("delimiter", operation.delimiter);
  show("page", operation.page);
  show("number", operation.number);
  show("range", operation.range);
}

Two::Two(const EngineSource& source, const std::filesystem::path& directory)
    : ground_(source, directory) {
  worlds_.push_back({Reference(counters_), Subject(ground_, 0)});
  for (const std::string& bucket : buckets) {
    worlds_[0].reference.create_bucket(bucket);
    worlds_[0].subject.create_bucket(bucket);
  }
}

Two::Answers Two::answers(const Operation& operation) {
  now_ += std::chrono::milliseconds(400);
  const unsigned number = operation.world % static_cast<unsigned>(worlds_.size());
  const Row& row = rows[operation.verb];
  if (row.needs == Needs::fork) return fork(worlds_[number], number);
  if (row.needs == Needs::reopen) {
    ground_.reopen();
    return {};
  }
  World& world = worlds_[number];
  const Asked asked = look_up(world.reference, operation, now_);
  return {row.answer(world.reference, asked), row.answer(world.subject, asked)};
}

Two::Answers Two::fork(const World& world, unsigned number) {
  if (worlds_.size() < worlds_max) {
    ground_.fork(number);
    const auto name = static_cast<unsigned>(worlds_.size());
    worlds_.push_back({Reference(world.reference), Subject(ground_, name)});
  }
  return {};
}

Two::Answers Two::everything() {
  Answers all;
  const auto add = [](std::string& text, Storage& s3) {
    for (const std::string& bucket : buckets) {
      text += s3.list(bucket, {}) + "\n" + s3.list_versions(bucket, {}) + "\n" +
              s3.list_uploads(bucket, {}) + "\n";
    }
  };
  for (World& world : worlds_) {
    add(all.expected, world.reference);
    add(all.actual, world.subject);
  }
  return all;
}

}  // namespace pail::testing

namespace rc {
namespace {

using pail::testing::Operation;

Gen<unsigned> verbs() {
  unsigned all = 0;
  std::vector<unsigned> weighted;
  for (const auto& row : pail::testing::rows) {
    weighted.insert(weighted.end(), row.weight, all++);
  }
  return gen::elementOf(std::move(weighted));
}

// Half of the time 0: operations should meet.
Gen<unsigned> mostly_first(unsigned end) {
  return gen::weightedOneOf<unsigned>({{1, gen::just(0U)}, {1, gen::inRange(0U, end)}});
}

}  // namespace

Gen<Operation> Arbitrary<Operation>::arbitrary() {
  return gen::build<Operation>(
      gen::set(&Operation::verb, verbs()), gen::set(&Operation::world, gen::inRange(0U, 3U)),
      gen::set(&Operation::bucket, gen::weightedElement<unsigned>({{4, 0U}, {1, 1U}})),
      gen::set(&Operation::key, mostly_first(8)),
      gen::set(&Operation::other_key, gen::inRange(0U, 8U)),
      gen::set(&Operation::back, mostly_first(8)), gen::set(&Operation::body, gen::inRange(0U, 8U)),
      gen::set(&Operation::wish, mostly_first(4)), gen::set(&Operation::tags, gen::inRange(0U, 3U)),
      gen::set(&Operation::prefix, mostly_first(5)),
      gen::set(&Operation::delimiter, mostly_first(4)),
      gen::set(&Operation::page, gen::inRange(0U, 5U)),
      gen::set(&Operation::number, mostly_first(7)),
      gen::set(&Operation::range, gen::inRange(0U, 25U)));
}

}  // namespace rc
