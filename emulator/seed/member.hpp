// Values of a seed's JSON, asked for by name and kind. Everything that is not as asked for is a
// mistake with its place, and so is a member that nobody asks for: most are misspelt.
//
//   PAIL_TRY(Fields fields, Fields::of(member));
//   PAIL_TRY(fields.read("name", bucket.name));       // has to be there
//   PAIL_TRY(fields.maybe("region", bucket.region));  // may be
//   PAIL_TRY(fields.done());
//
// Refer to the Document, which must outlive them.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/seed/document.hpp"

namespace pail::emulator::seed {

using Pairs = std::vector<std::pair<std::string, std::string>>;

class Member {
 public:
  Member(const Document& document, const boost::json::value& value, std::string path)
      : document_(&document), value_(&value), path_(std::move(path)) {}

  const Document& document() const noexcept { return *document_; }
  const boost::json::value& value() const noexcept { return *value_; }
  const std::string& path() const noexcept { return path_; }
  wire::Error mistake(std::string_view what) const { return document_->mistake(path_, what); }

  wire::Result<std::string> text() const;
  wire::Result<std::uint64_t> number() const;
  wire::Result<bool> flag() const;
  wire::Result<std::vector<Member>> items() const;
  // An object whose members are all texts.
  wire::Result<Pairs> pairs() const;
  // Of an object: its members, in their order.
  wire::Result<std::vector<std::pair<std::string, Member>>> members() const;

 private:
  const Document* document_;
  const boost::json::value* value_;
  std::string path_;
};

class Fields {
 public:
  static wire::Result<Fields> of(const Member& object);

  std::optional<Member> find(std::string_view name);
  wire::Result<Member> need(std::string_view name);
  wire::Result<void> read(std::string_view name, std::string& out);
  // `out` stays as it is when there is no such member.
  wire::Result<void> maybe(std::string_view name, std::string& out);
  wire::Result<void> maybe(std::string_view name, Pairs& out);
  // The elements of a list; none when it is not there.
  wire::Result<std::vector<Member>> items(std::string_view name);
  // The first member that nobody has asked for is a mistake.
  wire::Result<void> done() const;

 private:
  explicit Fields(Member object) : object_(std::move(object)) {}

  Member object_;
  std::vector<std::string_view> known_;
};

}  // namespace pail::emulator::seed
