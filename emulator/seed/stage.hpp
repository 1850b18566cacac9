// Where a description is carried out: first in a fork of the world, as a rehearsal, then in the
// world itself. A rehearsal does everything but store bodies and take the keys of users, which are
// the world's own.
#pragma once

#include "emulator/seed/description.hpp"
#include "emulator/seed/requests.hpp"

namespace pail::emulator::seed {

struct Stage {
  Emulator& s3;
  const Document& document;
  world::World& real;       // the one that is meant
  world::World& rehearsed;  // its fork
  bool is_rehearsal;
  Report report = {};

  world::World& world() const noexcept { return is_rehearsal ? rehearsed : real; }
  wire::Error mistake(const At& at, std::string_view what) const {
    return seed::mistake(document, at, what);
  }
  // A mistake in S3's words unless the answer is good.
  wire::Result<void> expect(const wire::Result<Answer>& answer, const At& at,
                            std::string_view whose = {}) const;
  // As the root of the world's first account.
  Requests as_root(world::World& where) const;
  // As the root whose access key that is.
  wire::Result<Requests> as_owner(world::World& where, const Bucket& bucket) const;
};

wire::Result<void> apply_identities(Stage& stage, const Description& description);
wire::Result<void> apply_bucket(Stage& stage, const Bucket& bucket);
wire::Result<void> apply_object(Stage& stage, Requests& requests, const Bucket& bucket,
                                const Object& object);

}  // namespace pail::emulator::seed
