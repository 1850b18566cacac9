// The fields of a POST form in a captured request, for its signature. Pure.
#pragma once

#include <optional>
#include <vector>

#include "signer/explain/capture.hpp"
#include "wire/error.hpp"
#include "wire/headers.hpp"

namespace pail::signer::explain {

class CapturedForm {
 public:
  // nullopt: the request is no form, or its body is not all there. Of a broken one, the fields
  // before the fault.
  static std::optional<CapturedForm> of(const CapturedRequest& request);
  // All fields in front of the file, those of one name joined; views into this.
  wire::Headers fields() const;

 private:
  std::vector<wire::NamedText> fields_;
};

}  // namespace pail::signer::explain
