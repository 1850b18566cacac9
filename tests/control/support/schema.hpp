// JSON Schema, as much of it as openapi.json is written in. A keyword that is not known here fails,
// so that no rule of the document is passed over in silence. tests/clients/control_test.py judges
// by an implementation that is not ours.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace pail::control::testing {

// What is wrong with `value`: one line each, with the place; "" when nothing is. `document` is
// where references lead.
std::string complaints(const boost::json::value& document, const boost::json::value& schema,
                       const boost::json::value& value);

}  // namespace pail::control::testing
