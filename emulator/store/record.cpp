#include "emulator/store/record.hpp"

#include <limits>
#include <stdexcept>
#include <utility>

namespace pail::store {
namespace {

constexpr std::size_t head_bytes = 4;  // as RecordView has it
constexpr std::size_t slots_max = 255;

template <class Integer>
void append_little(std::string& out, Integer value) {
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
  }
}

// Written out byte by byte: compilers make one load of it, and of a loop they do not.
template <class Integer, std::size_t... At>
Integer read_little(const char* bytes, std::index_sequence<At...>) noexcept {
  return static_cast<Integer>(
      ((static_cast<Integer>(static_cast<unsigned char>(bytes[At])) << (8 * At)) | ...));
}

template <class Integer>
Integer read_little(std::string_view bytes) noexcept {
  return read_little<Integer>(bytes.data(), std::make_index_sequence<sizeof(Integer)>());
}

std::uint32_t checked_size(std::size_t size) {
  if (size > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("record too long");
  return static_cast<std::uint32_t>(size);
}

void append_text(std::string& out, std::string_view text) {
  append_little(out, checked_size(text.size()));
  out += text;
}

}  // namespace

RecordBuilder& RecordBuilder::set(std::size_t slot, std::string_view bytes) {
  slots_.at(slot) = bytes;
  return *this;
}

RecordBuilder& RecordBuilder::set_u64(std::size_t slot, std::uint64_t value) {
  std::string bytes;
  append_little(bytes, value);
  return set(slot, bytes);
}

RecordBuilder& RecordBuilder::set_pairs(
    std::size_t slot, const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string bytes;
  for (const auto& [name, value] : pairs) {
    append_text(bytes, name);
    append_text(bytes, value);
  }
  return set(slot, bytes);
}

std::string RecordBuilder::build() const {
  if (slots_.size() > slots_max) throw std::length_error("too many slots in a record");
  std::size_t total = 0;
  for (const std::string& slot : slots_) total += slot.size();
  std::string record;
  record.reserve(head_bytes + 4 * slots_.size() + total);
  record.push_back(static_cast<char>(record_version));
  record.push_back(static_cast<char>(slots_.size()));
  record.append(2, '\0');
  std::size_t end = 0;
  for (const std::string& slot : slots_) append_little(record, checked_size(end += slot.size()));
  for (const std::string& slot : slots_) record += slot;
  return record;
}

wire::Result<RecordView> RecordView::open(std::string_view bytes) {
  if (bytes.size() < head_bytes || bytes[0] != static_cast<char>(record_version) || bytes[2] != 0 ||
      bytes[3] != 0) {
    return wire::Error(wire::Errc::InternalError, "A stored record has an unknown format.");
  }
  const RecordView record(bytes, static_cast<unsigned char>(bytes[1]));
  if (!record.table_fits()) {
    return wire::Error(wire::Errc::InternalError, "A stored record is damaged.");
  }
  return record;
}

bool RecordView::table_fits() const noexcept {
  const std::size_t table_bytes = head_bytes + 4 * slots_;
  if (bytes_.size() < table_bytes) return false;
  std::size_t end = 0;
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    const std::size_t next = end_of(slot);
    if (next < end) return false;
    end = next;
  }
  return end == bytes_.size() - table_bytes;
}

std::uint64_t RecordView::get_u64(std::size_t slot) const noexcept {
  const std::string_view bytes = get(slot);
  return bytes.size() == sizeof(std::uint64_t) ? read_little<std::uint64_t>(bytes) : 0;
}

std::string_view take_text(std::string_view& rest) noexcept {
  constexpr std::size_t length_bytes = sizeof(std::uint32_t);
  if (rest.size() >= length_bytes) {
    const std::size_t length = read_little<std::uint32_t>(rest);
    if (length <= rest.size() - length_bytes) {
      const std::string_view text = rest.substr(length_bytes, length);
      rest.remove_prefix(length_bytes + length);
      return text;
    }
  }
  rest = {};
  return {};
}

}  // namespace pail::store
