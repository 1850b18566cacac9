// PutBucketLifecycleConfiguration's document: what is accepted is shown so that it is accepted
// again, survives the bucket's slot, and no transition leads anywhere outside its window.
#include <cstdint>
#include <cstdlib>

#include "emulator/lifecycle/schedule.hpp"
#include "emulator/model/object_record.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace documents = pail::emulator::documents;
  namespace lifecycle = pail::emulator::lifecycle;
  namespace model = pail::model;
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  auto rules = documents::parse_lifecycle(document);
  if (!rules) return 0;
  const std::string shown = documents::lifecycle_document(rules.value());
  const documents::Lifecycle given{std::move(rules).value(), {}, {}};
  const auto again = documents::read_lifecycle_slot(documents::lifecycle_slot(given));
  if (!again || documents::lifecycle_document(again.value().rules) != shown) std::abort();
  const pail::wire::Time begun{};
  const lifecycle::Window window{begun + std::chrono::days(1), begun + std::chrono::days(10'000)};
  const auto object = model::Object::open(model::encode_object({}, {}, {.last_modified = begun}));
  const auto moved = lifecycle::transition_of(again.value(), "key", object.value(), window);
  if (moved && (moved->when < window.from || moved->when > window.until)) std::abort();
  const auto due = lifecycle::expiration_of(again.value(), "key", object.value());
  if (due && lifecycle::expiration_header(*due).find('\n') != std::string::npos) std::abort();
  return 0;
}
