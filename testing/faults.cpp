#include "testing/faults.hpp"

#include <stdexcept>
#include <utility>

#include "emulator/world/faults.hpp"
#include "testing/must.hpp"

namespace pail::testing {
namespace {

std::runtime_error no_rule(std::string_view id) {
  return std::runtime_error("there is no fault rule '" + std::string(id) + "'");
}

}  // namespace

std::string Faults::add(FaultRule rule) {
  return must(faults_->add(std::move(rule)));
}

std::vector<std::string> Faults::add(std::string_view json) {
  std::vector<std::string> ids;
  for (FaultRule& rule : must(world::parse_faults(json))) ids.push_back(add(std::move(rule)));
  return ids;
}

std::vector<std::string> Faults::add_profile(std::string_view name) {
  return must(faults_->add_profile(name));
}

std::vector<std::string> Faults::profiles() {
  const auto names = world::fault_profiles();
  return {names.begin(), names.end()};
}

std::vector<FaultRule> Faults::profile(std::string_view name) {
  return must(world::fault_profile(name));
}

std::vector<ActiveFault> Faults::list() const {
  return faults_->list();
}

std::uint64_t Faults::hits(std::string_view id) const {
  const auto found = faults_->find(id);
  if (!found) throw no_rule(id);
  return found->hits;
}

std::uint64_t Faults::hits() const {
  std::uint64_t sum = 0;
  for (const ActiveFault& fault : list()) sum += fault.hits;
  return sum;
}

void Faults::replace(std::string_view id, FaultRule rule) {
  if (!must(faults_->replace(id, std::move(rule)))) throw no_rule(id);
}

void Faults::remove(std::string_view id) {
  if (!faults_->remove(id)) throw no_rule(id);
}

void Faults::clear() {
  faults_->clear();
}

}  // namespace pail::testing
