// What is tested: model::Model over a Space of some engine, behind the words of Storage.
//
// Ground owns the engine and all its Spaces' handles, so that it can close and open them as a
// restart would; it also knows which id each name stands for.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/model.hpp"
#include "emulator/store/engine.hpp"
#include "tests/model/hooked_space.hpp"
#include "tests/reference/storage.hpp"
#include "wire/random.hpp"

namespace pail::testing {

struct EngineSource {
  std::string name;
  // An engine on that folder, which is empty at first; memory has no use for it.
  std::function<std::unique_ptr<store::Engine>(const std::filesystem::path&)> open;
  bool survives = false;  // opened again, everything is there
};

// Names by order of appearance, and back.
class Names {
 public:
  Names(char letter, const std::string& unknown_id)
      : letter_(letter), ids_{unknown_id}, numbers_{{unknown_id, 0}} {}
  std::string name_of(std::string_view id);
  const std::string& id_of(const std::string& name) const;

 private:
  char letter_;
  std::vector<std::string> ids_;  // by number; 0: never given out
  std::map<std::string, std::size_t, std::less<>> numbers_;
};

class Ground {
 public:
  // `folder` must exist as long as the Ground.
  Ground(const EngineSource& source, std::filesystem::path folder);

  // Worlds are numbered in the order they were forked; 0 is there from the start.
  void fork(unsigned world);
  void reopen();  // where the engine survives that
  store::Space& space(unsigned world) { return *spaces_.at(world).hooked; }

  wire::SeededRandom random{1};
  Names versions;
  Names uploads;

 private:
  struct World {
    std::unique_ptr<store::Space> space;
    std::unique_ptr<HookedSpace> hooked;  // for its small inline_bytes_max
  };
  static World world_on(std::unique_ptr<store::Space> space);

  const EngineSource& source_;
  std::filesystem::path folder_;
  std::unique_ptr<store::Engine> engine_;
  std::vector<World> spaces_;
};

class Subject final : public Storage {
 public:
  Subject(Ground& ground, unsigned world) : ground_(&ground), world_(world) {}

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

 private:
  template <class T>
  using Result = wire::Result<T>;

  model::Model model() { return {ground_->space(world_), ground_->random}; }
  // Those below answer as the method of that name; an error becomes text in one place.
  Result<std::string> try_put(const At& at, const Body& body, const TextPairs& tags,
                              const Wish& wish, wire::Time now);
  Result<std::string> try_remove(const At& at, const Wish& wish, wire::Time now);
  Result<std::string> try_copy(const At& from, const At& to, const Wish& wish, wire::Time now);
  Result<std::string> try_list(const std::string& bucket, const Paging& paging);
  Result<std::string> try_list_versions(const std::string& bucket, const Paging& paging);
  Result<std::string> try_put_part(const UploadName& upload, unsigned number, const Body& body,
                                   wire::Time now);
  Result<std::string> try_complete(const UploadName& upload, const std::vector<Choice>& chosen,
                                   const Wish& wish, wire::Time now);
  Result<std::string> try_list_parts(const UploadName& upload, unsigned after,
                                     std::size_t parts_max);
  Result<std::string> try_list_uploads(const std::string& bucket, const Paging& paging);
  std::string text_of_result(const Result<std::string>& result);
  std::string text_of_error(const wire::Error& error);

  Result<model::Object> read(const At& at);
  Result<model::Upload> upload_of(const UploadName& name);
  model::Incoming incoming(const std::string& bytes);
  model::Object kept(const std::string& bytes);
  Seen seen(std::string_view key, const model::Object& object);

  Ground* ground_;
  unsigned world_;
};

}  // namespace pail::testing
