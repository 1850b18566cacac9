// How `pail explain` shows what came of a request: for people, or as one JSON object.
#pragma once

#include <string>

#include "signer/explain/capture.hpp"
#include "signer/explain/retrial.hpp"

namespace pail::cli {

std::string explain_text(const signer::explain::CapturedRequest& request,
                         const signer::explain::Retrial& retrial);
std::string explain_json(const signer::explain::CapturedRequest& request,
                         const signer::explain::Retrial& retrial);
// The catalogue of mistakes, one paragraph each.
std::string mistakes_text();
std::string mistakes_json();

}  // namespace pail::cli
