// A whole world as one archive, out and in, piece by piece: neither is ever held in memory.
#include "emulator/archive/archive.hpp"
#include "emulator/control/handlers.hpp"

namespace pail::control {
namespace {

class ImportUpload final : public net::Upload {
 public:
  ImportUpload(world::Worlds& worlds, WorldPtr world) : import_(worlds, std::move(world)) {}

  net::Result<void> write(net::Bytes piece) override { return import_.write(piece); }
  net::Result<net::Reply> finish() override {
    PAIL_TRY(import_.finish());
    return empty_reply();
  }

 private:
  archive::Import import_;
};

}  // namespace

Answer export_world(const Call& call) {
  PAIL_TRY(const WorldPtr world, find_world(call));
  net::Reply reply;
  PAIL_TRY(reply.body, archive::export_world(*world));
  reply.fields.add("Content-Type", "application/x-tar")
      .add("Content-Disposition", "attachment; filename=\"" + world->name() + ".tar\"")
      .add("Cache-Control", "no-store");
  return reply;
}

Outcome<std::unique_ptr<net::Upload>> import_world(const Call& call) {
  PAIL_TRY(WorldPtr world, find_world(call));
  return std::make_unique<ImportUpload>(call.worlds(), std::move(world));
}

}  // namespace pail::control
