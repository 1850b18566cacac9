#include "emulator/seed/description.hpp"

#include <set>

#include "emulator/seed/tree.hpp"

namespace pail::emulator::seed {

wire::Result<Description> read_description(const Document& document) {
  Description description;
  PAIL_TRY(Fields fields, Fields::of(Member(document, document.root(), "")));
  if (const auto identities = fields.find("identities")) {
    PAIL_TRY(read_identities(*identities, description));
  }
  PAIL_TRY(const auto buckets, fields.items("buckets"));
  std::set<std::string> names;
  for (const Member& member : buckets) {
    PAIL_TRY(Bucket bucket, read_bucket(member));
    if (!names.insert(bucket.name).second) {
      return member.mistake("there is a bucket '" + bucket.name + "' already");
    }
    description.buckets.push_back(std::move(bucket));
  }
  PAIL_TRY(fields.done());
  if (document.seed().folders_are_buckets) {
    PAIL_TRY(add_folders(document, description.buckets));
  }
  return description;
}

wire::Error mistake(const Document& document, const At& at, std::string_view what) {
  return at.in_folder ? document.mistake_in_folder(at.path, what) : document.mistake(at.path, what);
}

}  // namespace pail::emulator::seed
