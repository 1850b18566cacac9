#include "client/jobs/job.hpp"

namespace pail::client::jobs {

std::string to_string(const Place& place) {
  if (const auto* const here = std::get_if<Here>(&place)) return here->path;
  const There& there = std::get<There>(place);
  return "s3://" + there.bucket + "/" + there.key;
}

std::string_view verb_of(const Job& job) noexcept {
  if (std::holds_alternative<Here>(job.from)) return "upload";
  return std::holds_alternative<Here>(job.to) ? "download" : "copy";
}

}  // namespace pail::client::jobs
