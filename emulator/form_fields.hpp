// The fields of a form upload, as they stand in front of the file, and as the headers of a PUT that
// they stand for. Names go without case; a field that comes twice is one, joined with ','.
// Not thread-safe. Spec: shared/spec/sigv2.md §10.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/error.hpp"
#include "wire/headers.hpp"
#include "wire/result.hpp"

namespace pail::emulator {

class FormFields {
 public:
  // MalformedPOSTRequest for what is no UTF-8: fields come back in XML documents.
  wire::Result<void> add(std::string_view name, std::string_view value);
  // Puts the file's name, without its folders, wherever a value says ${filename}. A file part that
  // has no name leaves the text as it is. MalformedPOSTRequest as above.
  wire::Result<void> expand_filename(const std::optional<std::string>& filename);

  // All fields, for signature and policy. Views: no add() or expand_filename() while it is used.
  wire::Headers all() const;
  // The same for who stores: `acl` and `tagging` under the names of their headers, and without what
  // a form cannot ask for (If-*, a trailer).
  wire::Headers as_headers() const;

 private:
  std::vector<wire::NamedText> fields_;
};

}  // namespace pail::emulator
