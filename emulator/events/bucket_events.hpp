// The events of one bucket within one request, or one run of its lifecycle rules: sent to whoever
// the bucket's notification configuration names. Where there is none, it costs one look at the
// bucket's row. One thread; refers to what it is given.
#pragma once

#include <optional>
#include <string_view>

#include "emulator/documents/notification.hpp"
#include "emulator/events/event.hpp"
#include "emulator/events/post_office.hpp"
#include "emulator/happening.hpp"
#include "emulator/model/model.hpp"
#include "emulator/world/world.hpp"

namespace pail::emulator::events {

// What a seed makes is told to nobody.
enum class Voice : bool { silent, heard };

class BucketEvents : public Events {
 public:
  // `bucket` null: the request has none.
  BucketEvents(PostOffice& office, world::World& world, const model::Bucket* bucket,
               Occasion occasion, Voice voice = Voice::heard)
      : office_(office), world_(world), bucket_(bucket), occasion_(occasion), voice_(voice) {}

  Turn turn(std::string_view key) override;
  void happened(const Happening& happening) override;
  bool reaches(std::string_view arn) const override;
  void send_test(std::string_view arn) override;

 private:
  bool has_listeners() const;
  const documents::NotificationConfiguration& configuration();
  void send(const Happening& happening, std::string_view destination, std::string body);

  PostOffice& office_;
  world::World& world_;
  const model::Bucket* bucket_;
  Occasion occasion_;
  Voice voice_;
  std::optional<documents::NotificationConfiguration> configuration_;  // once it was needed
};

}  // namespace pail::emulator::events
