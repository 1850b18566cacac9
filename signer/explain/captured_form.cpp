#include "signer/explain/captured_form.hpp"

#include <algorithm>

#include "wire/encode.hpp"
#include "wire/form_data.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain {
namespace {

using wire::NamedText;
using wire::Result;

class FieldReader final : public wire::FormReader {
 public:
  Result<void> begin_part(wire::FormPart part) override {
    value_ = nullptr;
    file_seen_ = file_seen_ || wire::iequals(part.name, "file");
    if (file_seen_) return wire::ok();
    const auto same = std::find_if(fields.begin(), fields.end(), [&](const NamedText& field) {
      return wire::iequals(field.name, part.name);
    });
    if (same == fields.end()) {
      value_ = &fields.emplace_back(NamedText{std::move(part.name), {}}).value;
    } else {
      value_ = &same->value;
      *value_ += ',';
    }
    return wire::ok();
  }
  Result<void> data(wire::Bytes piece) override {
    if (value_ != nullptr) *value_ += wire::as_text(piece);
    return wire::ok();
  }
  Result<void> end_part() override { return wire::ok(); }

  std::vector<NamedText> fields;

 private:
  bool file_seen_ = false;
  std::string* value_ = nullptr;  // of the field being read; `fields` does not grow meanwhile
};

}  // namespace

std::optional<CapturedForm> CapturedForm::of(const CapturedRequest& request) {
  if (request.method != "POST" || !request.body || carries_signature(request)) return std::nullopt;
  const auto type =
      std::find_if(request.headers.begin(), request.headers.end(),
                   [](const auto& field) { return wire::iequals(field.name, "Content-Type"); });
  if (type == request.headers.end() || !wire::is_form_data(type->value)) return std::nullopt;
  const auto boundary = wire::form_boundary(type->value);
  if (!boundary) return std::nullopt;
  FieldReader reader;
  wire::FormParser parser(*boundary, reader);
  static_cast<void>(
      parser.write(wire::as_bytes(*request.body)));  // the fields before a fault count
  CapturedForm form;
  form.fields_ = std::move(reader.fields);
  return form;
}

wire::Headers CapturedForm::fields() const {
  wire::Headers all;
  for (const NamedText& field : fields_) all.add(field.name, field.value);
  return all;
}

}  // namespace pail::signer::explain
