// One world for a model test: the memory engine, a hook in front of its Space, a Model, and short
// ways to say what a test is not about. Reading a failed Result ends the test program: helpers here
// are for what must succeed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/model.hpp"
#include "tests/model/hooked_space.hpp"
#include "wire/digest.hpp"

namespace pail::testing {

inline constexpr std::string_view some_owner =
    "4c1029697ee358715d3a14a2add817c4b01651440de808371f78165ac90dc581";
inline const wire::Time some_time{std::chrono::seconds(1'360'112'265)};  // 2013-02-06T00:57:45Z

class ModelTestWorld {
 public:
  HookedSpace& space() noexcept { return hooked_; }
  model::Model& model() noexcept { return model_; }

  model::Bucket make_bucket(std::string_view name = "bucket") {
    return model_.create_bucket(name, some_owner, "us-east-1", some_time).value();
  }

  model::Incoming incoming(std::string_view body) {
    model::Incoming incoming = model_.incoming();
    incoming.write(wire::as_bytes(body)).value();
    return incoming;
  }

  model::Result<model::Object> put(const model::Bucket& bucket, std::string_view key,
                                   std::string_view body = "",
                                   const model::WriteConditions& conditions = {}) {
    model::ObjectAttributes attributes;
    attributes.etag = wire::to_hex(wire::md5(wire::as_bytes(body)));
    PAIL_TRY(auto stored,
             model_.put(bucket, key, attributes, incoming(body), conditions, some_time));
    return std::move(stored.object);
  }

  model::Result<model::Model::Removed> remove(const model::Bucket& bucket, std::string_view key,
                                              const model::WriteConditions& conditions = {}) {
    return model_.remove(bucket, {.key = key, .conditions = conditions, .owner = some_owner},
                         some_time);
  }

 private:
  std::unique_ptr<store::Engine> engine_ = store::make_memory_engine();
  std::unique_ptr<store::Space> space_ = engine_->open("world").value();
  HookedSpace hooked_{*space_};
  wire::SeededRandom random_{1};
  model::Model model_{hooked_, random_};
};

// The whole body, in pieces of `piece_bytes`.
inline std::string body_of(const model::Object& object, std::size_t piece_bytes = 4096) {
  std::string body;
  model::BodyReader reader = object.read(0, object.size());
  for (;;) {
    const wire::Bytes piece = reader.next(piece_bytes).value();
    if (piece.empty()) return body;
    body += wire::as_text(piece);
  }
}

}  // namespace pail::testing
