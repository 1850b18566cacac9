#include "signer/service/key_template.hpp"

#include <algorithm>
#include <array>

#include "signer/service/file_name.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::signer::service {
namespace {

using wire::Errc;
using wire::Error;

// A letter stands for one of its kind: x a small hex digit, 9 a decimal one.
constexpr std::string_view uuid_form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
constexpr std::string_view date_form = "9999-99-99";

Error wrong(std::string_view what) {
  return {Errc::InvalidArgument, what};
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_in_form(std::string_view text, std::string_view form) noexcept {
  if (text.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool hex = is_digit(text[i]) || (text[i] >= 'a' && text[i] <= 'f');
    if (form[i] == 'x' ? !hex : form[i] == '9' ? !is_digit(text[i]) : text[i] != form[i]) {
      return false;
    }
  }
  return true;
}

bool is_literal(char c) noexcept {
  const char folded = wire::to_lower(c);
  return (folded >= 'a' && folded <= 'z') || is_digit(c) ||
         std::string_view("/._-@=+").find(c) != std::string_view::npos;
}

// Every segment a fit name: so no empty one, and none of dots.
bool is_fit_path(std::string_view path) {
  for (;;) {
    const std::size_t slash = path.find('/');
    if (!is_fit_file_name(path.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bool has_dot_segment(std::string_view text) {
  const std::string framed = "/" + std::string(text) + "/";
  return framed.find("/./") != std::string::npos || framed.find("/../") != std::string::npos;
}

}  // namespace

wire::Result<KeyTemplate::Piece> KeyTemplate::parse_placeholder(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Kind>, 6> known{
      {{"caller", Kind::caller},
       {"uuid", Kind::uuid},
       {"date", Kind::date},
       {"filename", Kind::filename},
       {"ext", Kind::ext},
       {"path", Kind::path}}};
  for (const auto& [word, kind] : known) {
    if (word == name) return Piece{kind, {}};
  }
  return wrong(
      "has a placeholder that there is not; there are {caller} {uuid} {date} {filename} "
      "{ext} {path}");
}

wire::Result<KeyTemplate> KeyTemplate::parse(std::string_view text) {
  KeyTemplate parsed;
  parsed.text_ = text;
  while (!text.empty()) {
    if (text.front() == '{') {
      const std::size_t end = text.find('}');
      if (end == std::string_view::npos) return wrong("has a '{' without its '}'");
      PAIL_TRY(Piece piece, parse_placeholder(text.substr(1, end - 1)));
      parsed.pieces_.push_back(std::move(piece));
      text.remove_prefix(end + 1);
      continue;
    }
    const std::string_view literal = text.substr(0, text.find('{'));
    if (!std::all_of(literal.begin(), literal.end(), is_literal)) {
      return wrong("may have letters, digits, / . _ - @ = + and placeholders only");
    }
    parsed.pieces_.push_back({Kind::literal, std::string(literal)});
    text.remove_prefix(literal.size());
  }
  PAIL_TRY(parsed.check());
  return parsed;
}

wire::Result<void> KeyTemplate::check() const {
  if (pieces_.empty()) return wrong("must not be empty");
  if (text_.size() > wire::limits::key_bytes_max) return wrong("is longer than a key may be");
  if (text_.front() == '/' || text_.find("//") != std::string::npos || has_dot_segment(text_)) {
    return wrong("must not have empty segments or segments of dots");
  }
  const auto names = std::count_if(pieces_.begin(), pieces_.end(), [](const Piece& piece) {
    return piece.kind == Kind::filename || piece.kind == Kind::path;
  });
  if (names > 1) return wrong("may have one {filename} or {path}");
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const bool first = i == 0 || pieces_[i - 1].text.ends_with('/');
    const bool last = i + 1 == pieces_.size();
    if (pieces_[i].kind == Kind::path && (!last || !first)) {
      return wrong("may have {path} only at the end, behind a slash");
    }
    if (pieces_[i].kind == Kind::caller &&
        (!first || last || !pieces_[i + 1].text.starts_with('/'))) {
      return wrong("must have {caller} as a whole segment, with a slash behind it");
    }
  }
  return wire::ok();
}

bool KeyTemplate::has(Kind kind) const noexcept {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [kind](const Piece& piece) { return piece.kind == kind; });
}

wire::Result<std::string> KeyTemplate::make(const Facts& facts, wire::Random& random) const {
  const std::string name = fit_file_name(facts.filename);
  std::string key;
  for (const Piece& piece : pieces_) {
    switch (piece.kind) {
      case Kind::literal:
        key += piece.text;
        break;
      case Kind::caller:
        key += caller_segment(facts.caller);
        break;
      case Kind::uuid:
        key += make_uuid(random);
        break;
      case Kind::date:
        key += wire::format_iso_extended(facts.now).substr(0, date_form.size());
        break;
      case Kind::ext:
        key += extension_of(name);
        break;
      case Kind::filename:
      case Kind::path:
        key += name;
        break;
    }
  }
  if (key.size() <= wire::limits::key_bytes_max) return key;
  return Error(Errc::KeyTooLongError, "The key made by the policy's template is too long.");
}

// Marks the ends of what the piece may match from `from` on.
void KeyTemplate::reach(const Piece& piece, std::string_view key, std::string_view segment,
                        std::size_t from, Ends& ends) {
  const std::string_view rest = key.substr(from);
  const auto fixed = [&](std::string_view text) {
    if (rest.starts_with(text)) ends[from + text.size()] = true;
  };
  const auto formed = [&](std::string_view form) {
    if (is_in_form(rest, form)) ends[from + form.size()] = true;
  };
  const auto up_to = [&](std::size_t bytes_max, auto fits) {
    for (std::size_t size = 1; size <= std::min(bytes_max, rest.size()); ++size) {
      if (fits(rest.substr(0, size))) ends[from + size] = true;
    }
  };
  switch (piece.kind) {
    case Kind::literal:
      fixed(piece.text);
      break;
    case Kind::caller:
      fixed(segment);
      break;
    case Kind::uuid:
      formed(uuid_form);
      break;
    case Kind::date:
      formed(date_form);
      break;
    case Kind::filename:
      up_to(file_name_bytes_max, is_fit_file_name);
      break;
    case Kind::ext:
      up_to(extension_bytes_max,
            [](std::string_view text) { return extension_of("." + std::string(text)) == text; });
      break;
    case Kind::path:
      ends[key.size()] = ends[key.size()] || is_fit_path(rest);
      break;
  }
}

bool KeyTemplate::matches(std::string_view key, std::string_view caller) const {
  if (key.size() > wire::limits::key_bytes_max || !wire::is_utf8(key)) return false;
  const std::string segment = caller_segment(caller);
  Ends ends(key.size() + 1);
  ends[0] = true;
  for (const Piece& piece : pieces_) {
    Ends next(key.size() + 1);
    for (std::size_t from = 0; from < ends.size(); ++from) {
      if (ends[from]) reach(piece, key, segment, from, next);
    }
    ends = std::move(next);
  }
  return ends.back();
}

bool KeyTemplate::matches_prefix(std::string_view prefix, std::string_view caller) const {
  return ends_open() && matches(std::string(prefix) + "x", caller);
}

std::string KeyTemplate::prefix_of(std::string_view caller) const {
  std::string prefix;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Kind::literal) {
      prefix += piece.text;
    } else if (piece.kind == Kind::caller) {
      prefix += caller_segment(caller);
    } else {
      break;
    }
  }
  return prefix;
}

bool KeyTemplate::prefix_has_caller() const noexcept {
  const auto varied = std::find_if(pieces_.begin(), pieces_.end(),
                                   [](const Piece& piece) { return piece.kind != Kind::literal; });
  return varied != pieces_.end() && varied->kind == Kind::caller;
}

std::string make_uuid(wire::Random& random) {
  std::array<std::byte, 16> bytes;
  random.fill(bytes);
  bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  std::string uuid = wire::to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) uuid.insert(at, 1, '-');
  return uuid;
}

}  // namespace pail::signer::service
