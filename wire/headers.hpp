// The header fields of one message, in the order received, as views. Names compare without ASCII
// case; values are trimmed of white space at both ends and otherwise as received (folds included,
// so that signatures see them).
//
// Headers does not own the text: it must outlive the views (the connection's buffer, or strings of
// the caller). clear() keeps the capacity, so a connection allocates once. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pail::wire {

struct Header {
  std::string_view name;
  std::string_view value;
};

// One bit of 64, by the length and the first letter: the same for names that are equal.
constexpr std::uint64_t shape_of_name(std::string_view name) noexcept {
  const unsigned first = name.empty() ? 0U : static_cast<unsigned char>(name.front()) | 0x20U;
  return std::uint64_t{1} << ((name.size() * 7 + first) % 64);
}

class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> fields) {
    for (const Header& field : fields) add(field.name, field.value);
  }

  void add(std::string_view name, std::string_view value) {
    fields_.push_back({name, value});
    shapes_ |= shape_of_name(name);
  }
  void clear() noexcept {
    fields_.clear();
    shapes_ = 0;
  }

  // The first field of that name; nullopt when there is none (an empty value is a value).
  std::optional<std::string_view> find(std::string_view name) const noexcept {
    if ((shapes_ & shape_of_name(name)) == 0) return std::nullopt;
    return find_among_fields(name);
  }
  // As find(), with "" for absent.
  std::string_view get(std::string_view name) const noexcept {
    return find(name).value_or(std::string_view{});
  }
  bool has(std::string_view name) const noexcept { return find(name).has_value(); }
  std::size_t count(std::string_view name) const noexcept;
  // All values of that name joined with ',' as HTTP and S3's user metadata have it.
  std::string joined(std::string_view name) const;

  std::span<const Header> all() const noexcept { return fields_; }
  auto begin() const noexcept { return fields_.begin(); }
  auto end() const noexcept { return fields_.end(); }
  std::size_t size() const noexcept { return fields_.size(); }
  bool empty() const noexcept { return fields_.empty(); }

 private:
  std::optional<std::string_view> find_among_fields(std::string_view name) const noexcept;

  std::vector<Header> fields_;
  // Of all names there are: most of those asked for are not, and a request asks for dozens.
  std::uint64_t shapes_ = 0;
};

// Header fields to be sent: serialised as they are added ("Name: value\r\n"), so that a reply's
// head is one copy. CR, LF and NUL in a value become spaces: no caller can split a response.
class FieldBlock {
 public:
  FieldBlock& add(std::string_view name, std::string_view value);
  FieldBlock& add(std::string_view name, std::uint64_t value);
  // Whole fields that are the same in every reply: "Name: value\r\n" each, as written.
  FieldBlock& add_constant(std::string_view lines) {
    text_ += lines;
    return *this;
  }
  // False: add() was never given that name. True says nothing.
  bool may_have(std::string_view name) const noexcept {
    return (shapes_ & shape_of_name(name)) != 0;
  }
  // The first value added under that name (case-insensitive), or nullopt. For tests and wrappers;
  // linear.
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  std::string_view text() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

 private:
  std::string text_;
  std::uint64_t shapes_ = 0;  // of all names but those of add_constant()
};

}  // namespace pail::wire
