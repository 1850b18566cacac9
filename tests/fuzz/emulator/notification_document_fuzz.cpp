// PutBucketNotificationConfiguration's document: what is accepted is shown so that it is accepted
// again, and its rules can be asked about any key.
#include <cstdint>
#include <cstdlib>

#include "emulator/documents/notification.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace documents = pail::emulator::documents;
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto read = documents::parse_notification(document);
  if (!read) return 0;
  const std::string shown = documents::notification_document(read.value());
  const auto again = documents::parse_notification(shown);
  if (!again || documents::notification_document(again.value()) != shown) std::abort();
  // No two rules may ask for the same event of the same key.
  int wanting = 0;
  for (const documents::NotificationRule& rule : read.value().rules) {
    if (documents::wants(rule, "s3:ObjectCreated:Put", document)) ++wanting;
  }
  if (wanting > 1) std::abort();
  return 0;
}
