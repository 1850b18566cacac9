// GetObject: an object's bytes, all or a range. Spec: shared/spec/semantics.md §4-6.
#include "emulator/objects/object_answer.hpp"
#include "emulator/operation.hpp"

namespace pail::emulator::ops {
namespace {

class ObjectSource final : public net::Source {
 public:
  explicit ObjectSource(model::BodyReader reader) : reader_(std::move(reader)) {}
  std::uint64_t size() const noexcept override { return reader_.size(); }
  Result<net::Bytes> next(std::size_t bytes_max) override { return reader_.next(bytes_max); }
  std::optional<Result<net::Bytes>> next_at_once(std::size_t bytes_max) override {
    return reader_.next_at_once(bytes_max);
  }

 private:
  model::BodyReader reader_;
};

// Bytes in an archive have to be restored first, and nothing here restores.
Result<void> check_archived(const model::Object& object) {
  const std::string_view storage_class = object.storage_class();
  if (storage_class != "GLACIER" && storage_class != "DEEP_ARCHIVE") return wire::ok();
  return wire::Error(wire::Errc::InvalidObjectState).with("StorageClass", storage_class);
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::ObjectAnswer answer, objects::answer_object(call));
  if (!answer.object) return Begin(std::move(answer.reply));
  PAIL_TRY(check_archived(*answer.object));
  answer.reply.body =
      std::make_unique<ObjectSource>(answer.object->read(answer.offset, answer.length));
  return Begin(std::move(answer.reply));
}

}  // namespace

extern const Operation get_object;
const Operation get_object{.name = "GetObject",
                           .method = "GET",
                           .level = Level::object,
                           .action = "s3:GetObject",
                           .version_action = "s3:GetObjectVersion",
                           .takes_version = true,
                           .begin = begin};

}  // namespace pail::emulator::ops
