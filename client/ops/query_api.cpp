#include "client/ops/query_api.hpp"

#include "client/ops/query_reading.hpp"

namespace pail::client::ops {

Request query_request(const QueryService& service) {
  Request request = service_request("POST");
  request.service = service.name;
  add_header(request, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  return request;
}

std::string query_form(const QueryService& service, std::string_view action,
                       const Parameters& parameters) {
  Parameters all = {{"Action", std::string(action)}, {"Version", std::string(service.version)}};
  all.insert(all.end(), parameters.begin(), parameters.end());
  return form_text(all);
}

void add_parameter(Parameters& parameters, std::string_view name, std::string_view value) {
  if (!value.empty()) parameters.push_back({std::string(name), std::string(value)});
}

Operation<std::string> query_api(const QueryService& service, std::string_view action,
                                 const Parameters& parameters) {
  return query_operation<std::string>(
      service, action, parameters,
      [](const Answer& answer) -> Result<std::string> { return answer.body; });
}

}  // namespace pail::client::ops
