// The plainest S3: maps and vectors, every rule as the spec words it (shared/spec/semantics.md
// §7-9, §12-14, §16), every listing by looking at everything. Copying one is a fork. It shares
// nothing with emulator/model, which is held against it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/reference/storage.hpp"

namespace pail::testing {

class Reference final : public Storage {
 public:
  // How many versions and uploads have been named, in all worlds.
  struct Counters {
    unsigned versions = 0;
    unsigned uploads = 0;
  };
  explicit Reference(Counters& counters) : counters_(&counters) {}

  std::string create_bucket(const std::string& bucket) override;
  std::string delete_bucket(const std::string& bucket) override;
  std::string list_buckets() override;
  std::string set_versioning(const std::string& bucket, bool enabled) override;
  std::string put(const At& at, const Body& body, const TextPairs& tags, const Wish& wish,
                  wire::Time now) override;
  std::string get(const At& at) override;
  std::string read_range(const At& at, unsigned choice) override;
  std::string remove(const At& at, const Wish& wish, wire::Time now) override;
  std::string copy(const At& from, const At& to, const Wish& wish, wire::Time now) override;
  std::string tag(const At& at, const TextPairs& tags) override;
  std::string list(const std::string& bucket, const Paging& paging) override;
  std::string list_versions(const std::string& bucket, const Paging& paging) override;
  std::string begin_upload(const At& at, const TextPairs& tags, wire::Time now) override;
  std::string put_part(const UploadName& upload, unsigned number, const Body& body,
                       wire::Time now) override;
  std::string complete(const UploadName& upload, const std::vector<Choice>& chosen,
                       const Wish& wish, wire::Time now) override;
  std::string abort(const UploadName& upload) override;
  std::string list_parts(const UploadName& upload, unsigned after, std::size_t parts_max) override;
  std::string list_uploads(const std::string& bucket, const Paging& paging) override;

  // What a client of this world could know and name, the youngest first: what there is, or the ids
  // it was given, whether they still stand or not; "v0" and "u0" beyond the last.
  std::string version_there(const std::string& bucket, const std::string& key, unsigned back) const;
  std::string version_given(const std::string& bucket, const std::string& key, unsigned back) const;
  UploadName upload_there(const std::string& bucket, unsigned back) const;
  UploadName upload_given(const std::string& bucket, unsigned back) const;
  // The parts of an upload; none when there is no such upload.
  std::vector<Choice> parts_of(const UploadName& upload) const;
  // Whether S3 says where a listing goes on behind that id: it does for a version that stands, and
  // for one that was removed as long as nothing was written to its key since.
  bool has_place(const std::string& bucket, const std::string& key, const std::string& id) const;

 private:
  struct Version {
    std::string id = {};
    unsigned born = 0;  // among all of this world's
    bool delete_marker = false;
    Body body = {};
    TextPairs tags = {};
    TextPairs metadata = {};
    std::string parts = {};  // "1:5242880 2:10", "" when stored in one piece
    wire::Time time = {};
  };
  struct Part {
    Body body = {};
    wire::Time time = {};
  };
  struct Upload {
    std::string key = {};
    std::string id = {};
    unsigned born = 0;
    bool began_on_object = false;  // the key had a current object then
    TextPairs tags = {};
    wire::Time time = {};
    std::map<unsigned, Part> parts = {};
  };
  enum class State { unversioned, enabled, suspended };
  struct Given {
    std::string key = {};
    std::string id = {};
    unsigned born = 0;
    std::optional<unsigned> removed = {};  // when born_ was that
  };
  struct Bucket {
    State state = State::unversioned;
    std::map<std::string, std::vector<Version>> keys;  // newest first, never empty
    std::vector<Upload> uploads;                       // in the order they were begun
    std::vector<Given> versions_given, uploads_given;
  };

  Bucket* find(const std::string& bucket);
  const Bucket* find(const std::string& bucket) const;
  static const Version* current(const Bucket& bucket, const std::string& key);
  static Version* find_version(Bucket& bucket, const At& at);
  static Upload* find_upload(Bucket& bucket, const UploadName& name);
  static const Upload* find_upload(const Bucket& bucket, const UploadName& name);
  // "" when the wish is granted.
  static std::string refusal(const Bucket& bucket, const std::string& key, const Wish& wish);
  // The version or current object that a read names, or why there is none.
  Version* readable(const At& at, std::string& refusal);
  const Version& store(Bucket& bucket, const std::string& key, Version version);
  std::string remove_version(Bucket& bucket, const At& at);
  static std::string refusal(const Upload& upload, const std::vector<Choice>& chosen);
  static bool changed_since(const Upload& upload, const Bucket& bucket);
  static Version joined(const Upload& upload, const std::vector<Choice>& chosen);
  static Seen seen(const std::string& key, const Version& version);

  Counters* counters_;
  unsigned born_ = 0;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace pail::testing
