// How a rule names objects: "users/{caller}/{uuid}-{filename}". From one template come the keys
// that the service makes, the test whether a key that a caller asks for is his to ask for, and the
// prefix that temporary keys are held to.
//
//   {caller}    his name as one segment of the key (file_name.hpp: caller_segment)
//   {uuid}      a random UUID
//   {date}      2026-11-22, by the service's clock
//   {filename}  the name of the file, made fit
//   {ext}       its extension
//   {path}      only at the end: as {filename} when the service makes the key; in a key that the
//               caller asks for, segments of such names with slashes between them
//
// {caller} stands between slashes, so that no caller's keys look like another's. Beside these a
// template has letters, digits and /._-@=+ only. Immutable: thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/clock.hpp"
#include "wire/random.hpp"
#include "wire/result.hpp"

namespace pail::signer::service {

class KeyTemplate {
 public:
  // InvalidArgument, with what is wrong: "there is no {name}: there are ..."
  static wire::Result<KeyTemplate> parse(std::string_view text);

  struct Facts {
    std::string_view caller;
    std::string_view filename;
    wire::Time now;
  };
  // KeyTooLongError.
  wire::Result<std::string> make(const Facts& facts, wire::Random& random) const;
  // Whether a key could be the caller's by this template: any UUID, date and extension will do.
  bool matches(std::string_view key, std::string_view caller) const;
  // Whether all keys that begin so do, as far as they are keys: the template ends with {path}.
  bool matches_prefix(std::string_view prefix, std::string_view caller) const;
  // What all keys of the caller begin with.
  std::string prefix_of(std::string_view caller) const;
  // Whether that tells callers apart.
  bool prefix_has_caller() const noexcept;

  bool has_caller() const noexcept { return has(Kind::caller); }
  bool has_uuid() const noexcept { return has(Kind::uuid); }
  bool ends_open() const noexcept { return has(Kind::path); }
  const std::string& text() const noexcept { return text_; }

 private:
  enum class Kind : std::uint8_t { literal, caller, uuid, date, filename, ext, path };
  struct Piece {
    Kind kind;
    std::string text;  // of a literal
  };
  // Positions of a key, those marked that the pieces so far may end at.
  using Ends = std::vector<bool>;

  static wire::Result<Piece> parse_placeholder(std::string_view name);
  wire::Result<void> check() const;
  bool has(Kind kind) const noexcept;
  static void reach(const Piece& piece, std::string_view key, std::string_view segment,
                    std::size_t from, Ends& ends);

  std::string text_;
  std::vector<Piece> pieces_;
};

// A random one, of version 4 (RFC 9562 §5.4).
std::string make_uuid(wire::Random& random);

}  // namespace pail::signer::service
