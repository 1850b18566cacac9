#include "client/ops/writing.hpp"

#include "wire/date.hpp"

namespace pail::client::ops {

void Writer::time(std::string_view name, const std::optional<wire::Time>& value) {
  if (value) xml_->element(name, wire::format_iso_milliseconds(*value));
}

void Writer::checksum(const std::optional<ObjectChecksum>& value) {
  if (!value) return;
  xml_->element("Checksum" + std::string(wire::name(value->algorithm)), value->value);
}

}  // namespace pail::client::ops
